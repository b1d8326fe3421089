// SPDX-License-Identifier: MIT
#include "query/query.h"
#include "query/queryrun.h"
#include "support/memorysource.h"
#include "ui/traffic/recordfilter.h"
#include "ui/traffic/trafficmodel.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

class TestRecordFilter : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void everyCellFindsItsRecord_data();
    void everyCellFindsItsRecord();
    void saysWhatItLooksFor();
    void quotesWhateverTheBytesAre_data();
    void quotesWhateverTheBytesAre();
    void joins_data();
    void joins();
    void hidesConnections();

private:
    std::unique_ptr<MemorySource> m_source;
};

void TestRecordFilter::init()
{
    m_source = std::make_unique<MemorySource>();
    const ConnectionId web = m_source->addConnection(QStringLiteral("Web \"1\" & more"), 5001);
    const ConnectionId meter = m_source->addConnection(QStringLiteral("Meter"), 5002, Transport::Udp);
    m_source->append(web, Direction::Received, {}, RecordKind::Opened);
    m_source->append(web, Direction::Received, "GET /\"x\"\\n HTTP/1.1\r\nHost: a\r\n\r\n");
    m_source->append(web, Direction::Sent, "HTTP/1.1 200 OK\r\n\r\n");
    m_source->append(meter, Direction::Sent, QByteArray("\0\x01\xff\"\\|", 6));
    m_source->append(meter, Direction::Sent, {});
    m_source->append(web, Direction::Sent, "größe 漢字");
    m_source->append(web, Direction::Sent, "connection-refused", RecordKind::Failed);
    m_source->recordNotes()->set(RecordId(3), {QStringLiteral("two\nlines"), false});
    m_source->recordNotes()->set(RecordId(4), {{}, true});
}

void TestRecordFilter::everyCellFindsItsRecord_data()
{
    QTest::addColumn<int>("column");
    for (int column = 0; column < TrafficModel::ColumnCount; ++column)
        QTest::addRow("%s", qUtf8Printable(TrafficCells::columnName(column))) << column;
}

void TestRecordFilter::everyCellFindsItsRecord()
{
    QFETCH(const int, column);
    QueryContext context;
    context.notes = {std::shared_ptr<const void>(), m_source->recordNotes()};
    for (quint64 id = 0; id < m_source->recordCount(); ++id) {
        const QString filter = filterOfCell(*m_source, RecordId(id), column);
        const bool isNothing = (column == TrafficModel::Comment && id != 3 && id != 4) ||
                               (column == TrafficModel::Delta && id == 0) ||
                               ((column == TrafficModel::Source || column == TrafficModel::Destination) &&
                                filter.isEmpty()); // the fake has no address of ours
        QCOMPARE(filter.isEmpty(), isNothing);
        if (isNothing)
            continue;
        for (const bool isNegated : {false, true}) {
            const auto query = Query::parse(isNegated ? filterNot(filter) : filter);
            QVERIFY2(query, qUtf8Printable(filter));
            const std::vector<quint32> found = recordsMatching(*query, *m_source, context);
            const bool isFound = std::find(found.begin(), found.end(), quint32(id)) != found.end();
            QVERIFY2(isFound != isNegated, qUtf8Printable(QString::number(id) + u' ' + filter));
        }
    }
}

void TestRecordFilter::saysWhatItLooksFor()
{
    const auto filter = [this](quint64 id, int column) {
        return filterOfCell(*m_source, RecordId(id), column);
    };
    QCOMPARE(filter(1, TrafficModel::Conn), QStringLiteral("conn == 1"));
    QCOMPARE(filter(1, TrafficModel::Peer), QStringLiteral("peer == 127.0.0.1:5001"));
    QCOMPARE(filter(1, TrafficModel::Protocol), QStringLiteral("proto == http"));
    QCOMPARE(filter(3, TrafficModel::Protocol), QStringLiteral("proto == udp"));
    QCOMPARE(filter(0, TrafficModel::Info), QStringLiteral("kind == opened"));
    QCOMPARE(filter(6, TrafficModel::Length), QStringLiteral("kind == failed"));
    QCOMPARE(filter(4, TrafficModel::Info), QStringLiteral("length == 0"));
    QCOMPARE(filter(4, TrafficModel::Comment), QStringLiteral("marked"));
    QCOMPARE(filter(1, TrafficModel::ColumnCount), QString());
}

void TestRecordFilter::quotesWhateverTheBytesAre_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("quoted");
    QTest::newRow("plain") << QByteArray("abc") << QStringLiteral("\"abc\"");
    QTest::newRow("quotation marks") << QByteArray("a\"b\\c") << QStringLiteral("\"a\\\"b\\\\c\"");
    QTest::newRow("control bytes") << QByteArray("\0\n\x7f", 3) << QStringLiteral("\"\\x00\\x0a\\x7f\"");
    QTest::newRow("UTF-8") << QByteArray("größe") << QStringLiteral("\"größe\"");
    QTest::newRow("not UTF-8") << QByteArray("a\xff\xc3") << QStringLiteral("\"a\\xff\\xc3\"");
    QTest::newRow("a character cut in two") << QByteArray("é").first(1) << QStringLiteral("\"\\xc3\"");
}

void TestRecordFilter::quotesWhateverTheBytesAre()
{
    QFETCH(const QByteArray, bytes);
    QTEST(quotedForFilter(bytes), "quoted");
    MemorySource source;
    source.append(source.addConnection(QStringLiteral("a"), 1), Direction::Sent, bytes);
    const auto query = Query::parse(QStringLiteral("payload == ") + quotedForFilter(bytes));
    QVERIFY(query);
    QCOMPARE(recordsMatching(*query, source).size(), 1U);
}

void TestRecordFilter::joins_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("both");
    const auto row = [](const char* first, const char* second, const char* both) {
        QTest::newRow(both) << QString::fromLatin1(first) << QString::fromLatin1(second)
                            << QString::fromLatin1(both);
    };
    row("", "conn == 1", "conn == 1");
    row(" ", "conn == 1", "conn == 1");
    row("conn == 1", "", "conn == 1");
    row("a", "conn == 1", "a and conn == 1");
    row("a b c", "conn == 1", "(a b c) and conn == 1");
    row("a or b", "x", "(a or b) and x");
    row("a||b", "x", "(a||b) and x");
    row("dir == in||a", "x", "(dir == in||a) and x");
    row("!a", "x", "(!a) and x");
    row("pane == \"a b\"", "x", "(pane == \"a b\") and x");
}

void TestRecordFilter::joins()
{
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    QTEST(filterAnd(first, second), "both");
    QVERIFY(Query::parse(filterAnd(first, second)));
}

void TestRecordFilter::hidesConnections()
{
    QCOMPARE(filterWithout(QStringLiteral("a or b"), {}), QStringLiteral("a or b"));
    QCOMPARE(filterWithout({}, {ConnectionId(2)}), QStringLiteral("not conn in {3}"));
    const QString filter = filterWithout(QStringLiteral("proto == tcp or length == 0"), {ConnectionId(1)});
    QCOMPARE(filter, QStringLiteral("(proto == tcp or length == 0) and not conn in {2}"));
    const std::vector<quint32> found = recordsMatching(*Query::parse(filter), *m_source);
    QCOMPARE(found, (std::vector<quint32>{0, 1, 2, 5, 6}));
    QCOMPARE(connectionList({ConnectionId(9), ConnectionId(0)}), QStringLiteral("1, 10"));
}

QTEST_GUILESS_MAIN(TestRecordFilter)
#include "tst_recordfilter.moc"
