// SPDX-License-Identifier: MIT
#include "query/durationhistogram.h"

#include <QTest>

#include <limits>

using namespace wl;

class TestDurationHistogram : public QObject
{
    Q_OBJECT
private slots:
    void isEmptyAtFirst();
    void oneValue_data();
    void oneValue();
    void quantiles();
    void belowZero();
};

void TestDurationHistogram::isEmptyAtFirst()
{
    const DurationHistogram none;
    QCOMPARE(none.count(), 0U);
    QCOMPARE(none.quantileNs(0.99), 0);
}

void TestDurationHistogram::oneValue_data()
{
    QTest::addColumn<qint64>("ns");
    for (const qint64 ns : {0LL, 1LL, 63LL, 64LL, 65LL, 127LL, 128LL, 999'999LL, 3'600'000'000'000LL})
        QTest::addRow("%lld", ns) << qint64(ns);
    QTest::newRow("longest") << std::numeric_limits<qint64>::max();
}

void TestDurationHistogram::oneValue()
{
    QFETCH(qint64, ns);
    DurationHistogram histogram;
    histogram.add(ns);
    for (const double share : {-1.0, 0.0, 0.5, 1.0, 2.0})
        QCOMPARE(histogram.quantileNs(share), ns); // within what is known exactly
}

void TestDurationHistogram::quantiles()
{
    DurationHistogram histogram;
    for (qint64 i = 1; i <= 10'000; ++i)
        histogram.add(i * 1000);
    QCOMPARE(histogram.count(), 10'000U);
    QCOMPARE(histogram.minNs(), 1000);
    QCOMPARE(histogram.maxNs(), 10'000'000);
    for (const double share : {0.01, 0.5, 0.95, 0.99}) {
        const double exact = share * 1e7;
        QVERIFY(double(histogram.quantileNs(share)) >= exact);
        QVERIFY(double(histogram.quantileNs(share)) <= exact * (1 + 1.0 / 64));
    }
    QCOMPARE(histogram.quantileNs(1), 10'000'000);
}

void TestDurationHistogram::belowZero()
{
    DurationHistogram histogram;
    histogram.add(-5);
    QCOMPARE(histogram.count(), 1U);
    QCOMPARE(histogram.maxNs(), 0);
}

QTEST_GUILESS_MAIN(TestDurationHistogram)
#include "tst_durationhistogram.moc"
