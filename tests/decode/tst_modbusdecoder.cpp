// SPDX-License-Identifier: MIT
#include "decode/modbusdecoder.h"

#include "base/limits.h"
#include "tests/decode/conversationkit.h"

#include <QtTest>

using namespace wl;
using namespace wl::kit;

namespace {

QByteArray adu(int transaction, const QByteArray& pdu, int unit = 1)
{
    const auto length = static_cast<int>(pdu.size() + 1);
    const int numbers[] = {transaction >> 8, transaction, 0, 0, length >> 8, length, unit};
    QByteArray bytes;
    for (const int number : numbers)
        bytes += static_cast<char>(number & 0xff);
    return bytes + pdu;
}

ConversationFacts client()
{
    ConversationFacts facts;
    facts.peerPort = 502;
    return facts;
}

Messages exchange(const QByteArray& request, const QByteArray& response,
                  const ConversationFacts& facts = client())
{
    return decode<ModbusDecoder>(facts, everything(), {sent(adu(7, request)), received(adu(7, response))});
}

} // namespace

class TestModbusDecoder : public QObject
{
    Q_OBJECT
private slots:
    void head();
    void functions_data();
    void functions();
    void exceptions();
    void identification();
    void directions();
    void matching();
    void malformed_data();
    void malformed();
    void findsItsPlaceAgain();
    void datagrams();
    void manyRequests();
    void wishes();
    void sniff_data();
    void sniff();
    void torture();
};

void TestModbusDecoder::head()
{
    const QByteArray bytes = adu(0x1234, hex("03 006b 0003"), 17);
    const Messages messages = decode<ModbusDecoder>(client(), everything(), {sent(bytes)});
    QCOMPARE(messages.size(), 1U);
    const DecodedMessage& message = messages[0];
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(message.protocol, Protocol::Modbus);
    QCOMPARE(message.range, (ByteRange{0, 12}));
    QCOMPARE(values(message, "modbus.transaction"), QByteArray::number(0x1234));
    QCOMPARE(values(message, "modbus.unit"), QByteArray("17"));
    QCOMPARE(values(message, "modbus.function"), QByteArray("3"));
    QCOMPARE(values(message, "modbus.address"), QByteArray("107"));
    QCOMPARE(values(message, "modbus.count"), QByteArray("3"));
    QCOMPARE(labeled(message, "Function (Read Holding Registers)"), QByteArray("3"));
    QCOMPARE(bytesOf(message, "modbus.transaction", bytes), hex("1234"));
    QCOMPARE(bytesOf(message, "modbus.unit", bytes), hex("11"));
    QCOMPARE(bytesOf(message, "modbus.function", bytes), hex("03"));
    QCOMPARE(bytesOf(message, "modbus.address", bytes), hex("006b"));
    QCOMPARE(bytesOf(message, "modbus.count", bytes), hex("0003"));
}

void TestModbusDecoder::functions_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("response");
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("answered");
    QTest::addColumn<QString>("asks");
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const QByteArray& request, const QByteArray& response,
                        const QByteArray& written, const QByteArray& answered, const char* asks,
                        const char* says) {
        QTest::newRow(name) << request << response << written << answered << QString::fromLatin1(asks)
                            << QString::fromLatin1(says);
    };
    row("coils", hex("01 0013 0003"), hex("01 01 05"), "", "true|false|true", "Read Coils 3 at 19",
        "Read Coils response: 1, 0, 1");
    row("inputs", hex("02 0000 0009"), hex("02 02 0101"), "",
        "true|false|false|false|false|false|false|false|true", "Read Discrete Inputs 9 at 0",
        "Read Discrete Inputs response: 1, 0, 0, 0, 0, 0, 0, 0, \xe2\x80\xa6");
    row("registers", hex("03 006b 0003"), hex("03 06 022b 0000 0064"), "", "555|0|100",
        "Read Holding Registers 3 at 107", "Read Holding Registers response: 555, 0, 100");
    row("input registers", hex("04 0008 0001"), hex("04 02 000a"), "", "10", "Read Input Registers 1 at 8",
        "Read Input Registers response: 10");
    row("one coil", hex("05 00ac ff00"), hex("05 00ac ff00"), "true", "true", "Write Single Coil at 172: on",
        "Write Single Coil response at 172: on");
    row("one register", hex("06 0001 0003"), hex("06 0001 0003"), "3", "3", "Write Single Register at 1: 3",
        "Write Single Register response at 1: 3");
    row("write coils", hex("0f 0013 000a 02 cd01"), hex("0f 0013 000a"),
        "true|false|true|true|false|false|true|true|true|false", "",
        "Write Multiple Coils 10 at 19: 1, 0, 1, 1, 0, 0, 1, 1, \xe2\x80\xa6",
        "Write Multiple Coils response at 19");
    row("write registers", hex("10 0001 0002 04 000a 0102"), hex("10 0001 0002"), "10|258", "",
        "Write Multiple Registers 2 at 1: 10, 258", "Write Multiple Registers response at 1");
    row("mask", hex("16 0004 00f2 0025"), hex("16 0004 00f2 0025"), "", "", "Mask Write Register at 4",
        "Mask Write Register response at 4");
    row("read and write", hex("17 0003 0002 000e 0001 02 00ff"), hex("17 04 00fe 0acd"), "255", "254|2765",
        "Read/Write Multiple Registers 2 at 3: 255", "Read/Write Multiple Registers response: 254, 2765");
    row("not read further", hex("08 0000 a537"), hex("08 0000 a537"), "", "", "Diagnostics",
        "Diagnostics response");
}

