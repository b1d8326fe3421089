// SPDX-License-Identifier: MIT
#include "query/queryrun.h"
#include "support/memorysource.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

namespace {

/// The numbers of the records (from 1) that match, "1 2 5"; or what is wrong.
QString matching(const QString& filter, const RecordSource& source, const QueryContext& context = {})
{
    const auto query = Query::parse(filter);
    if (!query)
        return query.error().text;
    QStringList numbers;
    for (const quint32 id : recordsMatching(*query, source, context))
        numbers += QString::number(id + 1);
    return numbers.join(u' ');
}

} // namespace

class TestQuery : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void matches_data();
    void matches();
    void notes();
    void timesOnTheDayOfTheFirstRecord();
    void droppedPayloadsDoNotMatch();
    void unreadablePayloadsAreCounted();
    void goesOnWhereItWas();
    void manyConnectionsAndBatches();
    void asksOfOneRecord();
    void choosesConnectionsThatComeLater();
    void emptySource();

private:
    MemorySource m_source;
};

void TestQuery::initTestCase()
{
    using D = Direction;
    const auto echo = m_source.addConnection(QStringLiteral("Echo server"), QStringLiteral("127.0.0.1:8080"),
                                             QStringLiteral("127.0.0.1:50001"));
    const auto six = m_source.addConnection(QStringLiteral("Web"), QStringLiteral("[::1]:50002"),
                                            QStringLiteral("[fe80::1]:443"), Transport::Tls, Role::Client);
    const auto udp = m_source.addConnection(QStringLiteral("DNS"), QStringLiteral("10.1.2.3:53"),
                                            QStringLiteral("192.168.7.9:9999"), Transport::Udp);
    const auto nowhere =
        m_source.addConnection(QStringLiteral("Client"), {}, {}, Transport::Tcp, Role::Client);
    m_source.append(echo, D::Received, {}, RecordKind::Opened);                            // 1
    m_source.append(echo, D::Received, "Hello World");                                     // 2
    m_source.append(echo, D::Sent, "hello world, hello");                                  // 3
    m_source.append(six, D::Sent, "GET /posts?a=1 HTTP/1.1\r\nHost: example.org\r\n\r\n"); // 4
    m_source.append(six, D::Received, "HTTP/1.1 404 Not Found\r\n\r\n");                   // 5
    m_source.append(udp, D::Received, QByteArray("\xDE\xAD\xBE\xEF\x00\x01\x02", 7));      // 6
    m_source.append(udp, D::Sent, {}, RecordKind::Data, 2'000'000'000);                    // 7
    m_source.append(nowhere, D::Sent, "connection-refused", RecordKind::Failed);           // 8
    m_source.append(echo, D::Received, {}, RecordKind::HalfClosed);                        // 9
    m_source.append(echo, D::Sent, "delayed by 20 ms", RecordKind::Note);                  // 10
}

void TestQuery::matches_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("numbers");
    const auto row = [](const char* filter, const char* numbers) {
        QTest::newRow(filter) << QString::fromUtf8(filter) << QString::fromUtf8(numbers);
    };
    row("", "1 2 3 4 5 6 7 8 9 10");
    row("number == 3", "3");
    row("number != 3", "1 2 4 5 6 7 8 9 10");
    row("number < 3", "1 2");
    row("number <= 3", "1 2 3");
    row("number > 8", "9 10");
    row("number >= 8", "8 9 10");
    row("number in {1, 4..5, 99}", "1 4 5");
    row("number == -1", "");
    row("number > -1", "1 2 3 4 5 6 7 8 9 10");
    row("conn == 1", "1 2 3 9 10");
    row("conn:1 dir:in", "1 2 9");
    row("dir == out", "3 4 7 8 10");
    row("kind == data", "2 3 4 5 6 7");
    row("kind in {opened, half-closed, note}", "1 9 10");
    row("length == 0", "1 7 8 9 10");
    row("length > 10 and length < 20", "2 3");
    row("length > 0.02 kB", "4 5");
    row("elapsed > 1s", "8 9 10");
    row("elapsed == 0", "1");
    row("delta > 1 s", "8");
    row("delta == 1ms", "2 3 4 5 6 7 9 10");
    row("delta", "2 3 4 5 6 7 8 9 10");
    row("pane == \"echo SERVER\"", "1 2 3 9 10");
    row("pane contains e", "1 2 3 4 5 8 9 10");
    row("pane:echo", "1 2 3 9 10");
    row("pane in {dns, web}", "4 5 6 7");
    row("pane matches \"^(web|dns)$\"", "4 5 6 7");
    row("peer == 127.0.0.1", "1 2 3 9 10");
    row("peer == 127.0.0.1:50001", "1 2 3 9 10");
    row("peer == 127.0.0.1:50002", "");
    row("peer == fe80::/10", "4 5");
    row("peer == [fe80::1]:443", "4 5");
    row("peer in {10.0.0.0/8, 192.168.0.0/16}", "6 7");
    row("local == 10.0.0.0/8", "6 7");
    row("src == 10.0.0.0/8", "7");
    row("dst == 10.0.0.0/8", "6");
    row("src == 0.0.0.0/0", "1 2 3 6 7 9 10");
    row("peer contains \"168.7\"", "6 7");
    row("peer:443", "4 5");
    row("peer", "1 2 3 4 5 6 7 9 10");
    row("not peer", "8");
    row("peer != 127.0.0.1", "4 5 6 7 8");
    row("port == 443", "4 5");
    row("port in 50001..50002", "1 2 3 4 5 9 10");
    row("proto == udp", "6 7");
    row("proto == tcp", "1 2 3 8 9 10");
    row("proto == http", "4 5");
    row("proto in {udp, tls}", "4 5 6 7");
    row("proto", "1 2 3 4 5 6 7 8 9 10");
    row("payload contains \"hello\"", "3");
    row("text contains \"hello\"", "2 3");
    row("HELLO", "2 3");
    row("hello world", "2 3");
    row("\"hello world,\"", "3");
    row("payload == \"Hello World\"", "2");
    row("payload in {\"Hello World\", |DE AD BE EF 00 01 02|}", "2 6");
    row("payload startsWith \"hello\"", "3");
    row("text startsWith \"hello\"", "2 3");
    row("payload endsWith \"hello\"", "3");
    row("payload matches \"^[hH]ello\"", "2 3");
    row("payload matches \"\\x00\\x01\"", "6");
    row("text matches \"WORLD$\"", "2");
    row("|ad be|", "6");
    row("payload[0:2] == |de ad|", "6");
    row("payload[-2:] == |01 02|", "6");
    row("payload[-2:1] == |01|", "6");
    row("payload[4] == |00|", "6");
    row("payload[0:5] == \"HELLO\"", "");
    row("payload[0:5] matches \"(?i)hello\"", "2 3");
    row("payload[11:]", "3 4 5");
    row("payload[10:2] == |00|", "");
    row("payload", "2 3 4 5 6");
    row("not payload", "1 7 8 9 10");
    row("payload contains \"\"", "2 3 4 5 6");
    row("payload != \"Hello World\"", "1 3 4 5 6 7 8 9 10");
    row("info contains \"get /posts\"", "4");
    row("info contains \"host:\"", "");
    row("info startsWith \"http/1.1 404\"", "5");
    row("refused", "8");
    row("fin", "9");
    row("delayed", "10");
    row("info == \"peer connected\"", "1");
    row("marked", "");
    row("comment", "");
    row("http.status >= 400", ""); // nobody decodes here
    row("not (conn == 1 or conn == 2)", "6 7 8");
    row("not conn == 1 and not conn == 2", "6 7 8");
    row("hello or refused or conn == 3", "2 3 6 7 8");
    row("(hello or kind == note) and dir == out", "3 10");
    row("not hello and conn == 1", "1 9 10");
}

