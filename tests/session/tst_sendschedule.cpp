// SPDX-License-Identifier: MIT
#include "session/sendschedule.h"

#include <QTest>

using namespace std::chrono_literals;

class tst_sendschedule : public QObject
{
    Q_OBJECT
private slots:
    void withoutIntervalEverythingIsDue();
    void messagesFollowTheClockNotTheWakeUps();
    void intervalOfMicroseconds();
    void lateWakeUpCatchesUp();
    void longPauseIsSkipped();
    void longIntervalIsNotSkipped();
    void endsAfterItsTimes();
    void negativeIntervalIsNone();
};

void tst_sendschedule::withoutIntervalEverythingIsDue()
{
    wl::SendSchedule schedule(5, 0ns, 100ns);
    QCOMPARE(schedule.due(100ns), 5U);
    QCOMPARE(schedule.wait(100ns), 0ns);
    schedule.sent(3);
    QCOMPARE(schedule.due(100ns), 2U);
    QCOMPARE(schedule.sentCount(), 3U);
    QVERIFY(!schedule.isDone());

    wl::SendSchedule endless(0, 0ns, 0ns);
    endless.sent(1'000'000);
    QVERIFY(endless.due(1ns) > 1'000'000U);
    QVERIFY(!endless.isDone());
}

void tst_sendschedule::messagesFollowTheClockNotTheWakeUps()
{
    wl::SendSchedule schedule(0, 10ms, 0ns);
    QCOMPARE(schedule.due(0ns), 1U);
    schedule.sent(1);
    QCOMPARE(schedule.wait(0ns), 10ms);
    QCOMPARE(schedule.due(9'999'999ns), 0U);
    QCOMPARE(schedule.wait(4ms), 6ms);
    // Woken 3 ms late: the next one is due at 20 ms all the same.
    QCOMPARE(schedule.due(13ms), 1U);
    schedule.sent(1);
    QCOMPARE(schedule.wait(13ms), 7ms);
}

void tst_sendschedule::intervalOfMicroseconds()
{
    wl::SendSchedule schedule(0, 250us, 0ns);
    quint64 sent = 0;
    for (auto now = 0ns; now <= 1s; now += 333us) {
        const quint64 due = schedule.due(now);
        schedule.sent(due);
        sent += due;
    }
    QVERIFY2(sent >= 3999 && sent <= 4001, qPrintable(QString::number(sent)));
}

void tst_sendschedule::lateWakeUpCatchesUp()
{
    wl::SendSchedule schedule(0, 10ms, 0ns);
    schedule.sent(schedule.due(0ns));
    QCOMPARE(schedule.due(55ms), 5U);
}

void tst_sendschedule::longPauseIsSkipped()
{
    wl::SendSchedule schedule(0, 1ms, 0ns);
    schedule.sent(schedule.due(0ns));
    QCOMPARE(schedule.due(3600s), 1U);
    schedule.sent(1);
    QCOMPARE(schedule.wait(3600s), 1ms);
}

void tst_sendschedule::longIntervalIsNotSkipped()
{
    wl::SendSchedule schedule(0, 10s, 0ns);
    schedule.sent(schedule.due(0ns));
    QCOMPARE(schedule.due(15s), 1U);
    schedule.sent(1);
    QCOMPARE(schedule.wait(15s), 5s);
}

void tst_sendschedule::endsAfterItsTimes()
{
    wl::SendSchedule schedule(3, 1ms, 0ns);
    schedule.sent(schedule.due(0ns));
    QCOMPARE(schedule.due(50ms), 2U);
    schedule.sent(2);
    QVERIFY(schedule.isDone());
    QCOMPARE(schedule.due(60ms), 0U);
}

void tst_sendschedule::negativeIntervalIsNone()
{
    wl::SendSchedule schedule(2, -5ms, 0ns);
    QCOMPARE(schedule.due(0ns), 2U);
}

QTEST_GUILESS_MAIN(tst_sendschedule)
#include "tst_sendschedule.moc"