void TestModbusDecoder::functions()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, response);
    QFETCH(QByteArray, written);
    QFETCH(QByteArray, answered);
    QFETCH(QString, asks);
    QFETCH(QString, says);
    const Messages messages = exchange(request, response);
    QCOMPARE(messages.size(), 2U);
    QVERIFY2(!messages[0].problem && !messages[1].problem, qPrintable(printed(messages)));
    QCOMPARE(complaint(messages, true), QString());
    QCOMPARE(values(messages[0], "modbus.values"), written);
    QCOMPARE(values(messages[1], "modbus.values"), answered);
    QCOMPARE(messages[0].info.toUtf8(), asks.toLatin1());
    QCOMPARE(messages[1].info.toUtf8(), says.toLatin1());
    if (values(messages[0], "modbus.address") != "")
        QCOMPARE(values(messages[1], "modbus.address"), values(messages[0], "modbus.address"));
    const Messages cut = exchange(request.chopped(1), response);
    QVERIFY(cut[0].problem || request[0] == 8);
}

void TestModbusDecoder::exceptions()
{
    const Messages messages = exchange(hex("01 ffff 0001"), hex("81 02"));
    QCOMPARE(values(messages.at(1), "modbus.exception"), QByteArray("Illegal Data Address"));
    QCOMPARE(values(messages[1], "modbus.function"), QByteArray("1"));
    QCOMPARE(messages[1].info, QStringLiteral("Read Coils exception: Illegal Data Address"));
    QCOMPARE(bytesOf(messages[1], "modbus.exception", adu(7, hex("81 02"))), hex("02"));
    QCOMPARE(values(exchange(hex("01 0000 0001"), hex("81 63")).at(1), "modbus.exception"),
             QByteArray("0x63"));
}

void TestModbusDecoder::identification()
{
    const Messages messages =
        exchange(hex("2b 0e 01 00"), hex("2b 0e 01 01 00 00 02 00 04") + "Acme" + hex("01 02") + "X1");
    QVERIFY2(!messages.at(0).problem && !messages.at(1).problem, qPrintable(printed(messages)));
    QCOMPARE(labeled(messages[1], "Object 0"), QByteArray("Acme"));
    QCOMPARE(labeled(messages[1], "Object 1"), QByteArray("X1"));
    const Messages bad = exchange(hex("2b 0e 01 00"), hex("2b 0e 01 01 00 00 ff 00 ff 41"));
    QCOMPARE(problem(bad.at(1)), QStringLiteral("shorter than its function needs"));
}