void TestQuery::matches()
{
    QFETCH(QString, filter);
    QFETCH(QString, numbers);
    QCOMPARE(matching(filter, m_source), numbers);
    QString all;
    for (int i = 1; i <= 10; ++i) {
        if (!numbers.split(u' ').contains(QString::number(i)))
            all += (all.isEmpty() ? QString() : QStringLiteral(" ")) + QString::number(i);
    }
    if (!filter.isEmpty())
        QCOMPARE(matching(QStringLiteral("not (%1)").arg(filter), m_source), all);
}

void TestQuery::notes()
{
    QueryContext context;
    const auto notes = std::make_shared<RecordNotes>();
    notes->set(RecordId(2), {{}, true});
    notes->set(RecordId(4), {QStringLiteral("Look here"), false});
    context.notes = notes;
    QCOMPARE(matching(QStringLiteral("marked"), m_source, context), QStringLiteral("3"));
    QCOMPARE(matching(QStringLiteral("marked == false and number < 4"), m_source, context),
             QStringLiteral("1 2"));
    QCOMPARE(matching(QStringLiteral("comment"), m_source, context), QStringLiteral("5"));
    QCOMPARE(matching(QStringLiteral("comment contains \"LOOK\""), m_source, context), QStringLiteral("5"));
    QCOMPARE(matching(QStringLiteral("comment == \"look\""), m_source, context), QString());
}

