// SPDX-License-Identifier: MIT
#include "decode/syslogdecoder.h"

#include "base/limits.h"
#include "tests/decode/conversationkit.h"

#include <QtTest>

using namespace wl;
using namespace wl::kit;

namespace {

ConversationFacts udp()
{
    ConversationFacts facts;
    facts.transport = Transport::Udp;
    facts.localPort = 514;
    return facts;
}

DecodedMessage one(const QByteArray& bytes)
{
    return decode<SyslogDecoder>(udp(), everything(), {received(bytes)}).at(0);
}

QByteArray counted(const QByteArray& message)
{
    return QByteArray::number(message.size()) + ' ' + message;
}

} // namespace

class TestSyslogDecoder : public QObject
{
    Q_OBJECT
private slots:
    void modern();
    void structuredData();
    void messages_data();
    void messages();
    void framing_data();
    void framing();
    void tooLong();
    void gap();
    void malformed_data();
    void malformed();
    void wishes();
    void sniff_data();
    void sniff();
    void torture();
};

// The examples of RFC 5424 §6.5.
void TestSyslogDecoder::modern()
{
    const QByteArray bytes = "<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su 77 ID47 - "
                             "\xEF\xBB\xBF'su root' failed for lonvick on /dev/pts/8";
    const DecodedMessage message = one(bytes);
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(message.protocol, Protocol::Syslog);
    QCOMPARE(values(message, "syslog.facility"), QByteArray("auth"));
    QCOMPARE(values(message, "syslog.severity"), QByteArray("crit"));
    QCOMPARE(values(message, "syslog.host"), QByteArray("mymachine.example.com"));
    QCOMPARE(values(message, "syslog.app"), QByteArray("su"));
    QCOMPARE(values(message, "syslog.pid"), QByteArray("77"));
    QCOMPARE(values(message, "syslog.msgid"), QByteArray("ID47"));
    QCOMPARE(values(message, "syslog.message"), QByteArray("'su root' failed for lonvick on /dev/pts/8"));
    QCOMPARE(message.content, values(message, "syslog.message"));
    QCOMPARE(labeled(message, "Time"), QByteArray("2003-10-11T22:14:15.003Z"));
    QCOMPARE(labeled(message, "Priority"), QByteArray("34"));
    QCOMPARE(bytesOf(message, "syslog.host", bytes), QByteArray("mymachine.example.com"));
    QCOMPARE(bytesOf(message, "syslog.message", bytes), values(message, "syslog.message"));
    QCOMPARE(bytesOf(message, "Priority", bytes), QByteArray("<34>"));
    QCOMPARE(
        message.info,
        QStringLiteral("auth.crit mymachine.example.com su: 'su root' failed for lonvick on /dev/pts/8"));
    const DecodedMessage nil = one("<0>1 - - - - - -");
    QVERIFY2(!nil.problem, qPrintable(printed(nil)));
    QCOMPARE(values(nil, "syslog.host"), QByteArray());
    QCOMPARE(values(nil, "syslog.facility"), QByteArray("kern"));
    QCOMPARE(values(nil, "syslog.severity"), QByteArray("emerg"));
}

void TestSyslogDecoder::structuredData()
{
    const QByteArray bytes = "<165>1 2003-10-11T22:14:15.003Z h evntslog - ID47 "
                             "[ex@32473 iut=\"3\" src=\"a \\\"b\\\" \\] \\\\ \\n\"][more@1] text";
    const DecodedMessage message = one(bytes);
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(labeled(message, "iut"), QByteArray("3"));
    QCOMPARE(labeled(message, "src"), QByteArray("a \"b\" ] \\ \\n"));
    QCOMPARE(values(message, "syslog.message"), QByteArray("text"));
    QCOMPARE(bytesOf(message, "more@1", bytes), QByteArray("[more@1]"));
    QCOMPARE(bytesOf(message, "iut", bytes), QByteArray("iut=\"3\""));
    QVERIFY(bytesOf(message, "Structured data", bytes).endsWith("[more@1]"));
    QCOMPARE(complaint({message}, false), QString());
}

