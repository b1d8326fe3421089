// SPDX-License-Identifier: MIT
#include "decode/mqttdecoder.h"

#include "base/limits.h"
#include "tests/decode/conversationkit.h"

#include <QtTest>

using namespace wl;
using namespace wl::kit;

namespace {

QByteArray number(qsizetype value)
{
    QByteArray bytes;
    do {
        bytes += static_cast<char>((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
        value >>= 7;
    } while (value > 0);
    return bytes;
}

QByteArray text(const QByteArray& bytes)
{
    return QByteArray(1, static_cast<char>(bytes.size() >> 8)) + static_cast<char>(bytes.size() & 0xff) +
           bytes;
}

QByteArray packet(int head, const QByteArray& body)
{
    return QByteArray(1, static_cast<char>(head)) + number(body.size()) + body;
}

QByteArray properties(const QByteArray& list)
{
    return number(list.size()) + list;
}

QByteArray connect4()
{
    return packet(0x10, text("MQTT") + hex("04 ce 003c") + text("cli") + text("will/t") + text("gone") +
                            text("bob") + text("secret"));
}

QByteArray connect5()
{
    return packet(0x10,
                  text("MQTT") + hex("05 02 003c") + properties(hex("11 0000000a 21 0014")) + text("five"));
}

Messages all(const QByteArray& out, const QByteArray& in = {}, qsizetype step = 1 << 20)
{
    return decode<MqttDecoder>({}, everything(), {sent(out), received(in)}, step);
}

QByteArray types(const Messages& messages)
{
    QByteArrayList names;
    for (const DecodedMessage& message : messages)
        names.append(values(message, "mqtt.type"));
    return names.join(' ');
}

} // namespace

class TestMqttDecoder : public QObject
{
    Q_OBJECT
private slots:
    void connect();
    void packets_data();
    void packets();
    void publish();
    void aliases();
    void properties5();
    void middle_data();
    void middle();
    void largePayload();
    void contentLimit();
    void malformed_data();
    void malformed();
    void findsItsPlaceAgain();
    void gap();
    void wishes();
    void sniff_data();
    void sniff();
    void torture();
};

void TestMqttDecoder::connect()
{
    const QByteArray bytes = connect4();
    const Messages messages = all(bytes);
    QCOMPARE(messages.size(), 1U);
    const DecodedMessage& message = messages[0];
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(message.protocol, Protocol::Mqtt);
    QCOMPARE(message.range, (ByteRange{0, bytes.size()}));
    QCOMPARE(values(message, "mqtt.type"), QByteArray("CONNECT"));
    QCOMPARE(values(message, "mqtt.clientid"), QByteArray("cli"));
    QCOMPARE(bytesOf(message, "mqtt.clientid", bytes), QByteArray("cli"));
    QCOMPARE(labeled(message, "Protocol level"), QByteArray("4"));
    QCOMPARE(labeled(message, "Keep alive, seconds"), QByteArray("60"));
    QCOMPARE(labeled(message, "Will topic"), QByteArray("will/t"));
    QCOMPARE(labeled(message, "Will payload"), QByteArray("gone"));
    QCOMPARE(labeled(message, "Will QoS"), QByteArray("1"));
    QCOMPARE(labeled(message, "Password, bytes"), QByteArray("6"));
    QCOMPARE(message.info, QStringLiteral("CONNECT cli as bob"));
    QVERIFY(!printed(message).contains(QStringLiteral("secret")));
}

void TestMqttDecoder::packets_data()
{
    QTest::addColumn<bool>("isFive");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("info");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](bool isFive, const QByteArray& bytes, const char* info,
                        const QByteArray& reason = {}) {
        QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(isFive ? 5 : 4).arg(QLatin1String(info))))
            << isFive << bytes << QString::fromLatin1(info) << reason;
    };
    row(false, hex("2002 0100"), "CONNACK Connection Accepted", "Connection Accepted");
    row(false, hex("2002 0005"), "CONNACK Not authorized", "Not authorized");
    row(true, hex("2003 0000 00"), "CONNACK Success", "Success");
    row(true, hex("2008 0087 05 1f 0002 6e6f"), "CONNACK Not authorized", "Not authorized");
    row(false, hex("4002 0007"), "PUBACK id 7");
    row(true, hex("4002 0007"), "PUBACK id 7");
    row(true, hex("4003 0007 10"), "PUBACK id 7 No matching subscribers", "No matching subscribers");
    row(true, hex("5004 0007 97 00"), "PUBREC id 7 Quota exceeded", "Quota exceeded");
    row(false, hex("6202 0007"), "PUBREL id 7");
    row(false, hex("7002 0007"), "PUBCOMP id 7");
    row(true, hex("7003 0007 92"), "PUBCOMP id 7 Packet Identifier not found", "Packet Identifier not found");
    row(false, packet(0x82, hex("0001") + text("a/#") + '\1' + text("b") + '\2'),
        "SUBSCRIBE id 1 a/# QoS 1 b QoS 2");
    row(true, packet(0x82, hex("0001 02 0b 05") + text("a/+") + '\x2d'), "SUBSCRIBE id 1 a/+ QoS 1");
    row(false, hex("9004 0001 0180"), "SUBACK id 1 Granted QoS 1 Failure", "Granted QoS 1|Failure");
    row(true, hex("9005 0001 00 0287"), "SUBACK id 1 Granted QoS 2 Not authorized",
        "Granted QoS 2|Not authorized");
    row(false, packet(0xa2, hex("0001") + text("a/#")), "UNSUBSCRIBE id 1 a/#");
    row(true, packet(0xa2, hex("0001 00") + text("a/#")), "UNSUBSCRIBE id 1 a/#");
    row(false, hex("b002 0001"), "UNSUBACK id 1");
    row(true, hex("b004 0001 00 11"), "UNSUBACK id 1 No subscription existed", "No subscription existed");
    row(false, hex("c000"), "PINGREQ");
    row(false, hex("d000"), "PINGRESP");
    row(false, hex("e000"), "DISCONNECT");
    row(true, hex("e001 8e"), "DISCONNECT Session taken over", "Session taken over");
    row(true, hex("e001 00"), "DISCONNECT Normal disconnection", "Normal disconnection");
    row(true, packet(0xf0, hex("18") + properties(hex("15 0001 78 16 0003 616263"))),
        "AUTH Continue authentication", "Continue authentication");
}

