// SPDX-License-Identifier: MIT
#include "session/sendrun.h"
#include "support/turns.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace std::chrono_literals;

namespace {

/// An endpoint without sockets: takes what the test lets it take.
class FakeEndpoint final : public Endpoint
{
public:
    void start() override {}
    void stop(bool) override {}
    int send(const QList<ConnectionId>& to, QByteArrayView bytes) override
    {
        lastTo = to;
        if (nextError.code != ErrorCode::None) {
            emit sendFailed(ConnectionId(0), std::exchange(nextError, {}));
            return 0;
        }
        if (connections > 0)
            messages.append(bytes.toByteArray());
        queued += queuesSends ? bytes.size() : 0;
        return connections;
    }
    int sendFile(const QList<ConnectionId>&, const QString& path) override
    {
        files.append(path);
        queued += 10;
        return connections;
    }
    void finish(const QList<ConnectionId>&) override {}
    void close(const QList<ConnectionId>&) override {}
    void reset(const QList<ConnectionId>&) override {}
    qint64 dropQueued(const QList<ConnectionId>& which) override
    {
        lastTo = which;
        return std::exchange(queued, 0);
    }
    [[nodiscard]] qint64 queuedBytes(const QList<ConnectionId>&) const override { return queued; }
    void findPeer(const Address& target, PeerAnswer answer) override
    {
        asked = target;
        pending = std::move(answer);
    }

    Address asked;
    PeerAnswer pending;
    int connections = 1;
    bool queuesSends = false;
    qint64 queued = 0;
    Error nextError;
    QByteArrayList messages;
    QStringList files;
    QList<ConnectionId> lastTo;
};

class CongestedSink final : public TrafficSink
{
public:
    ConnectionId addConnection(const ConnectionInfo&) override { return ConnectionId(0); }
    void data(ConnectionId, Direction, Timestamp, QByteArrayView) override {}
    void event(ConnectionId, RecordKind, Direction, Timestamp, QStringView) override {}
    void kernelDropped(EndpointId, quint64) override {}
    [[nodiscard]] bool isCongested() const override { return isFull; }

    bool isFull = false;
};

} // namespace

class tst_sendrun : public QObject
{
    Q_OBJECT
private slots:
    void sendsInOrder();
    void goesToThoseThatWereNamed();
    void keepsItsInterval();
    void doesNotQueueWithoutEnd();
    void finishesWhenTheKernelHasAll();
    void fullQueueLosesNoNumber();
    void messageThatNeverFits();
    void nobodyThere();
    void waitsForTheSink();
    void lossIsAnError();
    void lossOfOthersIsNot();
    void cancels();
    void tellsWhatIsQueued();
    void stopDropsALongMessage();
    void stopCutsNoRepeatedMessage();
    void filesOneAfterTheOther();
    void countsEveryConnection();
    void findsItsTarget();
    void targetThatIsNotFound();
    void canceledWhileItLooks();

private:
    std::unique_ptr<SendRun> makeRun(const SendJob& job)
    {
        auto payload = PayloadSource::compile(job.payload);
        return payload ? std::make_unique<SendRun>(7U, m_endpoint, m_sink, job, std::move(*payload))
                       : nullptr;
    }
    static SendJob textJob(const QString& text, quint64 times = 1)
    {
        SendJob job;
        job.payload.text = text;
        job.times = times;
        return job;
    }
    static SendProgress last(const QSignalSpy& spy)
    {
        return spy.constLast().constFirst().value<SendProgress>();
    }
    static bool isFinished(const QSignalSpy& spy) { return !spy.isEmpty() && last(spy).finished; }

    FakeEndpoint m_endpoint;
    CongestedSink m_sink;

private slots:
    void init()
    {
        m_endpoint.connections = 1;
        m_endpoint.queuesSends = false;
        m_endpoint.queued = 0;
        m_endpoint.nextError = {};
        m_endpoint.messages.clear();
        m_endpoint.files.clear();
        m_sink.isFull = false;
        m_endpoint.pending = {};
    }
};

void tst_sendrun::findsItsTarget()
{
    SendJob job = textJob(QStringLiteral("x"), 2);
    job.target = {Scheme::Udp, QStringLiteral("name"), 9, {}};
    const auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    QCOMPARE(m_endpoint.asked, job.target);
    QVERIFY(m_endpoint.messages.isEmpty());
    m_endpoint.pending(ConnectionId(4));
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(m_endpoint.messages.size(), 2);
    QCOMPARE(m_endpoint.lastTo, QList<ConnectionId>{ConnectionId(4)});
}

