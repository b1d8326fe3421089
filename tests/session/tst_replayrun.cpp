// SPDX-License-Identifier: MIT
#include "session/replaytarget.h"
#include "support/memorysource.h"
#include "support/rawpeer.h"
#include "support/recordingsink.h"

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace wl;
using namespace std::chrono_literals;
using Phase = ReplayProgress::Phase;

class tst_replayrun : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void exactBytesInOrder();
    void pausesAsRecorded();
    void slower();
    void stepByStep();
    void stepsAndThenFast();
    void waitsForSoManyBytes();
    void waitsAsRecorded();
    void countsAnswersToTheLast();
    void answerThatDoesNotCome();
    void peerThatClosesInTheMiddle();
    void peerThatHalfCloses();
    void refused();
    void slowPeerIsNotFlooded();
    void payloadThatCannotBeRead();
    void canceled();
    void datagrams();
    void nothingToSend();
    void serversAreRefused();

private:
    [[nodiscard]] ReplayJob job(ReplayPace::Kind kind = ReplayPace::Kind::Fast) const
    {
        ReplayJob made;
        made.plan =
            std::make_shared<const ReplayPlan>(makeReplayPlan(m_source, {.connections = {m_connection}}));
        made.pace.kind = kind;
        return made;
    }
    /// Starts towards a loopback port.
    void start(quint16 port, const ReplayJob& made, Scheme scheme = Scheme::Tcp)
    {
        const auto target = replayTarget({scheme, QStringLiteral("127.0.0.1"), port, {}});
        QVERIFY(target);
        const auto id = m_sessions->startReplay(*target, made);
        QVERIFY(id);
        m_id = *id;
    }
    [[nodiscard]] const ReplayProgress& progress() const { return m_progress; }

    std::shared_ptr<test::MemorySource> m_source;
    ConnectionId m_connection;
    std::unique_ptr<test::RecordingSink> m_sink;
    std::unique_ptr<Sessions> m_sessions;
    EndpointId m_id;
    ReplayProgress m_progress;
};

void tst_replayrun::init()
{
    m_source = std::make_shared<test::MemorySource>();
    m_connection = m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:2"),
                                           Transport::Tcp, Role::Client);
    m_sink = std::make_unique<test::RecordingSink>();
    m_sessions = std::make_unique<Sessions>(*m_sink);
    m_progress = {};
    connect(m_sessions.get(), &Sessions::replayProgress, this,
            [this](EndpointId id, const ReplayProgress& now) {
                if (id == m_id)
                    m_progress = now;
            });
}

void tst_replayrun::cleanup()
{
    m_sessions.reset();
}

void tst_replayrun::exactBytesInOrder()
{
    QByteArray all;
    for (int i = 0; i < 2000; ++i) {
        QByteArray bytes("\0\xFF{{counter}}\\n", 15);
        bytes += QByteArray::number(i);
        all += bytes;
        m_source->append(m_connection, Direction::Sent, bytes);
        m_source->append(m_connection, Direction::Received, "ignored");
    }
    test::RawListener listener;
    start(listener.port(), job());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received().size(), all.size());
    QCOMPARE(peer.received(), all);
    QTRY_COMPARE(progress().phase, Phase::Finished);
    QCOMPARE(progress().sent, 2000U);
    QCOMPARE(progress().total, 2000U);
    QCOMPARE(progress().bytes, all.size());
    QCOMPARE(m_sink->row(0).sent, all); // recorded like any other connection
    QCOMPARE(m_sessions->state(m_id).phase, EndpointState::Phase::Open);
}

void tst_replayrun::pausesAsRecorded()
{
    m_source->append(m_connection, Direction::Sent, "a", RecordKind::Data, 150'000'000);
    m_source->append(m_connection, Direction::Sent, "b", RecordKind::Data, 100'000'000);
    m_source->append(m_connection, Direction::Sent, "c");
    test::RawListener listener;
    QElapsedTimer clock;
    start(listener.port(), job(ReplayPace::Kind::Timed));
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("a"));
    clock.start();
    QTRY_COMPARE(peer.pump().received(), QByteArray("ab"));
    const qint64 second = clock.elapsed();
    QTRY_COMPARE(peer.pump().received(), QByteArray("abc"));
    const qint64 third = clock.elapsed();
    // Only that nothing came early: a busy machine may be late.
    QVERIFY2(second >= 80, qPrintable(QString::number(second)));
    QVERIFY2(third >= 180, qPrintable(QString::number(third)));
}

void tst_replayrun::slower()
{
    m_source->append(m_connection, Direction::Sent, "a", RecordKind::Data, 20'000'000);
    m_source->append(m_connection, Direction::Sent, "b");
    ReplayJob made = job(ReplayPace::Kind::Timed);
    made.pace.factor = 0.1;
    test::RawListener listener;
    start(listener.port(), made);
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("a"));
    QElapsedTimer clock;
    clock.start();
    QTRY_COMPARE(peer.pump().received(), QByteArray("ab"));
    QVERIFY(clock.elapsed() >= 120);
}

