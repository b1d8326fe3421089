// SPDX-License-Identifier: MIT
#include "query/trafficseries.h"

#include <QTest>

#include <limits>

using namespace wl;

namespace {

constexpr qint64 ms = 1'000'000;

quint64 allBytes(const TrafficSeries& series)
{
    quint64 bytes = 0;
    for (const TrafficSeries::Bucket& bucket : series.buckets())
        bytes += bucket.bytes[0] + bucket.bytes[1];
    return bytes;
}

} // namespace

class TestTrafficSeries : public QObject
{
    Q_OBJECT
private slots:
    void isEmptyAtFirst();
    void doublesWhenFull();
    void goesBackInTime();
    void anyTimes();
};

void TestTrafficSeries::isEmptyAtFirst()
{
    const TrafficSeries series;
    QVERIFY(series.buckets().empty());
    QCOMPARE(series.widthNs(), ms);
}

void TestTrafficSeries::doublesWhenFull()
{
    TrafficSeries series(4);
    for (int i = 0; i < 4; ++i)
        series.add(i * ms, Direction::Sent, 1);
    QCOMPARE(series.widthNs(), ms);
    QCOMPARE(series.buckets().size(), 4U);
    series.add(4 * ms, Direction::Received, 10);
    QCOMPARE(series.widthNs(), 2 * ms);
    QCOMPARE(series.buckets().size(), 3U);
    QCOMPARE(series.buckets()[0].records[size_t(Direction::Sent)], 2U);
    QCOMPARE(series.buckets()[2].bytes[size_t(Direction::Received)], 10U);
    series.add(60'000 * ms, Direction::Sent, 1); // far away, at once
    QCOMPARE(allBytes(series), 15U);
    QVERIFY(series.buckets().size() <= 4);
    QCOMPARE(series.buckets().back().bytes[size_t(Direction::Sent)], 1U);
}

void TestTrafficSeries::goesBackInTime()
{
    TrafficSeries series(4);
    series.add(10 * ms, Direction::Sent, 1);
    series.add(8 * ms, Direction::Sent, 2);
    QCOMPARE(series.startNs(), 8 * ms);
    QCOMPARE(series.buckets().size(), 3U);
    QCOMPARE(series.buckets().front().bytes[size_t(Direction::Sent)], 2U);
    series.add(-3 * ms, Direction::Sent, 4); // before 1970
    QVERIFY(series.startNs() <= -3 * ms && series.startNs() + series.widthNs() > -3 * ms);
    QCOMPARE(allBytes(series), 7U);
    QVERIFY(series.buckets().size() <= 4);
}

// What a capture from outside may say.
void TestTrafficSeries::anyTimes()
{
    TrafficSeries series(8);
    series.add(0, Direction::Sent, 1);
    series.add(std::numeric_limits<qint64>::max(), Direction::Sent, 1);
    series.add(std::numeric_limits<qint64>::min(), Direction::Sent, 1);
    QVERIFY(series.buckets().size() <= 8);
    QVERIFY(series.widthNs() > 0);
    QCOMPARE(allBytes(series), 3U);
}

QTEST_GUILESS_MAIN(TestTrafficSeries)
#include "tst_trafficseries.moc"
