// SPDX-License-Identifier: MIT
#include "query/choicerun.h"
#include "query/exportrun.h"
#include "query/statisticsrun.h"
#include "support/memorysource.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

class TestChoiceRun : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void stretches_data();
    void stretches();
    void longStretches();
    void growsIntoTheStretch();
    void dropped();
    void stops();
    void messagesBeginWithTheStretch();
    void exchangesAcrossTheStart();

private:
    void fill(int records)
    {
        for (int i = 0; i < records; ++i)
            m_source->append(m_connection, i % 2 == 0 ? Direction::Sent : Direction::Received, "x");
    }
    /// The numbers of those that are chosen; −1 first where some were not told, or not in order.
    [[nodiscard]] std::vector<int> chosen(ChoiceRun& run)
    {
        std::vector<int> numbers;
        quint64 next = run.position();
        while (run.advance(m_source->recordCount(), {}, [&](quint64 number, bool isChosen) {
            if (number != next++)
                numbers.insert(numbers.begin(), -1);
            if (isChosen)
                numbers.push_back(int(number));
            return true;
        })) {
        }
        if (next != m_source->recordCount())
            numbers.insert(numbers.begin(), -1);
        return numbers;
    }
    [[nodiscard]] static RecordChoice choice(const char* filter, quint64 first, quint64 end)
    {
        RecordChoice made(*Query::parse(QString::fromLatin1(filter)));
        made.first = first;
        made.end = end;
        return made;
    }

    std::unique_ptr<MemorySource> m_source;
    ConnectionId m_connection;
};

void TestChoiceRun::init()
{
    m_source = std::make_unique<MemorySource>();
    m_connection = m_source->addConnection({}, QStringLiteral("127.0.0.1:80"), QStringLiteral("127.0.0.1:5"));
}

void TestChoiceRun::stretches_data()
{
    QTest::addColumn<QByteArray>("filter");
    QTest::addColumn<quint64>("first");
    QTest::addColumn<quint64>("end");
    QTest::addColumn<std::vector<int>>("expected");
    const auto row = [](const char* name, const char* filter, quint64 first, quint64 end,
                        const std::vector<int>& expected) {
        QTest::newRow(name) << QByteArray(filter) << first << end << expected;
    };
    row("all", "", 0, RecordChoice::noEnd, {0, 1, 2, 3, 4, 5});
    row("filtered", "dir == in", 0, RecordChoice::noEnd, {1, 3, 5});
    row("from", "", 4, RecordChoice::noEnd, {4, 5});
    row("to", "", 0, 2, {0, 1});
    row("filtered stretch", "dir == in", 1, 5, {1, 3});
    row("none", "", 3, 3, {});
    row("the wrong way round", "", 4, 2, {});
    row("behind the end", "", 99, RecordChoice::noEnd, {});
    row("end behind the end", "", 5, 99, {5});
}

void TestChoiceRun::stretches()
{
    QFETCH(QByteArray, filter);
    QFETCH(quint64, first);
    QFETCH(quint64, end);
    fill(6);
    ChoiceRun run(*m_source, choice(filter.constData(), first, end), {});
    QTEST(chosen(run), "expected");
    QCOMPARE(run.position(), 6U);
}

void TestChoiceRun::longStretches()
{
    fill(20'000); // several batches before, in and behind the stretch
    ChoiceRun run(*m_source, choice("dir == out", 5'001, 14'999), {});
    const std::vector<int> numbers = chosen(run);
    QCOMPARE(numbers.size(), size_t(4'999));
    QCOMPARE(numbers.front(), 5'002);
    QCOMPARE(numbers.back(), 14'998);
}

void TestChoiceRun::growsIntoTheStretch()
{
    fill(2);
    ChoiceRun run(*m_source, choice("", 3, 5), {});
    QCOMPARE(chosen(run), std::vector<int>());
    fill(2);
    QCOMPARE(chosen(run), std::vector<int>{3});
    fill(4);
    QCOMPARE(chosen(run), std::vector<int>{4});
    QCOMPARE(run.position(), 8U);
}

void TestChoiceRun::dropped()
{
    fill(6);
    m_source->setFirstKept(4);
    ChoiceRun before(*m_source, choice("", 2, RecordChoice::noEnd), {});
    QCOMPARE(chosen(before), (std::vector<int>{4, 5}));
    ChoiceRun behind(*m_source, choice("", 5, RecordChoice::noEnd), {});
    QCOMPARE(chosen(behind), std::vector<int>{5});
    ChoiceRun gone(*m_source, choice("", 0, 3), {});
    QCOMPARE(chosen(gone), std::vector<int>());
}

void TestChoiceRun::stops()
{
    fill(6);
    std::stop_source stop;
    stop.request_stop();
    ChoiceRun run(*m_source, choice("", 2, 4), {});
    QVERIFY(!run.advance(6, stop.get_token(), [](quint64, bool) { return true; }));
    QCOMPARE(run.position(), 0U);
    int told = 0;
    QVERIFY(run.advance(6, {}, [&](quint64, bool) { return ++told < 2; }));
    QCOMPARE(told, 2);
}

/// As in a list that was cleared: its filter begins to decode where it begins.
void TestChoiceRun::messagesBeginWithTheStretch()
{
    m_source->append(m_connection, Direction::Received, "GET /1 HTTP/1.1\r\n");
    m_source->append(m_connection, Direction::Received, "\r\n");
    m_source->append(m_connection, Direction::Received, "GET /2 HTTP/1.1\r\n\r\n");
    const QueryContext context = contextOf(borrowed(*m_source));
    ChoiceRun all(*m_source, choice("http.method == GET", 0, RecordChoice::noEnd), context);
    QCOMPARE(chosen(all), (std::vector<int>{1, 2}));
    ChoiceRun later(*m_source, choice("http.method == GET", 1, RecordChoice::noEnd), context);
    QCOMPARE(chosen(later), std::vector<int>{2});
}

/// One record of an exchange in the stretch is enough, and a conversation is told from its begin.
void TestChoiceRun::exchangesAcrossTheStart()
{
    m_source->append(m_connection, Direction::Received, {}, RecordKind::Opened);
    m_source->append(m_connection, Direction::Received, "GET /1 HTTP/1.1\r\n\r\n");
    m_source->append(m_connection, Direction::Sent, "HTTP/1.1 204 No Content\r\n\r\n");
    ExportOptions options;
    options.format = ExportFormat::Har;
    options.choice.first = 2;
    QByteArray har;
    const auto exported = exportRecords(*m_source, options, [&har](QByteArrayView piece) -> Result<void> {
        har += piece;
        return {};
    });
    QVERIFY(exported);
    QCOMPARE(exported->records, 1U);
    QVERIFY(har.contains("/1"));
    StatisticsOptions counting;
    counting.context = contextOf(borrowed(*m_source));
    const TrafficStatistics all = statisticsOf(*m_source, options.choice, counting);
    QCOMPARE(all.records, 1U);
    QCOMPARE(all.responseTimes[size_t(Protocol::Http)].toFirstByte.count(), 1U);
}

QTEST_GUILESS_MAIN(TestChoiceRun)
#include "tst_choicerun.moc"