void TestModbusDecoder::directions()
{
    // A write's response looks like a request: the port says which it is.
    ConversationFacts server;
    server.localPort = 502;
    const Messages here = decode<ModbusDecoder>(
        server, everything(), {sent(adu(1, hex("03 02 0001"))), received(adu(2, hex("03 0000 0001")))});
    QCOMPARE(here.at(0).info, QStringLiteral("Read Holding Registers response: 1"));
    QCOMPARE(here.at(1).info, QStringLiteral("Read Holding Registers 1 at 0"));
    // Without the port: by the transaction and by the form.
    const Messages other = exchange(hex("06 0001 0003"), hex("06 0001 0003"), {});
    QVERIFY(!other.at(0).info.contains(QStringLiteral("response")));
    QVERIFY(other.at(1).info.contains(QStringLiteral("response")));
    const Messages form = decode<ModbusDecoder>({}, everything(), {received(adu(9, hex("03 04 0001 0002")))});
    QCOMPARE(form.at(0).info, QStringLiteral("Read Holding Registers response: 1, 2"));
}

void TestModbusDecoder::matching()
{
    const Feeds feeds{
        sent(adu(1, hex("03 0064 0001")) + adu(2, hex("03 00c8 0002"))),
        received(adu(2, hex("03 04 0001 0002")) + adu(1, hex("03 02 0003")) + adu(1, hex("03 02 0004")))};
    const Messages messages = decode<ModbusDecoder>(client(), everything(), feeds);
    QCOMPARE(messages.size(), 5U);
    QCOMPARE(values(messages[2], "modbus.address"), QByteArray("200"));
    QCOMPARE(values(messages[2], "modbus.count"), QByteArray("2"));
    QCOMPARE(labeled(messages[2], "Register 201"), QByteArray("2"));
    QCOMPARE(values(messages[3], "modbus.address"), QByteArray("100"));
    QCOMPARE(values(messages[4], "modbus.address"), QByteArray()); // answered already
    const Messages wrong = exchange(hex("03 0064 0003"), hex("03 02 0003"));
    QCOMPARE(problem(wrong.at(1)), QStringLiteral("2 bytes of values for a count of 3"));
}

void TestModbusDecoder::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<qint64>("offset");
    QTest::newRow("protocol") << hex("0001 0100 0006 01 03 0000 0001")
                              << QStringLiteral("the protocol of Modbus is 0") << qint64{2};
    QTest::newRow("length at its maximum")
        << hex("0001 0000 ffff 01 03 0000 0001") << QStringLiteral("a length of 65535: 2 to 254 are allowed")
        << qint64{4};
    QTest::newRow("length 1") << hex("0001 0000 0001 01 03")
                              << QStringLiteral("a length of 1: 2 to 254 are allowed") << qint64{4};
    QTest::newRow("count 0") << adu(1, hex("03 0000 0000"))
                             << QStringLiteral("a count of 0: 1 to 125 are allowed") << qint64{10};
    QTest::newRow("count at its maximum")
        << adu(1, hex("01 0000 ffff")) << QStringLiteral("a count of 65535: 1 to 2000 are allowed")
        << qint64{10};
    QTest::newRow("bytes at their maximum")
        << adu(1, hex("10 0000 0001 ff 0001")) << QStringLiteral("255 bytes of values for a count of 1")
        << qint64{12};
    QTest::newRow("coil") << adu(1, hex("05 0000 1234"))
                          << QStringLiteral("a coil is written with 0000 or FF00 only") << qint64{10};
    QTest::newRow("too long") << adu(1, hex("03 0000 0001 00"))
                              << QStringLiteral("bytes behind the end of what the function holds")
                              << qint64{12};
    QTest::newRow("cut") << adu(1, hex("03 0000 0001")).chopped(1) << QStringLiteral("cut short by the end")
                         << qint64{11};
    QTest::newRow("cut in the head") << hex("0001 00") << QStringLiteral("cut short by the end") << qint64{3};
}

void TestModbusDecoder::malformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, problem);
    QFETCH(qint64, offset);
    for (const qsizetype step : {qsizetype{1}, bytes.size()}) {
        const Messages messages = decode<ModbusDecoder>(client(), everything(), {sent(bytes)}, step);
        QCOMPARE(messages.size(), 1U);
        QCOMPARE(kit::problem(messages[0]), problem);
        QCOMPARE(messages[0].problem->offset, offset);
    }
}