void TestSyslogDecoder::messages_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("fields"); // host, app, pid, message
    const auto row = [](const char* bytes, const char* fields) {
        QTest::newRow(QByteArray(bytes).left(60).constData()) << QByteArray(bytes) << QByteArray(fields);
    };
    row("<34>Oct 11 22:14:15 mymachine su: 'su root' failed", "mymachine,su,,'su root' failed");
    row("<13>Feb  5 17:32:18 10.0.0.99 Use the BFG!", "10.0.0.99,,,Use the BFG!");
    row("<86>Dec 24 01:02:03 box sshd[4711]: session opened", "box,sshd,4711,session opened");
    row("<30>Dec 24 01:02:03 systemd[1]: Started", ",systemd,1,Started");
    row("<30>Dec 24 01:02:03 cron: x", ",cron,,x");
    row("<13>2024-05-06T07:08:09+02:00 box app: hi", "box,app,,hi");
    row("<13>app[12]: hi", ",app,12,hi");
    row("<191>", ",,,");
    row("<13>no tag here", ",,,no tag here");
    row("<13>2 - - - - - -", ",,,2 - - - - - -");
    row("<14>open[bracket", ",,,open[bracket");
}

void TestSyslogDecoder::messages()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, fields);
    const DecodedMessage message = one(bytes);
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    const QByteArrayList found{values(message, "syslog.host"), values(message, "syslog.app"),
                               values(message, "syslog.pid"), values(message, "syslog.message")};
    QCOMPARE(found.join(','), fields);
}

void TestSyslogDecoder::framing_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArrayList>("expected");
    const QByteArray one = "<1>a: x";
    const QByteArray two = "<2>b: two\nlines";
    QTest::newRow("nothing") << QByteArray() << QByteArrayList();
    QTest::newRow("LF") << one + "\n" + one + "\r\n" << QByteArrayList{"x", "x"};
    QTest::newRow("NUL") << one + QByteArray(1, '\0') + one + "\n" << QByteArrayList{"x", "x"};
    QTest::newRow("no end") << one + "\n" + one << QByteArrayList{"x", "x"};
    QTest::newRow("counted") << counted(one) + counted(two) << QByteArrayList{"x", "two\nlines"};
    QTest::newRow("mixed") << counted(two) + one + "\n" + counted(one)
                           << QByteArrayList{"two\nlines", "x", "x"};
    QTest::newRow("counted and LF") << counted(one) + "\n" + counted(one) + "\n" << QByteArrayList{"x", "x"};
    QTest::newRow("empty lines") << QByteArray("\n\r\n") + one + "\n" << QByteArrayList{"x"};
}

void TestSyslogDecoder::framing()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArrayList, expected);
    for (const qsizetype step : {qsizetype{1}, qsizetype{7}, qsizetype{1000}}) {
        const Messages messages = decode<SyslogDecoder>({}, everything(), {received(bytes)}, step);
        QByteArrayList texts;
        for (const DecodedMessage& message : messages) {
            QVERIFY2(!message.problem, qPrintable(printed(message)));
            texts.append(values(message, "syslog.message"));
        }
        QCOMPARE(texts, expected);
        QCOMPARE(complaint(messages, true), QString());
    }
}

void TestSyslogDecoder::tooLong()
{
    const QByteArray bytes = "<1>a: " + QByteArray(limits::syslogBytes, 'x') + "\n<2>b: y\n";
    const Messages lines = decode<SyslogDecoder>({}, everything(), {received(bytes)}, 999);
    QCOMPARE(lines.size(), 3U);
    QVERIFY(lines[0].problem && lines[1].problem && !lines[2].problem);
    QCOMPARE(values(lines[2], "syslog.app"), QByteArray("b"));
    const Messages count =
        decode<SyslogDecoder>({}, everything(), {received("99999 <1>a: x\n<2>b: y\n<3>c: z\n")}, 1);
    QCOMPARE(problem(count.at(0)), QStringLiteral("a length of 99999 is longer than allowed"));
    QCOMPARE(values(count.back(), "syslog.app"), QByteArray("c"));
}

void TestSyslogDecoder::gap()
{
    const Messages messages = decode<SyslogDecoder>(
        {}, everything(),
        {received("<1>a: hel"), {Direction::Received, "<2>b: y\n", 5}, received("20 <3>c: z")});
    QCOMPARE(messages.size(), 3U);
    QVERIFY(messages[0].problem && !messages[1].problem && messages[2].problem);
    QCOMPARE(values(messages[0], "syslog.message"), QByteArray("hel"));
    QCOMPARE(messages[1].range, (ByteRange{14, 8}));
    QCOMPARE(problem(messages[2]), QStringLiteral("cut short by the end"));
}