void TestMqttDecoder::packets()
{
    QFETCH(bool, isFive);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, info);
    QFETCH(QByteArray, reason);
    const QByteArray first = isFive ? connect5() : connect4();
    for (const qsizetype step : {qsizetype{1}, qsizetype{1000}}) {
        const Messages messages = all(first + bytes, {}, step);
        QCOMPARE(messages.size(), 2U);
        QVERIFY2(!messages[1].problem, qPrintable(printed(messages[1])));
        QCOMPARE(messages[1].info, info);
        QCOMPARE(values(messages[1], "mqtt.reason"), reason);
        QCOMPARE(messages[1].range, (ByteRange{first.size(), bytes.size()}));
        QCOMPARE(complaint(messages, true), QString());
    }
}

void TestMqttDecoder::publish()
{
    const QByteArray first = connect4();
    const QByteArray bytes = first + packet(0x30, text("sensors/1") + "hello") +
                             packet(0x3d, text("s") + hex("0102") + hex("ff00")) + packet(0x30, text("e"));
    const Messages messages = all(bytes);
    QCOMPARE(messages.size(), 4U);
    QCOMPARE(complaint(messages, true), QString());
    QCOMPARE(messages[1].info, QStringLiteral("PUBLISH sensors/1 (5 bytes)"));
    QCOMPARE(messages[1].content, QByteArray("hello"));
    QCOMPARE(values(messages[1], "mqtt.topic"), QByteArray("sensors/1"));
    QCOMPARE(bytesOf(messages[1], "mqtt.topic", bytes), QByteArray("sensors/1"));
    QCOMPARE(bytesOf(messages[1], "Payload", bytes), QByteArray("hello"));
    QCOMPARE(values(messages[1], "mqtt.qos"), QByteArray("0"));
    QCOMPARE(values(messages[1], "mqtt.retain"), QByteArray("false"));
    QCOMPARE(values(messages[1], "mqtt.id"), QByteArray());
    QCOMPARE(values(messages[2], "mqtt.qos"), QByteArray("2"));
    QCOMPARE(values(messages[2], "mqtt.retain"), QByteArray("true"));
    QCOMPARE(labeled(messages[2], "Duplicate"), QByteArray("true"));
    QCOMPARE(values(messages[2], "mqtt.id"), QByteArray("258"));
    QCOMPARE(messages[2].content, hex("ff00"));
    QVERIFY(messages[3].content.isEmpty() && messages[3].isContentWhole && !messages[3].problem);
}

