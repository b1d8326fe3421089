// SPDX-License-Identifier: MIT
#include "fakesource.h"
#include "ui/traffic/trafficfilter.h"

#include <QTest>

using namespace wl;

class TestTrafficFilter : public QObject
{
    Q_OBJECT
private slots:
    void matches_data();
    void matches();
    void refuses_data();
    void refuses();
    void looksIntoPayloadThatIsGone();
    void contains_data();
    void contains();
};

void TestTrafficFilter::matches_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("rows"); // of the records below

    QTest::newRow("nothing") << QString() << QStringLiteral("012345678");
    QTest::newRow("blanks") << QStringLiteral("   ") << QStringLiteral("012345678");
    QTest::newRow("word") << QStringLiteral("hello") << QStringLiteral("01");
    QTest::newRow("any case") << QStringLiteral("HELLO") << QStringLiteral("01");
    QTest::newRow("two words") << QStringLiteral("hello world") << QStringLiteral("0");
    QTest::newRow("phrase") << QStringLiteral("\"hello world\"") << QStringLiteral("0");
    QTest::newRow("unclosed quote") << QStringLiteral("\"o wor") << QStringLiteral("0");
    QTest::newRow("empty quotes") << QStringLiteral("\"\"") << QStringLiteral("012345678");
    QTest::newRow("connection") << QStringLiteral("conn:2") << QStringLiteral("34");
    QTest::newRow("two connections") << QStringLiteral("conn:2 conn:3") << QStringLiteral("3456");
    QTest::newRow("no such connection") << QStringLiteral("conn:99") << QString();
    QTest::newRow("pane") << QStringLiteral("pane:echo") << QStringLiteral("01278");
    QTest::newRow("quoted pane") << QStringLiteral("pane:\"Echo s\"") << QStringLiteral("01278");
    QTest::newRow("peer") << QStringLiteral("peer::5002") << QStringLiteral("34");
    QTest::newRow("in") << QStringLiteral("dir:in") << QStringLiteral("0235");
    QTest::newRow("out") << QStringLiteral("DIR:OUT") << QStringLiteral("14678");
    QTest::newRow("protocol") << QStringLiteral("proto:udp") << QStringLiteral("56");
    QTest::newRow("http") << QStringLiteral("proto:HTTP") << QStringLiteral("7");
    QTest::newRow("tcp is what the column calls TCP")
        << QStringLiteral("proto:tcp") << QStringLiteral("012348");
    QTest::newRow("together") << QStringLiteral("pane:echo dir:in hello") << QStringLiteral("0");
    QTest::newRow("event word") << QStringLiteral("fin") << QStringLiteral("2");
    QTest::newRow("error in words") << QStringLiteral("\"connection refused\"") << QStringLiteral("8");
    QTest::newRow("not a key") << QStringLiteral("a:b") << QStringLiteral("3");
    QTest::newRow("utf-8") << QStringLiteral("grüße") << QStringLiteral("4");
    QTest::newRow("lone colon") << QStringLiteral(":") << QStringLiteral("38");
}

void TestTrafficFilter::matches()
{
    QFETCH(QString, filter);
    QFETCH(QString, rows);
    FakeSource source;
    const ConnectionId a = source.addConnection(QStringLiteral("Echo server"), 5001);
    const ConnectionId b = source.addConnection(QStringLiteral("Client"), 5002);
    const ConnectionId c = source.addConnection(QStringLiteral("Meter"), 5003, Transport::Udp);
    source.append(a, Direction::Received, "Hello World");
    source.append(a, Direction::Sent, "say hello");
    source.append(a, Direction::Received, {}, RecordKind::HalfClosed);
    source.append(b, Direction::Received, "a:b");
    source.append(b, Direction::Sent, "Gr\xc3\xbc\xc3\x9f\x65");
    source.append(c, Direction::Received, QByteArray("\0\1", 2));
    source.append(c, Direction::Sent, "GET / HTTP/1.1\r\n");
    source.append(a, Direction::Sent, "GET / HTTP/1.1\r\n");
    source.append(a, Direction::Sent, "connection-refused", RecordKind::Failed);

    const Result<TrafficFilter> parsed = TrafficFilter::parse(filter);
    QVERIFY(parsed);
    QString passed;
    for (quint64 i = 0; i < source.recordCount(); ++i) {
        if (parsed->matches(source, RecordId(i), source.record(RecordId(i))))
            passed += QString::number(i);
    }
    QCOMPARE(passed, rows);
}

