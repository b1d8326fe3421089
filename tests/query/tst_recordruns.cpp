// SPDX-License-Identifier: MIT
#include "query/recordruns.h"

#include <QTest>

using namespace wl;

class TestRecordRuns : public QObject
{
    Q_OBJECT
private slots:
    void tellsTheRecordOfAByte();
    void nothingIsKnownAtFirst();
    void keepsTheBeginningOfALongMessage();
    void forgetsWhatIsDone();
};

void TestRecordRuns::tellsTheRecordOfAByte()
{
    RecordRuns runs;
    runs.add(3, 0);
    runs.add(7, 10);
    runs.add(9, 11);
    QCOMPARE(runs.recordAt(0), 3U);
    QCOMPARE(runs.recordAt(9), 3U);
    QCOMPARE(runs.recordAt(10), 7U);
    QCOMPARE(runs.recordAt(500), 9U);
}

void TestRecordRuns::nothingIsKnownAtFirst()
{
    RecordRuns runs;
    QVERIFY(runs.isEmpty());
    QCOMPARE(runs.recordAt(5), 0U);
    runs.setEnd(100);
    runs.add(4, 50);
    QCOMPARE(runs.recordAt(5), 4U); // the first that is known
}

void TestRecordRuns::keepsTheBeginningOfALongMessage()
{
    RecordRuns runs;
    runs.add(0, 0);
    runs.setEnd(10); // the long message begins in the second record
    for (quint32 i = 1; i < 100'000; ++i)
        runs.add(i, qint64(i) * 10);
    QCOMPARE(runs.recordAt(10), 1U);
    QCOMPARE(runs.recordAt(15), 1U);
    QCOMPARE(runs.recordAt(999'985), 99'998U);
}

void TestRecordRuns::forgetsWhatIsDone()
{
    RecordRuns runs;
    for (quint32 i = 0; i < 100'000; ++i) {
        runs.add(i, qint64(i) * 10);
        runs.setEnd(qint64(i) * 10);
    }
    QCOMPARE(runs.recordAt(999'990), 99'999U);
    QCOMPARE(runs.recordAt(990'000), 99'000U); // a little before is still known
    QVERIFY(runs.recordAt(0) > 0U);
}

QTEST_GUILESS_MAIN(TestRecordRuns)
#include "tst_recordruns.moc"
