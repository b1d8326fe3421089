// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/recordsorter.h"
#include "ui/traffic/trafficcells.h"
#include "ui/traffic/trafficmodel.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

class TestRecordSorter : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void sortsAsTheCellsSay_data();
    void sortsAsTheCellsSay();
    void mergesAsIfSortedAtOnce_data();
    void mergesAsIfSortedAtOnce();
    void sortsMoreThanABlock();
    void textsDecideBeyondTheirBeginning();
    void dropsWhatIsNoLongerListed();
    void stops();

private:
    [[nodiscard]] std::vector<quint32> sorted(const TrafficSort& sort, const ListedRecords& listed) const
    {
        RecordOrder order(m_source, sort, listed);
        std::atomic<quint64> done{0};
        return RecordSorter(order, {}, done).sorted(listed).value_or(std::vector<quint32>());
    }
    [[nodiscard]] static ListedRecords all(quint64 count)
    {
        ListedRecords listed = ListedRecords::range(0);
        listed.grow(count);
        return listed;
    }

    std::shared_ptr<MemorySource> m_source;
};

void TestRecordSorter::initTestCase()
{
    m_source = std::make_shared<MemorySource>();
    QList<ConnectionId> connections;
    for (int i = 0; i < 20; ++i) {
        connections +=
            m_source->addConnection(QStringLiteral("pane %1").arg(i * 7 % 5), quint16(9'000 - i * i),
                                    i % 3 == 0 ? Transport::Udp : Transport::Tcp);
        m_source->setLocal(connections.back(), QStringLiteral("10.0.%1.1").arg(i % 4), 80);
    }
    for (int i = 0; i < 3'000; ++i) {
        const ConnectionId connection = connections.at(i * i % 20);
        const auto direction = Direction(i / 3 % 2);
        if (i % 50 == 0)
            m_source->append(connection, direction, "x", RecordKind::Note);
        else if (i % 7 == 0)
            m_source->append(connection, direction,
                             "GET /" + QByteArray::number(i % 90) + " HTTP/1.1\r\n\r\n");
        else
            m_source->append(connection, direction,
                             QByteArray::number(i * 37 % 1000) + QByteArray(i % 40, 'a'));
    }
    for (quint64 i = 0; i < 60; ++i)
        m_source->recordNotes()->set(RecordId(i * 31), {i % 3 ? QString::number(i % 9) : QString(), true});
}

void TestRecordSorter::sortsAsTheCellsSay_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Qt::SortOrder>("order");
    QTest::addColumn<TimeForms::Delta>("delta");
    for (int column = 0; column < TrafficModel::ColumnCount; ++column) {
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder})
            QTest::addRow("%s %d", qUtf8Printable(TrafficCells::columnName(column)), int(order))
                << column << order << TimeForms::Delta::SinceListed;
    }
    QTest::addRow("since connection")
        << int(TrafficModel::Delta) << Qt::AscendingOrder << TimeForms::Delta::SinceConnection;
}

void TestRecordSorter::sortsAsTheCellsSay()
{
    QFETCH(const int, column);
    QFETCH(const Qt::SortOrder, order);
    QFETCH(const TimeForms::Delta, delta);
    const ListedRecords listed = all(m_source->recordCount());
    const std::vector<quint32> result = sorted({column, order, delta}, listed);
    QCOMPARE(result.size(), size_t(listed.size()));
    std::vector<quint32> numbers = result;
    std::sort(numbers.begin(), numbers.end());
    QVERIFY(std::adjacent_find(numbers.begin(), numbers.end()) == numbers.end());

    TrafficCells cells;
    cells.setForms({TimeForms::Time::WallClock, delta});
    cells.setSource(m_source);
    const bool isNumeric = TrafficCells::isNumber(column);
    const auto text = [&](quint32 record) {
        return cells.text(RecordId(record), column, record > 0 ? RecordId(record - 1) : RecordId()).toLower();
    };
    for (size_t i = 1; i < result.size(); ++i) {
        const QString before = text(result[i - 1]);
        const QString after = text(result[i]);
        if (before == after) {
            QVERIFY2(result[i - 1] < result[i] || column == TrafficModel::Comment, qUtf8Printable(before));
        } else if (after.isEmpty() || before.isEmpty()) {
            QVERIFY(after.isEmpty()); // nothing said goes last either way
        } else if (isNumeric) {
            const double first = QString(before).remove(u',').toDouble();
            const double second = QString(after).remove(u',').toDouble();
            QCOMPARE(first < second, order == Qt::AscendingOrder);
        } else if (column == TrafficModel::Info || column == TrafficModel::Time ||
                   column == TrafficModel::PaneName || column == TrafficModel::Protocol ||
                   column == TrafficModel::Comment) {
            QCOMPARE(before < after, order == Qt::AscendingOrder);
        }
    }
}