void TestModbusDecoder::findsItsPlaceAgain()
{
    const QByteArray request = adu(5, hex("03 0000 0001"));
    const QByteArray bytes = QByteArray(33, '\xee') + request + request;
    for (const qsizetype step : {qsizetype{1}, bytes.size()}) {
        const Messages messages = decode<ModbusDecoder>(client(), everything(), {sent(bytes)}, step);
        QCOMPARE(messages.size(), 3U);
        QCOMPARE(messages[0].range, (ByteRange{0, 33}));
        QVERIFY(messages[0].problem && !messages[1].problem);
        QCOMPARE(values(messages[2], "modbus.transaction"), QByteArray("5"));
    }
}

void TestModbusDecoder::datagrams()
{
    ConversationFacts facts = client();
    facts.transport = Transport::Udp;
    const Messages messages = decode<ModbusDecoder>(
        facts, everything(),
        {sent(adu(1, hex("03 0000 0001"))), sent(""), sent(adu(2, hex("03 0000 0001")) + "x")});
    QCOMPARE(messages.size(), 3U);
    QVERIFY(!messages[0].problem);
    QCOMPARE(problem(messages[1]), QStringLiteral("shorter than the head of a Modbus message"));
    QCOMPARE(problem(messages[2]), QStringLiteral("a length of 6 for 7 bytes"));
}

void TestModbusDecoder::manyRequests()
{
    QByteArray bytes;
    for (int i = 0; i < static_cast<int>(limits::modbusRequests) + 1; ++i)
        bytes += adu(i, hex("03 0064 0001"));
    const Messages messages =
        decode<ModbusDecoder>(client(), everything(),
                              {sent(bytes), received(adu(0, hex("03 02 0003")) + adu(1, hex("03 02 0003")))});
    QCOMPARE(messages.size(), limits::modbusRequests + 3);
    QCOMPARE(values(messages[messages.size() - 2], "modbus.address"),
             QByteArray()); // the oldest is forgotten
    QCOMPARE(values(messages.back(), "modbus.address"), QByteArray("100"));
}

void TestModbusDecoder::wishes()
{
    const Feeds feeds{sent(adu(1, hex("10 0001 0002 04 000a 0102")))};
    const Messages bare = decode<ModbusDecoder>(client(), {}, feeds);
    QVERIFY(bare.at(0).fields.empty() && bare[0].info.isEmpty());
    DecodeWishes wishes;
    wishes.fields = {"modbus.values"};
    const Messages one = decode<ModbusDecoder>(client(), wishes, feeds);
    QCOMPARE(values(one.at(0), "modbus.values"), QByteArray("10|258"));
    QVERIFY(one[0].fields[0].label.isEmpty());
}

void TestModbusDecoder::sniff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Sniff>("expected");
    QTest::newRow("nothing") << QByteArray() << Sniff::NeedMore;
    QTest::newRow("request") << adu(1, hex("03 0000 0001")) << Sniff::Yes;
    QTest::newRow("response") << adu(1, hex("03 02 0001")) << Sniff::Yes;
    QTest::newRow("exception") << adu(1, hex("83 02")) << Sniff::Yes;
    QTest::newRow("part") << adu(1, hex("03 0000 0001")).first(9) << Sniff::NeedMore;
    QTest::newRow("no form") << adu(1, hex("03 0000 000100")) << Sniff::No;
    QTest::newRow("no function") << adu(1, hex("63 0000 0001")) << Sniff::No;
    QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\n") << Sniff::No;
}

void TestModbusDecoder::sniff()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Sniff, expected);
    QCOMPARE(ModbusDecoder::sniff(bytes, Direction::Sent, {}), expected);
}

void TestModbusDecoder::torture()
{
    const Feeds feeds{sent(adu(1, hex("03 006b 0003")) + adu(2, hex("17 0003 0002 000e 0001 02 00ff"))),
                      received(adu(1, hex("03 06 022b 0000 0064")) + adu(2, hex("17 04 00fe 0acd"))),
                      sent(adu(3, hex("2b 0e 01 00")) + adu(4, hex("0f 0013 000a 02 cd01"))),
                      received(adu(3, hex("2b 0e 01 01 00 00 02 00 01 41 01 00")) + adu(4, hex("8f 02")))};
    QCOMPARE(tortured<ModbusDecoder>(client(), feeds), QString());
    QCOMPARE(tortured<ModbusDecoder>({}, feeds), QString());
}

QTEST_GUILESS_MAIN(TestModbusDecoder)
#include "tst_modbusdecoder.moc"