void tst_replayrun::stepByStep()
{
    m_source->append(m_connection, Direction::Sent, "a");
    m_source->append(m_connection, Direction::Sent, "b");
    test::RawListener listener;
    start(listener.port(), job(ReplayPace::Kind::Step));
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(progress().phase, Phase::AwaitsStep);
    QVERIFY(peer.pump().received().isEmpty());
    m_sessions->stepReplay(m_id);
    QTRY_COMPARE(peer.pump().received(), QByteArray("a"));
    QTRY_COMPARE(progress().sent, 1U);
    QCOMPARE(progress().phase, Phase::AwaitsStep);
    m_sessions->stepReplay(m_id);
    QTRY_COMPARE(progress().phase, Phase::Finished);
    QTRY_COMPARE(peer.pump().received(), QByteArray("ab"));
}

void tst_replayrun::stepsAndThenFast()
{
    for (int i = 0; i < 50; ++i)
        m_source->append(m_connection, Direction::Sent, "x", RecordKind::Data, 3'600'000'000'000);
    test::RawListener listener;
    start(listener.port(), job(ReplayPace::Kind::Step));
    test::RawPeer peer = listener.waitForPeer();
    m_sessions->stepReplay(m_id);
    QTRY_COMPARE(progress().sent, 1U);
    m_sessions->setReplayPace(m_id, {ReplayPace::Kind::Fast, 1.0});
    QTRY_COMPARE(progress().phase, Phase::Finished);
    QTRY_COMPARE(peer.pump().received().size(), 50);
}

void tst_replayrun::waitsForSoManyBytes()
{
    m_source->append(m_connection, Direction::Sent, "a");
    m_source->append(m_connection, Direction::Sent, "b");
    ReplayJob made = job();
    made.wait = ReplayWait::Bytes;
    made.waitBytes = 3;
    test::RawListener listener;
    start(listener.port(), made);
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(progress().phase, Phase::AwaitsAnswer);
    QTRY_COMPARE(peer.pump().received(), QByteArray("a"));
    peer.send("12");
    QTRY_COMPARE(m_sink->row(0).received, QByteArray("12"));
    QCOMPARE(progress().sent, 1U);
    peer.send("3");
    QTRY_COMPARE(peer.pump().received(), QByteArray("ab"));
    QTRY_COMPARE(progress().phase, Phase::Finished);
    QCOMPARE(progress().received, 3);
}

void tst_replayrun::waitsAsRecorded()
{
    m_source->append(m_connection, Direction::Received, "hello");
    m_source->append(m_connection, Direction::Sent, "a");
    m_source->append(m_connection, Direction::Sent, "b");
    m_source->append(m_connection, Direction::Received, "ok");
    m_source->append(m_connection, Direction::Sent, "c");
    ReplayJob made = job();
    made.wait = ReplayWait::Recorded;
    test::RawListener listener;
    start(listener.port(), made);
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(progress().phase, Phase::AwaitsAnswer); // the peer speaks first, as it did
    QCOMPARE(progress().sent, 0U);
    peer.send("HELLO");
    QTRY_COMPARE(peer.pump().received(), QByteArray("ab"));
    QTRY_COMPARE(progress().phase, Phase::AwaitsAnswer);
    peer.send("OK");
    QTRY_COMPARE(peer.pump().received(), QByteArray("abc"));
    QTRY_COMPARE(progress().phase, Phase::Finished);
}

void tst_replayrun::countsAnswersToTheLast()
{
    m_source->append(m_connection, Direction::Sent, "a");
    test::RawListener listener;
    start(listener.port(), job());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(progress().phase, Phase::Finished);
    QCOMPARE(progress().received, 0);
    for (const qint64 expected : {4, 8}) { // it comes after the end, and more of it later
        peer.send("late");
        QTRY_COMPARE(progress().received, expected);
    }
    QCOMPARE(progress().phase, Phase::Finished);
}

void tst_replayrun::answerThatDoesNotCome()
{
    m_source->append(m_connection, Direction::Sent, "a");
    m_source->append(m_connection, Direction::Sent, "b");
    ReplayJob made = job();
    made.wait = ReplayWait::Bytes;
    made.answerTimeout = 50ms;
    test::RawListener listener;
    start(listener.port(), made);
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(progress().phase, Phase::Failed);
    QCOMPARE(progress().error.code, ErrorCode::IdleTimeout);
    QCOMPARE(progress().sent, 1U);
    QTRY_COMPARE(peer.pump().received(), QByteArray("a"));
}

void tst_replayrun::peerThatClosesInTheMiddle()
{
    m_source->append(m_connection, Direction::Sent, "a");
    m_source->append(m_connection, Direction::Sent, "b");
    test::RawListener listener;
    start(listener.port(), job(ReplayPace::Kind::Step));
    {
        test::RawPeer peer = listener.waitForPeer();
        m_sessions->stepReplay(m_id);
        QTRY_COMPARE(peer.pump().received(), QByteArray("a"));
        peer.reset();
    }
    QTRY_COMPARE(progress().phase, Phase::Failed);
    QCOMPARE(progress().error.code, ErrorCode::ConnectionReset);
    QCOMPARE(progress().sent, 1U);
    QCOMPARE(progress().total, 2U);
}