void TestQuery::timesOnTheDayOfTheFirstRecord()
{
    MemorySource source;
    const auto id = source.addConnection(QStringLiteral("a"), {}, {});
    const auto at = [&](const char* iso) {
        source.setTime(
            QDateTime::fromString(QString::fromLatin1(iso), Qt::ISODateWithMs).toMSecsSinceEpoch() *
            1'000'000);
        source.append(id, Direction::Sent, "x");
    };
    at("2026-11-20T12:01:06.999Z"); // 1
    at("2026-11-20T12:01:07.000Z"); // 2
    at("2026-11-20T12:01:07.500Z"); // 3
    at("2026-11-20T12:01:08.000Z"); // 4
    at("2026-11-21T00:00:00.000Z"); // 5
    const QList<std::pair<const char*, const char*>> rows{
        {"time == 12:01:07", "2 3"},
        {"time == 12:01:07.5", "3"},
        {"time < 12:01:07", "1"},
        {"time <= 12:01:07", "1 2 3"},
        {"time > 12:01:07", "4 5"},
        {"time >= 12:01:07.5", "3 4 5"},
        {"time in 12:01:07..12:01:08", "2 3 4"},
        {"time == 12:01", "1 2 3 4"},
        {"time == 2026-11-21", "5"},
        {"time >= 2026-11-20T12:01:08Z", "4 5"},
        {"time == 2026-11-20T13:01:08+01:00", "4"},
        {"time == \"2026-11-20 12:01:08\"", "4"},
        {"time", "1 2 3 4 5"},
    };
    for (const auto& [filter, numbers] : rows)
        QVERIFY2(matching(QString::fromLatin1(filter), source) == QLatin1String(numbers), filter);
}

void TestQuery::droppedPayloadsDoNotMatch()
{
    MemorySource source;
    const auto id = source.addConnection(QStringLiteral("a"), {}, {});
    source.append(id, Direction::Sent, "abc");
    source.append(id, Direction::Sent, "abc");
    source.setFirstKept(1);
    QCOMPARE(matching(QStringLiteral("abc"), source), QStringLiteral("2"));
    QCOMPARE(matching(QStringLiteral("payload matches \"b\""), source), QStringLiteral("2"));
    QCOMPARE(matching(QStringLiteral("payload contains \"\""), source), QStringLiteral("2"));
    QCOMPARE(matching(QStringLiteral("payload == \"\""), source), QString());
    QCOMPARE(matching(QStringLiteral("length == 3"), source), QStringLiteral("1 2"));
}

void TestQuery::unreadablePayloadsAreCounted()
{
    MemorySource source;
    const auto id = source.addConnection(QStringLiteral("a"), {}, {});
    for (int i = 0; i < 3; ++i)
        source.append(id, Direction::Sent, "abc");
    source.failPayload(1);
    std::vector<quint32> found;
    QueryRun run(*Query::parse(u"abc"), source);
    QVERIFY(run.advance(3, found));
    QCOMPARE(found, (std::vector<quint32>{0, 2}));
    QCOMPARE(run.unreadRecords(), 1U);
}