void TestSyslogDecoder::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<qint64>("offset");
    const auto row = [](const QByteArray& bytes, const char* problem, qint64 offset) {
        QTest::newRow(bytes.isEmpty() ? "nothing" : bytes.constData())
            << bytes << QString::fromLatin1(problem) << offset;
    };
    row("", "no priority at the start", 0);
    row("hello", "no priority at the start", 0);
    row("<192>x", "no priority at the start", 0);
    row("<1234>x", "no priority at the start", 0);
    row("<>x", "no priority at the start", 0);
    row("<1", "no priority at the start", 0);
    row("<1>1 - - - - -", "structured data is missing", 14);
    row("<1>1 -  - - - -", "a word of the header is missing", 7);
    row("<1>1 - - - - - x", "structured data is missing", 15);
    row("<1>1 - - - - - [a", "structured data that does not end or is malformed", 17);
    row("<1>1 - - - - - [a b=c] x", "structured data that does not end or is malformed", 18);
    row("<1>1 - - - - - [a b=\"c", "structured data that does not end or is malformed", 22);
    row("<1>1 - - - - - [] x", "structured data that does not end or is malformed", 17);
}

void TestSyslogDecoder::malformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, problem);
    QFETCH(qint64, offset);
    const DecodedMessage message = one(bytes);
    QCOMPARE(kit::problem(message), problem);
    QCOMPARE(message.problem->offset, offset);
    QCOMPARE(complaint({message}, false), QString());
}

void TestSyslogDecoder::wishes()
{
    const Feeds feeds{received("<34>1 - host app - - [x a=\"1\"] hi")};
    const Messages bare = decode<SyslogDecoder>(udp(), {}, feeds);
    QVERIFY(bare.at(0).fields.empty() && bare[0].info.isEmpty() && bare[0].content.isEmpty());
    DecodeWishes wishes;
    wishes.fields = {"syslog.severity"};
    const Messages severity = decode<SyslogDecoder>(udp(), wishes, feeds);
    QCOMPARE(values(severity.at(0), "syslog.severity"), QByteArray("crit"));
    QVERIFY(severity[0].fields[0].label.isEmpty());
    QCOMPARE(severity[0].fields[0].parent, -1);
}

void TestSyslogDecoder::sniff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isDatagram");
    QTest::addColumn<Sniff>("expected");
    QTest::newRow("datagram") << QByteArray("<34>1 - - - - - -") << true << Sniff::Yes;
    QTest::newRow("old") << QByteArray("<34>Oct 11 22:14:15 m su: x") << true << Sniff::Yes;
    QTest::newRow("text") << QByteArray("hello") << true << Sniff::No;
    QTest::newRow("XML") << QByteArray("<a>1</a>") << true << Sniff::No;
    QTest::newRow("priority alone") << QByteArray("<34>") << true << Sniff::No;
    QTest::newRow("priority too high") << QByteArray("<999>x") << true << Sniff::No;
    QTest::newRow("TCP") << QByteArray("<34>x") << false << Sniff::Yes;
    QTest::newRow("TCP, counted") << QByteArray("20 <34>x") << false << Sniff::Yes;
    QTest::newRow("TCP, part") << QByteArray("<3") << false << Sniff::NeedMore;
    QTest::newRow("TCP, digits") << QByteArray("20") << false << Sniff::NeedMore;
    QTest::newRow("TCP, nothing") << QByteArray() << false << Sniff::NeedMore;
    QTest::newRow("TCP, text") << QByteArray("220 smtp ready") << false << Sniff::No;
}

void TestSyslogDecoder::sniff()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isDatagram);
    QFETCH(Sniff, expected);
    QCOMPARE(SyslogDecoder::sniff(bytes, Direction::Received, isDatagram ? udp() : ConversationFacts{}),
             expected);
}

void TestSyslogDecoder::torture()
{
    const QByteArray modern = "<165>1 2003-10-11T22:14:15Z h e 1 ID47 [ex@1 iut=\"3\" b=\"\\\"\"][m@1] text";
    const QByteArray old = "<86>Dec 24 01:02:03 box sshd[4711]: opened";
    QCOMPARE(tortured<SyslogDecoder>(udp(), {received(modern), received(old)}), QString());
    QCOMPARE(tortured<SyslogDecoder>({}, {received(counted(modern) + old + "\n" + counted(old)), sent(old)}),
             QString());
}

QTEST_GUILESS_MAIN(TestSyslogDecoder)
#include "tst_syslogdecoder.moc"