void tst_replayrun::peerThatHalfCloses()
{
    m_source->append(m_connection, Direction::Sent, "a");
    m_source->append(m_connection, Direction::Sent, "b");
    test::RawListener listener;
    start(listener.port(), job(ReplayPace::Kind::Step));
    test::RawPeer peer = listener.waitForPeer();
    peer.finish();
    QTRY_COMPARE(m_sessions->state(m_id).phase, EndpointState::Phase::PeerFinished);
    m_sessions->stepReplay(m_id);
    m_sessions->stepReplay(m_id);
    QTRY_COMPARE(peer.pump().received(), QByteArray("ab"));
    QTRY_COMPARE(progress().phase, Phase::Finished);
}

void tst_replayrun::refused()
{
    m_source->append(m_connection, Direction::Sent, "a");
    quint16 port = 0;
    {
        test::RawListener gone;
        port = gone.port();
    }
    start(port, job());
    QTRY_COMPARE(progress().phase, Phase::Failed);
    QCOMPARE(progress().error.code, ErrorCode::ConnectionRefused);
    QCOMPARE(progress().sent, 0U);
}

void tst_replayrun::slowPeerIsNotFlooded()
{
    for (int i = 0; i < 64; ++i)
        m_source->append(m_connection, Direction::Sent, QByteArray(1024 * 1024, char('A' + i % 26)));
    test::RawListener listener;
    start(listener.port(), job());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_VERIFY(progress().sent > 3);
    const quint64 held = progress().sent;
    QVERIFY2(held < 40, qPrintable(QString::number(held))); // what kernel and queue take, not all
    QTRY_COMPARE(peer.pump().received().size(), 64 * 1024 * 1024);
    QTRY_COMPARE(progress().phase, Phase::Finished);
}

void tst_replayrun::payloadThatCannotBeRead()
{
    m_source->append(m_connection, Direction::Sent, "a");
    m_source->append(m_connection, Direction::Sent, "b");
    m_source->failPayload(1);
    test::RawListener listener;
    start(listener.port(), job());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(progress().phase, Phase::Failed);
    QCOMPARE(progress().error.code, ErrorCode::FileFailed);
    QCOMPARE(progress().sent, 1U);
    QTRY_COMPARE(peer.pump().received(), QByteArray("a"));
}

void tst_replayrun::canceled()
{
    m_source->append(m_connection, Direction::Sent, "a", RecordKind::Data, 3'600'000'000'000);
    m_source->append(m_connection, Direction::Sent, "b");
    test::RawListener listener;
    start(listener.port(), job(ReplayPace::Kind::Timed));
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("a"));
    m_sessions->cancelReplay(m_id);
    QTRY_COMPARE(progress().phase, Phase::Failed);
    QCOMPARE(progress().error.code, ErrorCode::Canceled);
    QCOMPARE(m_sessions->state(m_id).phase, EndpointState::Phase::Open);
    m_sessions->remove(m_id);
    QTRY_VERIFY(peer.pump().isFinished());
}

void tst_replayrun::datagrams()
{
    m_source->append(m_connection, Direction::Sent, "one");
    m_source->append(m_connection, Direction::Sent, {});
    m_source->append(m_connection, Direction::Sent, "three");
    UdpItem receiver;
    receiver.udp.address = {Scheme::Udp, QStringLiteral("127.0.0.1"), 0, {}};
    const auto far = m_sessions->start(receiver);
    QVERIFY(far);
    QTRY_COMPARE(m_sessions->state(*far).phase, EndpointState::Phase::Listening);
    start(m_sessions->state(*far).local.constFirst().port, job(), Scheme::Udp);
    QTRY_COMPARE(progress().phase, Phase::Finished);
    const auto sizes = [&] {
        QList<qsizetype> got;
        for (int i = 0; i < m_sink->count(); ++i)
            got += m_sink->row(i).receivedSizes;
        return got;
    };
    QTRY_COMPARE(sizes(), (QList<qsizetype>{3, 0, 5}));
}

void tst_replayrun::nothingToSend()
{
    test::RawListener listener;
    start(listener.port(), job());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(progress().phase, Phase::Finished);
    QCOMPARE(progress().total, 0U);
}

void tst_replayrun::serversAreRefused()
{
    const auto started = m_sessions->startReplay(ServerItem{}, job());
    QVERIFY(!started);
    QCOMPARE(started.error().code, ErrorCode::BadOption);
    ClientItem item;
    item.client.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), 0, {}};
    const auto portless = m_sessions->startReplay(item, job());
    QVERIFY(!portless);
    QCOMPARE(portless.error().code, ErrorCode::BadAddress);
    item.client.address.port = 1;
    QVERIFY(!m_sessions->startReplay(item, {}));
}

QTEST_GUILESS_MAIN(tst_replayrun)
#include "tst_replayrun.moc"