void TestRecordSorter::mergesAsIfSortedAtOnce_data()
{
    sortsAsTheCellsSay_data();
}

void TestRecordSorter::mergesAsIfSortedAtOnce()
{
    QFETCH(const int, column);
    QFETCH(const Qt::SortOrder, order);
    QFETCH(const TimeForms::Delta, delta);
    const TrafficSort sort{column, order, delta};
    const std::vector<quint32> before = sorted(sort, all(2'500));
    const ListedRecords listed = all(3'000);
    RecordOrder now(m_source, sort, listed);
    std::atomic<quint64> done{0};
    QCOMPARE(RecordSorter(now, {}, done).merged(before, listed, 2'500), sorted(sort, listed));
}

void TestRecordSorter::sortsMoreThanABlock()
{
    const auto source = std::make_shared<MemorySource>();
    const ConnectionId connection = source->addConnection(QStringLiteral("a"), 1);
    constexpr quint32 count = 600'000;
    for (quint32 i = 0; i < count; ++i)
        source->append(connection, Direction::Sent, QByteArray(int(i * 7 % 5), 'x'));
    const ListedRecords listed = all(count);
    RecordOrder order(source, {TrafficModel::Length}, listed);
    std::atomic<quint64> done{0};
    const auto result = RecordSorter(order, {}, done).sorted(listed);
    QVERIFY(result);
    QCOMPARE(done.load(), quint64(count) * 2);
    QVERIFY(std::is_sorted(result->begin(), result->end(), [](quint32 a, quint32 b) {
        return std::pair(a * 7 % 5, a) < std::pair(b * 7 % 5, b);
    }));
}

void TestRecordSorter::textsDecideBeyondTheirBeginning()
{
    const auto source = std::make_shared<MemorySource>();
    const ConnectionId connection = source->addConnection(QStringLiteral("a"), 1);
    constexpr int count = 40'000;   // more than are looked at all at once
    for (int i = 0; i < count; ++i) // and the beginnings of many are the same over several levels
        source->append(connection, Direction::Sent,
                       "POST /the/same/beginning/of/all/" + QByteArray::number(2 * count - i) + " HTTP/1.1");
    const ListedRecords listed = all(count);
    RecordOrder order(source, {TrafficModel::Info}, listed);
    std::atomic<quint64> done{0};
    const auto result = RecordSorter(order, {}, done).sorted(listed);
    QVERIFY(result);
    for (quint32 i = 0; i < count; ++i)
        QCOMPARE((*result)[i], count - 1 - i);
}

void TestRecordSorter::dropsWhatIsNoLongerListed()
{
    const TrafficSort sort{TrafficModel::Length};
    const std::vector<quint32> before = sorted(sort, all(2'000));
    ListedRecords listed = all(2'100);
    listed.removeFirst(700);
    RecordOrder order(m_source, sort, listed);
    std::atomic<quint64> done{0};
    QCOMPARE(RecordSorter(order, {}, done).merged(before, listed, 2'000), sorted(sort, listed));
}

void TestRecordSorter::stops()
{
    std::stop_source stop;
    stop.request_stop();
    const ListedRecords listed = all(3'000);
    RecordOrder order(m_source, {TrafficModel::Info}, listed);
    std::atomic<quint64> done{0};
    RecordSorter sorter(order, stop.get_token(), done);
    QVERIFY(!sorter.sorted(listed));
    QVERIFY(!sorter.merged({}, listed, 0));
    QVERIFY(RecordSorter(order, {}, done).sorted(ListedRecords())->empty());
}

QTEST_GUILESS_MAIN(TestRecordSorter)
#include "tst_recordsorter.moc"