void TestMqttDecoder::aliases()
{
    const QByteArray out = connect5() + packet(0x30, text("long/topic") + properties(hex("23 0001")) + "a") +
                           packet(0x30, text("") + properties(hex("23 0001")) + "b") +
                           packet(0x30, text("") + properties(hex("23 0002")) + "c");
    const QByteArray in =
        packet(0x30, text("") + properties(hex("23 0001")) + "d"); // each direction has its own
    const Messages messages = all(out, in);
    QCOMPARE(messages.size(), 5U);
    QCOMPARE(values(messages[2], "mqtt.topic"), QByteArray("long/topic"));
    QCOMPARE(messages[2].info, QStringLiteral("PUBLISH long/topic (1 bytes)"));
    QCOMPARE(messages[2].content, QByteArray("b"));
    QCOMPARE(values(messages[3], "mqtt.topic"), QByteArray());
    QCOMPARE(values(messages[4], "mqtt.topic"), QByteArray());
}

void TestMqttDecoder::properties5()
{
    const QByteArray list = hex("01 01 02 0000000a") + '\3' + text("text/plain") + '\x8' + text("re/ply") +
                            '\x9' + text("id") + hex("0b ff7f") + '\x26' + text("k") + text("v");
    const QByteArray bytes = connect5() + packet(0x30, text("t") + properties(list) + "x");
    const Messages messages = all(bytes);
    const DecodedMessage& message = messages.at(1);
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(labeled(message, "Content Type"), QByteArray("text/plain"));
    QCOMPARE(labeled(message, "Response Topic"), QByteArray("re/ply"));
    QCOMPARE(labeled(message, "Message Expiry Interval"), QByteArray("10"));
    QCOMPARE(labeled(message, "Subscription Identifier"), QByteArray("16383"));
    QCOMPARE(labeled(message, "User Property"), QByteArray("k: v"));
    QCOMPARE(bytesOf(message, "Properties", bytes), properties(list));
    QCOMPARE(bytesOf(message, "Message Expiry Interval", bytes), hex("02 0000000a"));
    QCOMPARE(message.content, QByteArray("x"));
    QCOMPARE(labeled(messages[0], "Receive Maximum"), QByteArray("20"));
}

void TestMqttDecoder::middle_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("PUBLISH 4") << packet(0x30, text("a") + "hello") << QByteArray("4") << QByteArray("hello");
    QTest::newRow("PUBLISH 5") << packet(0x30, text("a") + hex("00") + "hello") << QByteArray("5")
                               << QByteArray("hello");
    QTest::newRow("PUBLISH 5, properties")
        << packet(0x30, text("a") + properties(hex("02 0000000a")) + "hello") << QByteArray("5")
        << QByteArray("hello");
}

void TestMqttDecoder::middle()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, version);
    QFETCH(QByteArray, content);
    const Messages messages = all(bytes);
    QVERIFY2(!messages.at(0).problem, qPrintable(printed(messages)));
    QCOMPARE(labeled(messages[0], "Version, assumed"), version);
    QCOMPARE(messages[0].content, content);
    // What SUBSCRIBE shows holds from then on, whatever the payload looks like.
    const Messages known =
        all(packet(0x82, hex("0001") + text("a/b") + '\1') + packet(0x30, text("a") + hex("00") + "x"));
    QCOMPARE(known.size(), 2U);
    QCOMPARE(known[1].content, QByteArray("\0x", 2));
    const Messages five = all(hex("2003 0000 00") + packet(0x30, text("a") + hex("00") + "x"));
    QCOMPARE(five.at(1).content, QByteArray("x"));
}