void tst_sendrun::targetThatIsNotFound()
{
    SendJob job = textJob(QStringLiteral("x"));
    job.target = {Scheme::Udp, QStringLiteral("name"), 9, {}};
    const auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    m_endpoint.pending(fail(ErrorCode::NameNotFound, QStringLiteral("name")));
    QVERIFY(isFinished(spy));
    QCOMPARE(last(spy).error.code, ErrorCode::NameNotFound);
    QCOMPARE(last(spy).sent, 0U);
    QVERIFY(m_endpoint.messages.isEmpty());
}

void tst_sendrun::canceledWhileItLooks()
{
    SendJob job = textJob(QStringLiteral("x"));
    job.target = {Scheme::Udp, QStringLiteral("name"), 9, {}};
    auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    run->cancel();
    QCOMPARE(last(spy).error.code, ErrorCode::Canceled);
    m_endpoint.pending(ConnectionId(4));
    QVERIFY(m_endpoint.messages.isEmpty());
    run.reset();
    m_endpoint.pending(ConnectionId(4)); // nobody is there to hear it
    QVERIFY(m_endpoint.messages.isEmpty());
}

void tst_sendrun::sendsInOrder()
{
    const auto run = makeRun(textJob(QStringLiteral("#{{counter}};"), 1000));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(m_endpoint.messages.size(), 1000);
    QCOMPARE(m_endpoint.messages.constFirst(), QByteArray("#1;"));
    QCOMPARE(m_endpoint.messages.constLast(), QByteArray("#1000;"));
    QCOMPARE(last(spy).sent, 1000U);
    QCOMPARE(last(spy).bytes, quint64(m_endpoint.messages.join().size()));
    QCOMPARE(last(spy).error.code, ErrorCode::None);
    QCOMPARE(last(spy).job, 7U);
}

void tst_sendrun::goesToThoseThatWereNamed()
{
    SendJob job = textJob(QStringLiteral("x"));
    job.to = {ConnectionId(3), ConnectionId(5)};
    const auto run = makeRun(job);
    run->start();
    QCOMPARE(m_endpoint.lastTo, job.to);
}