void TestTrafficFilter::refuses_data()
{
    QTest::addColumn<QString>("filter");
    QTest::newRow("no number") << QStringLiteral("conn:");
    QTest::newRow("not a number") << QStringLiteral("conn:abc");
    QTest::newRow("zero") << QStringLiteral("conn:0");
    QTest::newRow("negative") << QStringLiteral("conn:-1");
    QTest::newRow("too large") << QStringLiteral("conn:99999999999");
    QTest::newRow("direction") << QStringLiteral("dir:up");
    QTest::newRow("no direction") << QStringLiteral("dir:");
    QTest::newRow("protocol") << QStringLiteral("proto:sctp");
    QTest::newRow("no pane") << QStringLiteral("pane:");
    QTest::newRow("no peer") << QStringLiteral("hello peer:");
}

void TestTrafficFilter::refuses()
{
    QFETCH(QString, filter);
    const Result<TrafficFilter> parsed = TrafficFilter::parse(filter);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().code, ErrorCode::BadSyntax);
    QVERIFY(!parsed.error().detail.isEmpty());
}

void TestTrafficFilter::looksIntoPayloadThatIsGone()
{
    FakeSource source;
    const ConnectionId a = source.addConnection(QStringLiteral("Echo"), 1);
    source.append(a, Direction::Sent, "hello");
    source.setFirstKept(1);
    const Result<TrafficFilter> filter = TrafficFilter::parse(QStringLiteral("hello"));
    QVERIFY(filter);
    QVERIFY(!filter->matches(source, RecordId(0), source.record(RecordId(0))));
}

void TestTrafficFilter::contains_data()
{
    QTest::addColumn<QByteArray>("haystack");
    QTest::addColumn<QByteArray>("needle");
    QTest::addColumn<bool>("found");
    QTest::newRow("empty needle") << QByteArray("x") << QByteArray() << true;
    QTest::newRow("both empty") << QByteArray() << QByteArray() << true;
    QTest::newRow("empty haystack") << QByteArray() << QByteArray("a") << false;
    QTest::newRow("longer needle") << QByteArray("ab") << QByteArray("abc") << false;
    QTest::newRow("whole") << QByteArray("ABC") << QByteArray("abc") << true;
    QTest::newRow("at the end") << QByteArray("xxabc") << QByteArray("abc") << true;
    QTest::newRow("capital before small") << QByteArray("Aax Ab ab") << QByteArray("ab") << true;
    QTest::newRow("repeated start") << QByteArray("aaaaab") << QByteArray("aab") << true;
    QTest::newRow("mixed") << QByteArray("xAbCx") << QByteArray("abc") << true;
    QTest::newRow("cut off") << QByteArray("xxab") << QByteArray("abc") << false;
    QTest::newRow("zero bytes") << QByteArray("a\0b", 3) << QByteArray("\0b", 2) << true;
    QTest::newRow("high bytes") << QByteArray("\xff\xfe") << QByteArray("\xfe") << true;
}

void TestTrafficFilter::contains()
{
    QFETCH(QByteArray, haystack);
    QFETCH(QByteArray, needle);
    QFETCH(bool, found);
    QCOMPARE(TrafficFilter::contains(haystack, needle), found);
}

QTEST_GUILESS_MAIN(TestTrafficFilter)
#include "tst_trafficfilter.moc"