void TestMqttDecoder::largePayload()
{
    const qsizetype size = 3 * limits::messageBytes;
    const QByteArray bytes = connect4() + packet(0x30, text("big") + QByteArray(size, 'x')) + hex("c000");
    for (const qsizetype step : {qsizetype{1}, qsizetype{65536}, bytes.size()}) {
        const Messages messages = all(bytes, {}, step);
        QCOMPARE(messages.size(), 3U);
        QVERIFY2(!messages[1].problem, qPrintable(problem(messages[1])));
        QCOMPARE(messages[1].info, QStringLiteral("PUBLISH big (%1 bytes)").arg(size));
        QVERIFY(!messages[1].isContentWhole);
        QCOMPARE(values(messages[2], "mqtt.type"), QByteArray("PINGREQ"));
    }
    const Messages most = all(connect4() + hex("30 ffffff7f 0001 61 62"));
    QCOMPARE(most.size(), 2U);
    QVERIFY(most[1].problem && !most[1].isContentWhole);
    QCOMPARE(values(most[1], "mqtt.topic"), QByteArray("a"));
}

void TestMqttDecoder::contentLimit()
{
    DecodeWishes wishes;
    wishes.contentBytes = 3;
    const Messages messages =
        decode<MqttDecoder>({}, wishes, {sent(connect4() + packet(0x30, text("a") + "hello"))});
    QCOMPARE(messages.at(1).content, QByteArray("hel"));
    QVERIFY(!messages[1].isContentWhole && messages[1].fields.empty());
}

void TestMqttDecoder::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<qint64>("offset");
    const auto row = [](const char* name, const QByteArray& bytes, const char* problem, qint64 offset) {
        QTest::newRow(name) << bytes << QString::fromLatin1(problem) << offset;
    };
    row("type 0", hex("0000"), "no MQTT packet has the type 0", 0);
    row("length of five bytes", hex("30 ffffffff 01"), "a remaining length of more than four bytes", 4);
    row("topic beyond", hex("3003 ffff 61"), "a topic longer than its packet", 2);
    row("other protocol", packet(0x10, text("MGTT") + hex("04 00 0000") + text("c")),
        "a CONNECT that does not say MQTT", 2);
    row("QoS 3", packet(0x36, text("a") + hex("0001")), "there is no QoS 3", 0);
    row("flags", hex("8001 00"), "flags that this packet must not have", 0);
    row("short", hex("4001 00"), "too short for its type", 1);
    row("ping with a body", hex("c001 00"), "bytes behind the end of what the packet holds", 2);
    row("id 0", hex("4002 0000"), "a Packet Identifier of 0", 2);
    row("wildcard", packet(0x30, text("a/#")), "a wildcard or a null character in a topic name", 6);
    row("no topic", packet(0x30, text("")), "a topic without a character", 4);
    row("not UTF-8", packet(0x30, text("\xff")), "text that is not UTF-8", 4);
    row("reserved connect flag", packet(0x10, text("MQTT") + hex("04 01 0000") + text("c")),
        "the reserved connect flag is set", 9);
    row("user beyond", packet(0x10, text("MQTT") + hex("04 80 0000") + text("c") + hex("ffff 61")),
        "the packet ends too early", 18);
    row("subscribe without a filter", hex("8202 0001"), "too short for its type", 1);
    row("options", packet(0x82, hex("0001") + text("a") + '\3'), "subscription options that are reserved", 7);
    row("properties beyond", packet(0x10, text("MQTT") + hex("05 00 0000 ff7f")),
        "the properties are longer than the packet", 12);
    row("no such property",
        packet(0x10, text("MQTT") + hex("05 00 0000") + properties(hex("7f 00")) + text("c")),
        "there is no property 127", 13);
    row("property beyond",
        packet(0x10, text("MQTT") + hex("05 00 0000") + properties(hex("11 00")) + text("c")),
        "the property Session Expiry Interval goes beyond the properties", 13);
    row("cut", packet(0x30, text("abc") + "hello").chopped(2), "cut short by the end", 10);
}

void TestMqttDecoder::malformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, problem);
    QFETCH(qint64, offset);
    for (const qsizetype step : {qsizetype{1}, bytes.size()}) {
        const Messages messages = all(bytes, {}, step);
        QVERIFY(!messages.empty());
        QCOMPARE(kit::problem(messages[0]), problem);
        QCOMPARE(messages[0].problem->offset, offset);
    }
}