void tst_sendrun::keepsItsInterval()
{
    SendJob job = textJob(QStringLiteral("x"), 40);
    job.interval = 500us;
    const auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    QElapsedTimer clock;
    clock.start();
    run->start();
    QCOMPARE(m_endpoint.messages.size(), 1);
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(m_endpoint.messages.size(), 40);
    // Never faster than asked for; how much slower is the machine's business.
    QVERIFY(clock.nsecsElapsed() >= 39 * 500'000);
    QVERIFY(last(spy).messagesPerSecond <= 2100.0);
}

void tst_sendrun::doesNotQueueWithoutEnd()
{
    m_endpoint.queuesSends = true;
    const auto run = makeRun(textJob(QString(1024 * 1024, u'x'), 0));
    run->start();
    test::turnEventLoop();
    QVERIFY(m_endpoint.queued >= SendRun::queueAhead);
    QVERIFY(m_endpoint.queued < SendRun::queueAhead + 1024 * 1024);
    const auto before = m_endpoint.messages.size();
    m_endpoint.queued = 0;
    QTRY_VERIFY(m_endpoint.messages.size() > before);
    run->cancel();
}

void tst_sendrun::finishesWhenTheKernelHasAll()
{
    m_endpoint.queuesSends = true;
    const auto run = makeRun(textJob(QStringLiteral("x"), 3));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    test::turnEventLoop();
    QCOMPARE(m_endpoint.messages.size(), 3);
    QVERIFY(!isFinished(spy));
    m_endpoint.queued = 0;
    QTRY_VERIFY(isFinished(spy));
}

void tst_sendrun::fullQueueLosesNoNumber()
{
    m_endpoint.queued = 1;
    m_endpoint.nextError = Error{ErrorCode::QueueFull, {}, 0};
    const auto run = makeRun(textJob(QStringLiteral("{{counter}}"), 2));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    QCOMPARE(m_endpoint.messages.size(), 0);
    m_endpoint.queued = 0;
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(m_endpoint.messages, (QByteArrayList{"1", "2"}));
}

void tst_sendrun::messageThatNeverFits()
{
    m_endpoint.nextError = Error{ErrorCode::QueueFull, {}, 0};
    const auto run = makeRun(textJob(QStringLiteral("x"), 2));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    QVERIFY(isFinished(spy));
    QCOMPARE(last(spy).error.code, ErrorCode::QueueFull);
}

void tst_sendrun::nobodyThere()
{
    m_endpoint.connections = 0;
    const auto run = makeRun(textJob(QStringLiteral("x"), 0));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    QVERIFY(isFinished(spy));
    QCOMPARE(last(spy).error.code, ErrorCode::NotConnected);
    QCOMPARE(last(spy).sent, 0U);
}

void tst_sendrun::waitsForTheSink()
{
    m_sink.isFull = true;
    const auto run = makeRun(textJob(QStringLiteral("x"), 3));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    test::turnEventLoop();
    QCOMPARE(m_endpoint.messages.size(), 0);
    m_sink.isFull = false;
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(m_endpoint.messages.size(), 3);
}

void tst_sendrun::lossIsAnError()
{
    m_endpoint.queuesSends = true;
    const auto run = makeRun(textJob(QStringLiteral("x"), 3));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    test::turnEventLoop();
    QVERIFY(!isFinished(spy));
    m_endpoint.queued = 0;
    emit m_endpoint.lost(ConnectionId(0), Error{ErrorCode::ConnectionReset, {}, 0});
    emit m_endpoint.lost(ConnectionId(0), Error{ErrorCode::Canceled, {}, 0});
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(last(spy).error.code, ErrorCode::ConnectionReset);
}

void tst_sendrun::lossOfOthersIsNot()
{
    m_endpoint.queuesSends = true;
    SendJob job = textJob(QStringLiteral("x"));
    job.to = {ConnectionId(4)};
    const auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    emit m_endpoint.lost(ConnectionId(5), Error{ErrorCode::ConnectionReset, {}, 0});
    emit m_endpoint.sendFailed(ConnectionId(4), Error{ErrorCode::ConnectionRefused, {}, 0}); // told by ICMP
    m_endpoint.queued = 0;
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(last(spy).error.code, ErrorCode::None);
}

void tst_sendrun::cancels()
{
    SendJob job = textJob(QStringLiteral("x"), 0);
    job.interval = 1h;
    const auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    run->cancel();
    QVERIFY(isFinished(spy));
    QCOMPARE(last(spy).error.code, ErrorCode::Canceled);
    QCOMPARE(last(spy).sent, 1U);
    const auto count = spy.size();
    run->cancel();
    test::turnEventLoop();
    QCOMPARE(spy.size(), count);
}

void tst_sendrun::tellsWhatIsQueued()
{
    m_endpoint.queuesSends = true;
    const auto run = makeRun(textJob(QStringLiteral("0123456789"), 1));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    QTRY_VERIFY(!spy.isEmpty());
    QCOMPARE(last(spy).queuedBytes, 10);
    m_endpoint.queued = 4;
    QTRY_COMPARE(last(spy).queuedBytes, 4); // nothing more was sent, and still it is told
    QVERIFY(!isFinished(spy));
    m_endpoint.queued = 0;
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(last(spy).queuedBytes, 0);
    QCOMPARE(last(spy).bytes, 10U);
}

void tst_sendrun::stopDropsALongMessage()
{
    m_endpoint.queuesSends = true;
    SendJob job = textJob(QStringLiteral("0123456789"), 1);
    job.to = {ConnectionId(3)};
    const auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    m_endpoint.queued = 7;
    run->stop();
    QVERIFY(isFinished(spy));
    QCOMPARE(last(spy).error.code, ErrorCode::Canceled);
    QCOMPARE(last(spy).droppedBytes, 7);
    QCOMPARE(last(spy).bytes, 3U);
    QCOMPARE(m_endpoint.queued, 0);
    QCOMPARE(m_endpoint.lastTo, job.to);
    m_endpoint.queued = 5; // of somebody else, later
    run->stop();
    QCOMPARE(m_endpoint.queued, 5);
}

void tst_sendrun::stopCutsNoRepeatedMessage()
{
    m_endpoint.queuesSends = true;
    SendJob job = textJob(QStringLiteral("x"), 0);
    job.interval = 1h;
    const auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    run->stop();
    QVERIFY(isFinished(spy));
    QCOMPARE(last(spy).droppedBytes, 0);
    QCOMPARE(m_endpoint.queued, 1);
}

void tst_sendrun::filesOneAfterTheOther()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("payload"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("0123456789");
    file.close();
    SendJob job;
    job.payload.form = PayloadSpec::Form::File;
    job.payload.text = path;
    job.times = 2;
    const auto run = makeRun(job);
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    test::turnEventLoop();
    QCOMPARE(m_endpoint.files, QStringList{path}); // the second waits until the first is out
    m_endpoint.queued = 0;
    QTRY_COMPARE(m_endpoint.files.size(), 2);
    m_endpoint.queued = 0;
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(last(spy).bytes, 20U);
}

void tst_sendrun::countsEveryConnection()
{
    m_endpoint.connections = 4;
    const auto run = makeRun(textJob(QStringLiteral("abc"), 2));
    QSignalSpy spy(run.get(), &SendRun::progressed);
    run->start();
    QTRY_VERIFY(isFinished(spy));
    QCOMPARE(last(spy).sent, 2U);
    QCOMPARE(last(spy).bytes, 24U);
}

QTEST_GUILESS_MAIN(tst_sendrun)
#include "tst_sendrun.moc"
