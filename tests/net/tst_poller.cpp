// SPDX-License-Identifier: MIT
#include "net/networkthread.h"
#include "net/poller.h"
#include "support/recordingsink.h"
#include "support/turns.h"

#include <QSemaphore>
#include <QTest>

#include <fcntl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <functional>

using namespace wl;
using namespace wl::test;

namespace {

/// A pipe whose reading end is watched.
struct Pipe final : PollListener
{
    Pipe()
    {
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
            qFatal("no pipe");
    }
    ~Pipe()
    {
        watch.detach();
        ::close(ends[0]);
        ::close(ends[1]);
    }
    void pollReady(quint32 events) override
    {
        seen.append(events);
        char bytes[64];
        (void)!::read(ends[0], bytes, sizeof bytes);
        if (then)
            then();
    }
    void sinkCalm() override { ++calm; }
    void write() { (void)!::write(ends[1], "x", 1); }

    int ends[2] = {-1, -1};
    PollWatch watch{*this};
    QList<quint32> seen;
    std::function<void()> then;
    int calm = 0;
};

} // namespace

class tst_Poller : public QObject
{
    Q_OBJECT

private slots:
    void tellsOfReadyDescriptors();
    void changesWhatIsWatched();
    void detaches();
    void oneRemovesAnotherInTheSameTurn();
    void placesAreGivenAgain();
    void waitsForACalmSink();
    void refusesWhatCannotBeWatched();
    void eachThreadHasItsOwn();
    void networkThreadRunsAndEnds();
};

void tst_Poller::tellsOfReadyDescriptors()
{
    Pipe pipe;
    QVERIFY(pipe.watch.attach(pipe.ends[0], EPOLLIN));
    turnEventLoop();
    QVERIFY(pipe.seen.isEmpty());
    pipe.write();
    QTRY_COMPARE(pipe.seen, QList<quint32>{EPOLLIN});
    pipe.write();
    QTRY_COMPARE(pipe.seen.size(), 2);
}

void tst_Poller::changesWhatIsWatched()
{
    Pipe pipe;
    QVERIFY(pipe.watch.attach(pipe.ends[0], EPOLLIN));
    pipe.watch.setEvents(0);
    pipe.write();
    turnEventLoop();
    QVERIFY(pipe.seen.isEmpty());
    pipe.watch.setEvents(EPOLLIN);
    QTRY_COMPARE(pipe.seen.size(), 1);
}

void tst_Poller::detaches()
{
    Pipe pipe;
    QVERIFY(pipe.watch.attach(pipe.ends[0], EPOLLIN));
    pipe.write();
    pipe.watch.detach();
    QVERIFY(!pipe.watch.isAttached());
    pipe.watch.setEvents(EPOLLIN); // nothing
    turnEventLoop();
    QVERIFY(pipe.seen.isEmpty());
    QVERIFY(pipe.watch.attach(pipe.ends[0], EPOLLIN));
    QTRY_COMPARE(pipe.seen.size(), 1);
}

void tst_Poller::oneRemovesAnotherInTheSameTurn()
{
    Pipe first;
    auto second = std::make_unique<Pipe>();
    auto third = std::make_unique<Pipe>();
    for (Pipe* pipe : {&first, second.get(), third.get()})
        QVERIFY(pipe->watch.attach(pipe->ends[0], EPOLLIN));
    int told = 0;
    // Whichever comes first takes the others away; a new one gets a freed place and must not hear of it.
    std::unique_ptr<Pipe> late;
    first.then = [&] {
        ++told;
        second.reset();
        third.reset();
        late = std::make_unique<Pipe>();
        QVERIFY(late->watch.attach(late->ends[0], EPOLLIN));
    };
    first.write();
    second->write();
    third->write();
    QTRY_COMPARE(told, 1);
    turnEventLoop();
    QVERIFY(late->seen.isEmpty());
}

void tst_Poller::placesAreGivenAgain()
{
    for (int i = 0; i < 100; ++i) {
        Pipe pipe;
        QVERIFY(pipe.watch.attach(pipe.ends[0], EPOLLIN));
        pipe.write();
        QTRY_COMPARE(pipe.seen.size(), 1);
    }
}

void tst_Poller::waitsForACalmSink()
{
    RecordingSink busy;
    RecordingSink calm;
    busy.setCongested(true);
    Pipe a;
    Pipe b;
    auto gone = std::make_unique<Pipe>();
    a.watch.awaitCalm(busy);
    b.watch.awaitCalm(calm);
    gone->watch.awaitCalm(busy);
    gone.reset();
    QTRY_COMPARE(b.calm, 1);
    QCOMPARE(a.calm, 0);
    busy.setCongested(false);
    QTRY_COMPARE(a.calm, 1);
    turnEventLoop();
    QCOMPARE(a.calm, 1); // once
}

void tst_Poller::refusesWhatCannotBeWatched()
{
    Pipe pipe;
    const Result<void> attached = pipe.watch.attach(-1, EPOLLIN);
    QVERIFY(!attached);
    QCOMPARE(attached.error().native, EBADF);
    QVERIFY(!pipe.watch.isAttached());
}

void tst_Poller::eachThreadHasItsOwn()
{
    const std::shared_ptr<Poller> mine = Poller::ofThread();
    QCOMPARE(Poller::ofThread(), mine);
    NetworkThread thread;
    QSemaphore done;
    Poller* other = nullptr;
    thread.post([&] {
        other = Poller::ofThread().get();
        done.release();
    });
    QVERIFY(done.tryAcquire(1, 10'000));
    QVERIFY(other != nullptr && other != mine.get());
}

void tst_Poller::networkThreadRunsAndEnds()
{
    QThread* ran = nullptr;
    QThread* died = nullptr;
    {
        NetworkThread thread;
        thread.post([&] {
            ran = QThread::currentThread();
            auto* child = new QObject(thread.context());
            connect(child, &QObject::destroyed, child, [&died] { died = QThread::currentThread(); });
        });
        // The destructor lets what was posted run: it is before the end in the thread's queue.
    }
    QVERIFY(ran != nullptr && ran != QThread::currentThread());
    QCOMPARE(died, ran);
}

QTEST_GUILESS_MAIN(tst_Poller)
#include "tst_poller.moc"
