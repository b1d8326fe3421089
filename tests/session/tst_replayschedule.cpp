// SPDX-License-Identifier: MIT
#include "session/replayschedule.h"

#include <QTest>

using namespace wl;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

class tst_replayschedule : public QObject
{
    Q_OBJECT
private slots:
    void pausesAsRecorded();
    void factors_data();
    void factors();
    void lateWakeUpsDoNotAddUp();
    void longDelayMovesTheRest();
    void fastAndStepAreAlwaysDue();
    void changesWithoutAJump();
    void hostileTimes();
};

void tst_replayschedule::pausesAsRecorded()
{
    ReplaySchedule schedule({ReplayPace::Kind::Timed, 1.0});
    schedule.start(1000ms, 0ms);
    QCOMPARE(schedule.wait(1000ms, 0ms), nanoseconds(0ms));
    schedule.sent(1000ms, 0ms);
    QCOMPARE(schedule.wait(1000ms, 500ms), nanoseconds(500ms));
    QCOMPARE(schedule.wait(1400ms, 500ms), nanoseconds(100ms));
    QCOMPARE(schedule.wait(1600ms, 500ms), nanoseconds(0ms));
}

void tst_replayschedule::factors_data()
{
    QTest::addColumn<double>("factor");
    QTest::addColumn<qint64>("waitMs");
    QTest::newRow("as recorded") << 1.0 << qint64(500);
    QTest::newRow("twice as fast") << 2.0 << qint64(250);
    QTest::newRow("half as fast") << 0.5 << qint64(1000);
    QTest::newRow("too fast") << 1e9 << qint64(0);
    QTest::newRow("too slow") << 0.0 << qint64(500'000);
    QTest::newRow("backwards") << -3.0 << qint64(500'000);
}

void tst_replayschedule::factors()
{
    QFETCH(double, factor);
    ReplaySchedule schedule({ReplayPace::Kind::Timed, factor});
    schedule.start(0ms, 0ms);
    schedule.sent(0ms, 0ms);
    QTEST(qint64(std::chrono::duration_cast<std::chrono::milliseconds>(schedule.wait(0ms, 500ms)).count()),
          "waitMs");
}

void tst_replayschedule::lateWakeUpsDoNotAddUp()
{
    ReplaySchedule schedule({ReplayPace::Kind::Timed, 1.0});
    schedule.start(0ms, 0ms);
    for (int i = 0; i < 100; ++i) {
        const nanoseconds offset = 10ms * i;
        schedule.sent(offset + 5ms, offset); // each one 5 ms late
    }
    QCOMPARE(schedule.wait(990ms, 1000ms), nanoseconds(10ms));
}

void tst_replayschedule::longDelayMovesTheRest()
{
    ReplaySchedule schedule({ReplayPace::Kind::Timed, 1.0});
    schedule.start(0ms, 0ms);
    schedule.sent(0ms, 0ms);
    schedule.sent(5000ms, 100ms); // an answer was waited for
    QCOMPARE(schedule.wait(5000ms, 300ms), nanoseconds(200ms));
}

void tst_replayschedule::fastAndStepAreAlwaysDue()
{
    for (const auto kind : {ReplayPace::Kind::Fast, ReplayPace::Kind::Step}) {
        ReplaySchedule schedule({kind, 1.0});
        schedule.start(0ms, 0ms);
        QCOMPARE(schedule.wait(0ms, 1h), nanoseconds(0));
    }
}

void tst_replayschedule::changesWithoutAJump()
{
    ReplaySchedule schedule({ReplayPace::Kind::Timed, 1.0});
    schedule.start(0ms, 0ms);
    schedule.sent(0ms, 0ms);
    schedule.change({ReplayPace::Kind::Timed, 2.0}, 500ms); // 500 ms of the pause are over
    QCOMPARE(schedule.wait(500ms, 1000ms), nanoseconds(250ms));
    schedule.change({ReplayPace::Kind::Step, 1.0}, 600ms);
    schedule.sent(9000ms, 1000ms);
    schedule.change({ReplayPace::Kind::Timed, 1.0}, 9500ms);
    QCOMPARE(schedule.wait(9500ms, 2000ms), nanoseconds(1000ms));
}

void tst_replayschedule::hostileTimes()
{
    ReplaySchedule schedule({ReplayPace::Kind::Timed, ReplayPace::slowest});
    schedule.start(0ms, 0ms);
    QVERIFY(schedule.wait(0ms, nanoseconds::max()) > nanoseconds(0));
    schedule.sent(0ms, nanoseconds::max());
    QCOMPARE(schedule.wait(0ms, 0ms), nanoseconds(0));
}

QTEST_GUILESS_MAIN(tst_replayschedule)
#include "tst_replayschedule.moc"
