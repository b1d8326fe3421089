// SPDX-License-Identifier: MIT
#include "ui/widgets/pooljob.h"

#include <QtTest>

#include <atomic>
#include <semaphore>
#include <thread>

using namespace wl;

/// Work of a view on the pool: which results come, and what is left when the view goes.
class TestPoolJob : public QObject
{
    Q_OBJECT
private slots:
    void resultComesHere();
    void onlyTheLatestComes();
    void canceledNeverComes();
    void goneWhileItWorks();
    void waitsWhereItSaysSo();
};

void TestPoolJob::resultComesHere()
{
    PoolJob<QString> job;
    QVERIFY(!job.isRunning());
    QString result;
    QThread* thread = nullptr;
    job.start([](const std::stop_token&) { return QStringLiteral("made"); },
              [&](const QString& made) {
                  result = made;
                  thread = QThread::currentThread();
                  QVERIFY(!job.isRunning());
              });
    QVERIFY(job.isRunning());
    QVERIFY(result.isEmpty()); // not before the event loop
    QTRY_COMPARE(result, QStringLiteral("made"));
    QCOMPARE(thread, QThread::currentThread());
}

void TestPoolJob::onlyTheLatestComes()
{
    PoolJob<int> job;
    std::counting_semaphore<> gate(0);
    QList<int> results;
    const auto take = [&results](int made) { results << made; };
    std::atomic<bool> wasStopped = false;
    job.start(
        [&](const std::stop_token& stop) {
            gate.acquire();
            wasStopped = stop.stop_requested();
            return 1;
        },
        take);
    job.start([](const std::stop_token&) { return 2; }, take);
    gate.release();
    QTRY_COMPARE(results, QList<int>{2});
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QCOMPARE(results, QList<int>{2});
    QVERIFY(wasStopped || gate.try_acquire()); // told, or never begun
}

void TestPoolJob::canceledNeverComes()
{
    PoolJob<int> job;
    bool hasCome = false;
    job.start([](const std::stop_token&) { return 1; }, [&](int) { hasCome = true; });
    QThreadPool::globalInstance()->waitForDone(); // its result is on the way
    job.cancel();
    QVERIFY(!job.isRunning());
    QCoreApplication::processEvents();
    QVERIFY(!hasCome);
}

void TestPoolJob::goneWhileItWorks()
{
    std::counting_semaphore<> begun(0);
    std::counting_semaphore<> gate(0);
    bool hasCome = false;
    {
        PoolJob<int> job;
        job.start(
            [&](const std::stop_token&) {
                begun.release();
                gate.acquire();
                return 1;
            },
            [&](int) { hasCome = true; });
        begun.acquire();
    } // does not wait: nobody has opened the gate
    gate.release();
    QThreadPool::globalInstance()->waitForDone();
    QCoreApplication::processEvents();
    QVERIFY(!hasCome);
}

void TestPoolJob::waitsWhereItSaysSo()
{
    std::counting_semaphore<> begun(0);
    std::atomic<int> ended = 0;
    {
        PoolJob<int, PoolJobEnd::Wait> job;
        for (int i = 0; i < 2; ++i) { // of those that were stopped before, too
            job.start(
                [&](const std::stop_token& stop) {
                    begun.release();
                    while (!stop.stop_requested())
                        std::this_thread::yield();
                    return ++ended;
                },
                [](int) {});
            begun.acquire();
        }
    }
    QCOMPARE(ended.load(), 2);
}

QTEST_GUILESS_MAIN(TestPoolJob)
#include "tst_pooljob.moc"