void TestMqttDecoder::findsItsPlaceAgain()
{
    const QByteArray bytes = connect4() + QByteArray(20, '\0') + packet(0x30, text("a/b") + "hello") +
                             packet(0x30, text("c") + "x") + hex("c000");
    for (const qsizetype step : {qsizetype{1}, bytes.size()}) {
        const Messages messages = all(bytes, {}, step);
        QCOMPARE(types(messages), QByteArray("CONNECT  PUBLISH PUBLISH PINGREQ"));
        QCOMPARE(messages[1].range, (ByteRange{connect4().size(), 20}));
        QVERIFY(messages[1].problem);
        QCOMPARE(values(messages[2], "mqtt.topic"), QByteArray("a/b"));
    }
    const QByteArray garbage(100'000, '\0');
    const Messages lost = all(garbage);
    QCOMPARE(lost.size(), std::size_t(100'000 / limits::undecodedBytes + 1));
    QCOMPARE(lost.back().range.end(), garbage.size());
}

void TestMqttDecoder::gap()
{
    const QByteArray first = packet(0x30, text("a") + "hello");
    const Messages messages = decode<MqttDecoder>(
        {}, everything(), {sent(connect4() + first.chopped(2)), {Direction::Sent, first, 2}});
    QCOMPARE(types(messages), QByteArray("CONNECT PUBLISH PUBLISH"));
    QCOMPARE(messages[1].content, QByteArray("hel"));
    QVERIFY(messages[1].problem && !messages[1].isContentWhole);
    QVERIFY(!messages[2].problem);
    QCOMPARE(messages[2].range, (ByteRange{connect4().size() + first.size(), first.size()}));
}

void TestMqttDecoder::wishes()
{
    const Feeds feeds{sent(connect4() + packet(0x31, text("a") + "hello"))};
    const Messages bare = decode<MqttDecoder>({}, {}, feeds);
    QVERIFY(bare.at(1).fields.empty() && bare[1].info.isEmpty() && bare[1].content.isEmpty());
    DecodeWishes wishes;
    wishes.fields = {"mqtt.topic"};
    const Messages one = decode<MqttDecoder>({}, wishes, feeds);
    QCOMPARE(values(one.at(1), "mqtt.topic"), QByteArray("a"));
    QCOMPARE(values(one[1], "mqtt.qos"), QByteArray());
    QVERIFY(one[0].fields.empty());
}

void TestMqttDecoder::sniff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Sniff>("expected");
    QTest::newRow("nothing") << QByteArray() << Sniff::NeedMore;
    QTest::newRow("3.1.1") << connect4() << Sniff::Yes;
    QTest::newRow("5") << connect5() << Sniff::Yes;
    QTest::newRow("3.1") << packet(0x10, text("MQIsdp") + hex("03 02 003c") + text("c")) << Sniff::Yes;
    QTest::newRow("part") << connect4().first(5) << Sniff::NeedMore;
    QTest::newRow("other") << packet(0x10, text("HTTP") + hex("04 02 003c") + text("c")) << Sniff::No;
    QTest::newRow("PUBLISH") << packet(0x30, text("a")) << Sniff::No;
    QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\n") << Sniff::No;
}

void TestMqttDecoder::sniff()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Sniff, expected);
    QCOMPARE(MqttDecoder::sniff(bytes, Direction::Sent, {}), expected);
}

void TestMqttDecoder::torture()
{
    const Feeds four{sent(connect4()),
                     received(hex("20020000")),
                     sent(packet(0x82, hex("0001") + text("a/#") + '\1')),
                     received(hex("9003 0001 01")),
                     received(packet(0x32, text("a/b") + hex("0005") + "hello")),
                     sent(hex("4002 0005 c000 e000"))};
    const Feeds five{sent(connect5()), received(hex("2008 0087 05 1f 0002 6e6f")),
                     sent(packet(0x30, text("t") + properties(hex("23 0001 26 0001 6b 0001 76")) + "pay")),
                     sent(packet(0x30, text("") + properties(hex("23 0001")) + "load") + hex("e001 8e"))};
    QCOMPARE(tortured<MqttDecoder>({}, four), QString());
    QCOMPARE(tortured<MqttDecoder>({}, five), QString());
}

QTEST_GUILESS_MAIN(TestMqttDecoder)
#include "tst_mqttdecoder.moc"
