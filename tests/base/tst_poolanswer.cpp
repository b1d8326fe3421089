// SPDX-License-Identifier: MIT
#include "base/poolanswer.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <optional>

using namespace wl;

class TestPoolAnswer : public QObject
{
    Q_OBJECT

private slots:
    void answersOnTheAskersThread()
    {
        PoolAnswer<int> asking;
        std::optional<int> got;
        QThread* maker = nullptr;
        QThread* teller = nullptr;
        asking.start(
            m_pool,
            [&] {
                maker = QThread::currentThread();
                return 42;
            },
            [&](int value) {
                got = value;
                teller = QThread::currentThread();
            });
        QVERIFY(!got);
        QTRY_VERIFY(got);
        QCOMPARE(*got, 42);
        QVERIFY(maker != thread());
        QCOMPARE(teller, thread());
    }

    /// Before the work is done, and after it while the answer waits in the event loop.
    void canceledIsNotAnswered()
    {
        PoolAnswer<int> asking;
        QSemaphore go;
        bool isAnswered = false;
        const auto work = [&go] {
            go.acquire();
            return 1;
        };
        asking.start(m_pool, work, [&](int) { isAnswered = true; });
        asking.cancel();
        go.release();
        m_pool.waitForDone();
        asking.start(m_pool, work, [&](int) { isAnswered = true; });
        go.release();
        m_pool.waitForDone();
        asking.cancel();
        QCoreApplication::processEvents();
        QVERIFY(!isAnswered);
    }

    void laterQuestionReplaces()
    {
        PoolAnswer<int> asking;
        QList<int> answers;
        QSemaphore go;
        for (const int number : {1, 2, 3})
            asking.start(
                m_pool,
                [&go, number] {
                    go.acquire();
                    return number;
                },
                [&](int value) { answers.append(value); });
        go.release(3);
        QTRY_COMPARE(answers, QList<int>{3});
        m_pool.waitForDone();
        QCoreApplication::processEvents();
        QCOMPARE(answers, QList<int>{3});
    }

    /// The answer may end the asker, or ask again.
    void goesInItsAnswer()
    {
        auto asking = std::make_unique<PoolAnswer<int>>();
        int rounds = 0;
        std::function<void(int)> take = [&](int) {
            if (++rounds < 3)
                asking->start(
                    m_pool, [] { return 1; }, take);
            else
                asking.reset();
        };
        asking->start(
            m_pool, [] { return 1; }, take);
        QTRY_VERIFY(!asking);
        QCOMPARE(rounds, 3);
    }

    /// Nothing stays behind where the asker's thread has ended before the work (the leak checker sees it).
    void threadEndsBefore()
    {
        QSemaphore go;
        QThread thread;
        auto* place = new QObject;
        place->moveToThread(&thread);
        thread.start();
        QMetaObject::invokeMethod(
            place,
            [&] {
                PoolAnswer<QByteArray> asking;
                asking.start(
                    m_pool,
                    [&go] {
                        go.acquire();
                        return QByteArray(1000, 'x');
                    },
                    [](const QByteArray&) { QFAIL("nobody is there"); });
                place->deleteLater();
            },
            Qt::BlockingQueuedConnection);
        thread.quit();
        QVERIFY(thread.wait());
        go.release();
        m_pool.waitForDone();
    }

private:
    QThreadPool m_pool;
};

QTEST_GUILESS_MAIN(TestPoolAnswer)
#include "tst_poolanswer.moc"