void TestQuery::goesOnWhereItWas()
{
    MemorySource source;
    const auto first = source.addConnection(QStringLiteral("a"), {}, QStringLiteral("10.0.0.1:1"));
    source.append(first, Direction::Sent, "abc");
    std::vector<quint32> found;
    QueryRun run(*Query::parse(u"peer == 10.0.0.0/8 and delta < 1 s"), source);
    QVERIFY(run.advance(99, found));
    QVERIFY(!run.advance(99, found));
    QVERIFY(found.empty());
    const auto second = source.addConnection(QStringLiteral("b"), {}, QStringLiteral("10.0.0.2:1"));
    source.append(second, Direction::Sent, "abc");
    QVERIFY(run.advance(99, found));
    QCOMPARE(found, (std::vector<quint32>{1}));
    QCOMPARE(run.position(), 2U);

    std::stop_source stop;
    stop.request_stop();
    source.append(second, Direction::Sent, "abc");
    QVERIFY(!run.advance(99, found, stop.get_token()));
    QCOMPARE(run.position(), 2U);
}

void TestQuery::manyConnectionsAndBatches()
{
    MemorySource source;
    QString expected;
    for (int i = 0; i < 20'000; ++i) {
        if (i % 4 == 0)
            source.addConnection(QStringLiteral("p%1").arg(i % 3), {}, {});
        const bool isLong = i % 1000 == 999;
        source.append(ConnectionId(quint32(i / 4)), Direction::Sent, QByteArray(isLong ? 20 : 1, 'x'));
        if (isLong && (i / 4 * 4) % 3 == 1)
            expected += (expected.isEmpty() ? QString() : QStringLiteral(" ")) + QString::number(i + 1);
    }
    QVERIFY(!expected.isEmpty());
    QCOMPARE(matching(QStringLiteral("length > 10 and pane == p1"), source), expected);
    std::vector<bool> members(5001);
    members[5] = members[4999] = true;
    QCOMPARE(recordsMatching(Query::ofConnections(members), source),
             (std::vector<quint32>{20, 21, 22, 23, 19'996, 19'997, 19'998, 19'999}));
}

void TestQuery::asksOfOneRecord()
{
    MemorySource source;
    for (int i = 0; i < 100; ++i) {
        const auto id = source.addConnection(QStringLiteral("p%1").arg(i % 3), {}, {});
        source.append(id, Direction::Sent, QByteArray(i, 'x') + QByteArray::number(i));
    }
    for (const QString& text :
         {QStringLiteral("pane == p1 and length > 20"), QStringLiteral("not text contains 7"),
          QStringLiteral("number in 3..90 and delta > 0"), QStringLiteral("elapsed > 50 ms"), QString()}) {
        const Query query = *Query::parse(text);
        const std::vector<quint32> all = recordsMatching(query, source);
        QueryRun run(query, source);
        std::vector<quint32> found;
        for (quint32 id = 0; id < 100; ++id) {
            if (run.matches(RecordId(id * 37 % 100)))
                found.push_back(id * 37 % 100);
        }
        std::sort(found.begin(), found.end());
        QCOMPARE(found, all);
        QCOMPARE(run.position(), 0U);
    }
    QVERIFY(!QueryRun(*Query::parse(u"http.status == 200"), source).matches(RecordId(5)));
}

void TestQuery::choosesConnectionsThatComeLater()
{
    MemorySource source;
    const auto add = [&](const QString& pane) {
        source.append(source.addConnection(pane, {}, {}), Direction::Sent, "x");
    };
    add(QStringLiteral("a"));
    const Query query = Query::ofConnections(
        [](ConnectionId id, const ConnectionInfo& info) { return info.label == u"b" || id.value() == 2; });
    QueryRun run(query, source);
    std::vector<quint32> found;
    QVERIFY(run.advance(100, found));
    add(QStringLiteral("b"));
    add(QStringLiteral("c"));
    add(QStringLiteral("d"));
    QVERIFY(run.advance(100, found));
    QCOMPARE(found, (std::vector<quint32>{1, 2}));
}

void TestQuery::emptySource()
{
    const MemorySource source;
    QCOMPARE(matching(QStringLiteral("x or number == 1 or pane == a or delta > 1s or time > 12:00"), source),
             QString());
}

QTEST_GUILESS_MAIN(TestQuery)
#include "tst_query.moc"
