// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "net/tcpserver.h"
#include "support/rawpeer.h"
#include "support/recordingsink.h"
#include "support/socketfacts.h"
#include "support/turns.h"

#include <QSignalSpy>
#include <QTest>

#include <deque>
#include <thread>

using namespace wl;
using namespace wl::test;
using Phase = EndpointState::Phase;

namespace {

/// A server and what it told.
struct Rig
{
    explicit Rig(const QString& host = QStringLiteral("127.0.0.1"), ResponderFactory factory = {},
                 const std::function<void(TcpServerSpec&)>& change = {})
    {
        TcpServerSpec spec;
        spec.label = QStringLiteral("Test");
        spec.address.host = host;
        if (change)
            change(spec);
        server = std::make_unique<TcpServer>(spec, std::move(factory), EndpointId(7), sink);
        QObject::connect(server.get(), &Endpoint::stateChanged, server.get(), [this](const EndpointState& s) {
            state = s;
            ++changes;
        });
        QObject::connect(server.get(), &Endpoint::sendFailed, server.get(),
                         [this](ConnectionId id, const Error& error) {
                             failedAt = id;
                             failure = error;
                         });
        server->start();
    }
    [[nodiscard]] quint16 port() const { return state.local.isEmpty() ? quint16(0) : state.local[0].port; }
    [[nodiscard]] RawPeer client() const { return RawPeer::connectTo(port()); }

    RecordingSink sink;
    std::unique_ptr<TcpServer> server;
    EndpointState state;
    int changes = 0;
    ConnectionId failedAt;
    Error failure;
};

/// Echoes, and pauses while its peer does not read.
class TestEcho final : public Responder
{
public:
    void received(ResponderPeer& peer, QByteArrayView bytes) override
    {
        peer.send(bytes);
        if (peer.queuedBytes() > 1'000'000)
            peer.setReadingPaused(true);
    }
    void drained(ResponderPeer& peer) override { peer.setReadingPaused(false); }
};

ResponderFactory echo()
{
    return [] { return std::make_unique<TestEcho>(); };
}

/// Answers some time after the peer's FIN.
class LateAnswer final : public Responder
{
public:
    void received(ResponderPeer&, QByteArrayView bytes) override { m_question.append(bytes); }
    void peerFinished(ResponderPeer& peer) override
    {
        peer.after(std::chrono::milliseconds(300), [this, &peer] {
            peer.send("answer to " + m_question);
            peer.close();
        });
    }

private:
    QByteArray m_question;
};

} // namespace

class tst_TcpServer : public QObject
{
    Q_OBJECT

private slots:
    void listensOnAFreePort();
    void emptyHostIsBothLoopbacks();
    void starIsDualStack();
    void bracketsAreOnlyV6();
    void listensOnAName();
    void unknownNameFails();
    void portInUse();
    void reuseSwitch();
    void addressThatIsNotHere();
    void recordsItsClients();
    void sendsToOneSomeAll();
    void closesAndResets();
    void stopsListeningWithoutClosing();
    void stopsAndClosesAll();
    void refusesBeyondMaxClients();
    void answersAfterThePeersFin();
    void keepsHalfOpenClientsAsLongAsTold_data();
    void keepsHalfOpenClientsAsLongAsTold();
    void sendingKeepsAHalfOpenClient();
    void setsItsOptions_data();
    void setsItsOptions();
    void tellsOfAnswersWithoutRoom();
    void slowReaderPausesTheEcho();
    void thousandClientsKeepTheirOrder();
    void clientThatIsGoneBeforeAccept();
    void mayBeStoppedWhileItTells();
    void destructionEndsAll();
};

void tst_TcpServer::listensOnAFreePort()
{
    Rig rig;
    QCOMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.state.local.size(), 1);
    QVERIFY(rig.port() > 0);
    QVERIFY(rig.client().isConnected());
}

void tst_TcpServer::emptyHostIsBothLoopbacks()
{
    Rig rig((QString()), echo());
    QCOMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.state.local.size(), 2);
    QCOMPARE(rig.state.local[0].port, rig.state.local[1].port);
    for (const bool v6 : {false, true}) {
        RawPeer peer = RawPeer::connectTo(rig.port(), v6);
        QVERIFY(peer.isConnected());
        peer.send("x");
        QTRY_COMPARE(peer.pump().received(), "x");
    }
    QCOMPARE(rig.sink.row(0).info.peer.family, SocketAddress::Family::IPv4);
    QCOMPARE(rig.sink.row(1).info.peer.family, SocketAddress::Family::IPv6);
}

void tst_TcpServer::starIsDualStack()
{
    Rig rig(QStringLiteral("*"));
    QCOMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.state.local.size(), 1);
    QCOMPARE(rig.state.local[0].toString(), QStringLiteral("*:%1").arg(rig.port()));
    RawPeer v4 = RawPeer::connectTo(rig.port(), false);
    RawPeer v6 = RawPeer::connectTo(rig.port(), true);
    QTRY_COMPARE(rig.sink.count(), 2);
    QCOMPARE(rig.sink.row(0).info.peer.host(), QHostAddress(QHostAddress::LocalHost)); // not ::ffff:127.0.0.1
    QCOMPARE(rig.sink.row(0).info.local.host(), QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(rig.sink.row(1).info.peer.host(), QHostAddress(QHostAddress::LocalHostIPv6));
}

void tst_TcpServer::bracketsAreOnlyV6()
{
    Rig rig(QStringLiteral("::"));
    QCOMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.state.local[0].toString(), QStringLiteral("[::]:%1").arg(rig.port()));
    QVERIFY(!RawPeer::connectTo(rig.port(), false).isConnected());
    QVERIFY(RawPeer::connectTo(rig.port(), true).isConnected());
}

void tst_TcpServer::listensOnAName()
{
    Rig rig(QStringLiteral("localhost"));
    QCOMPARE(rig.state.phase, Phase::Starting);
    QTRY_COMPARE(rig.state.phase, Phase::Listening);
    QVERIFY(rig.client().isConnected());
}

void tst_TcpServer::unknownNameFails()
{
    Rig rig(QStringLiteral("no-such-host.invalid"));
    QTRY_COMPARE_WITH_TIMEOUT(rig.state.phase, Phase::Failed, 60'000);
    QCOMPARE(rig.state.error.code, ErrorCode::NameNotFound);
    QCOMPARE(rig.state.error.detail, QStringLiteral("no-such-host.invalid"));
}

void tst_TcpServer::portInUse()
{
    Rig first;
    const auto samePort = [&first](TcpServerSpec& spec) { spec.address.port = first.port(); };
    for (const QString& host : {QStringLiteral("127.0.0.1"), QString(), QStringLiteral("*")}) {
        Rig second(host, {}, samePort);
        QCOMPARE(second.state.phase, Phase::Failed);
        QCOMPARE(second.state.error.code, ErrorCode::AddressInUse);
        QVERIFY(second.state.error.detail.endsWith(QString::number(first.port())));
        QCOMPARE(second.state.error.detail.startsWith(u'*'), host == u'*');
        QVERIFY(second.state.local.isEmpty());
    }
    first.server->stop(false);
    Rig third(QStringLiteral("127.0.0.1"), {}, [&first](TcpServerSpec& spec) {
        spec.address.port = first.state.local.isEmpty() ? quint16(0) : first.port();
    });
    QCOMPARE(third.state.phase, Phase::Listening);
}

void tst_TcpServer::reuseSwitch()
{
    for (const bool reuse : {true, false}) {
        quint16 port = 0;
        {
            Rig rig;
            port = rig.port();
            RawPeer peer = rig.client();
            QTRY_COMPARE(rig.sink.count(), 1);
            rig.server->close({}); // the end that closes first keeps TIME_WAIT
            QTRY_VERIFY(peer.pump().isFinished());
            peer.close();
            QTRY_VERIFY(rig.sink.row(0).has(RecordKind::Closed));
        }
        Rig again(QStringLiteral("127.0.0.1"), {}, [port, reuse](TcpServerSpec& spec) {
            spec.address.port = port;
            spec.reuseAddress = reuse;
        });
        QCOMPARE(again.state.phase, reuse ? Phase::Listening : Phase::Failed);
    }
}

void tst_TcpServer::addressThatIsNotHere()
{
    Rig rig(QStringLiteral("192.0.2.1")); // RFC 5737: documentation
    QCOMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::AddressNotAvailable);
}

void tst_TcpServer::recordsItsClients()
{
    Rig rig(QStringLiteral("127.0.0.1"), echo());
    RawPeer peer = rig.client();
    peer.send("ping");
    QTRY_COMPARE(peer.pump().received(), "ping");
    const SinkRow row = rig.sink.row(0);
    QCOMPARE(row.info.endpoint, EndpointId(7));
    QCOMPARE(row.info.role, Role::Server);
    QCOMPARE(row.info.transport, Transport::Tcp);
    QCOMPARE(row.info.label, QStringLiteral("Test"));
    QCOMPARE(row.info.local.port, rig.port());
    QCOMPARE(row.info.peer.port, peer.localPort());
    QCOMPARE(row.received, "ping");
    QCOMPARE(row.sent, "ping");
    QCOMPARE(row.story(), QStringLiteral("Opened<"));
    peer.close();
    QTRY_COMPARE(rig.sink.row(0).story(), QStringLiteral("Opened< HalfClosed< Closed>"));
}

void tst_TcpServer::sendsToOneSomeAll()
{
    Rig rig;
    std::deque<RawPeer> peers;
    for (int i = 0; i < 3; ++i)
        peers.push_back(rig.client());
    QTRY_COMPARE(rig.sink.count(), 3);
    QCOMPARE(rig.server->send({}, "all "), 3);
    QCOMPARE(rig.server->send({ConnectionId(1)}, "one "), 1);
    QCOMPARE(rig.server->send({ConnectionId(0), ConnectionId(2)}, "some "), 2);
    // Connections go to rows in the order in which they were accepted, which is that of connecting.
    QTRY_COMPARE(peers[0].pump().received(), "all some ");
    QTRY_COMPARE(peers[1].pump().received(), "all one ");
    QTRY_COMPARE(peers[2].pump().received(), "all some ");
    QCOMPARE(rig.server->send({ConnectionId(1), ConnectionId(99)}, "x"), 1);
    QCOMPARE(rig.failedAt, ConnectionId(99));
    QCOMPARE(rig.failure.code, ErrorCode::NotConnected);
    QCOMPARE(rig.server->queuedBytes({}), 0);
}

void tst_TcpServer::closesAndResets()
{
    Rig rig;
    RawPeer closed = rig.client();
    RawPeer reset = rig.client();
    RawPeer finished = rig.client();
    QTRY_COMPARE(rig.sink.count(), 3);
    rig.server->close({ConnectionId(0)});
    rig.server->reset({ConnectionId(1)});
    rig.server->finish({ConnectionId(2)});
    QTRY_VERIFY(closed.pump().isFinished());
    QTRY_COMPARE(reset.pump().error(), ECONNRESET);
    QTRY_VERIFY(finished.pump().isFinished());
    finished.send("still heard");
    QTRY_COMPARE(rig.sink.row(2).received, "still heard");
    QCOMPARE(rig.sink.row(1).story(), QStringLiteral("Opened< Reset>"));
    rig.server->reset({});
    QTRY_COMPARE(rig.sink.row(2).story(), QStringLiteral("Opened< HalfClosed> Reset>"));
}

void tst_TcpServer::stopsListeningWithoutClosing()
{
    Rig rig(QStringLiteral("127.0.0.1"), echo());
    const quint16 port = rig.port();
    RawPeer peer = rig.client();
    QTRY_COMPARE(rig.sink.count(), 1);
    rig.server->stop(false);
    QCOMPARE(rig.state.phase, Phase::Stopped);
    QVERIFY(rig.state.local.isEmpty());
    QVERIFY(!RawPeer::connectTo(port).isConnected());
    peer.send("lives");
    QTRY_COMPARE(peer.pump().received(), "lives");
    rig.server->start();
    QCOMPARE(rig.state.phase, Phase::Listening);
    QVERIFY(rig.client().isConnected());
}

void tst_TcpServer::stopsAndClosesAll()
{
    Rig rig;
    RawPeer peer = rig.client();
    QTRY_COMPARE(rig.sink.count(), 1);
    rig.server->stop(true);
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.error(), 0);
}

void tst_TcpServer::refusesBeyondMaxClients()
{
    Rig rig(QStringLiteral("127.0.0.1"), echo(), [](TcpServerSpec& spec) { spec.maxClients = 2; });
    RawPeer a = rig.client();
    RawPeer b = rig.client();
    RawPeer c = rig.client();
    RawPeer d = rig.client();
    QTRY_COMPARE(rig.state.refusedClients, 2u);
    QTRY_VERIFY(c.pump().isFinished() || c.error() != 0);
    QTRY_VERIFY(d.pump().isFinished() || d.error() != 0);
    QCOMPARE(rig.sink.row(2).story(), QStringLiteral("Failed>"));
    QVERIFY(rig.sink.row(2).events[0].text.contains(u"2 clients"));
    a.send("a");
    QTRY_COMPARE(a.pump().received(), "a");
    // A place that comes free is given again.
    b.close();
    QTRY_VERIFY(rig.sink.row(1).has(RecordKind::Closed));
    RawPeer e = rig.client();
    e.send("e");
    QTRY_COMPARE(e.pump().received(), "e");
    QCOMPARE(rig.state.refusedClients, 2u);
}

void tst_TcpServer::answersAfterThePeersFin()
{
    Rig rig(QStringLiteral("127.0.0.1"), [] { return std::make_unique<LateAnswer>(); });
    RawPeer peer = rig.client();
    peer.send("question");
    peer.finish();
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received(), "answer to question");
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened< HalfClosed< Closed>"));
}

void tst_TcpServer::keepsHalfOpenClientsAsLongAsTold_data()
{
    QTest::addColumn<int>("timeoutMs");
    QTest::newRow("not at all") << 0;
    QTest::newRow("a little") << 50;
}

void tst_TcpServer::keepsHalfOpenClientsAsLongAsTold()
{
    QFETCH(int, timeoutMs);
    Rig rig(QStringLiteral("127.0.0.1"), {}, [timeoutMs](TcpServerSpec& spec) {
        spec.halfOpenTimeout = std::chrono::milliseconds(timeoutMs);
    });
    RawPeer peer = rig.client();
    peer.finish();
    QTRY_VERIFY(peer.pump().isFinished());
    QTRY_COMPARE(rig.sink.row(0).story(), QStringLiteral("Opened< HalfClosed< Closed>"));
}

void tst_TcpServer::sendingKeepsAHalfOpenClient()
{
    constexpr std::chrono::milliseconds idle{200};
    Rig rig(QStringLiteral("127.0.0.1"), {}, [&](TcpServerSpec& spec) { spec.halfOpenTimeout = idle; });
    RawPeer peer = rig.client();
    peer.finish();
    QTRY_COMPARE(rig.sink.count(), 1);
    QTRY_COMPARE(rig.sink.row(0).story(), QStringLiteral("Opened< HalfClosed<"));
    // For longer than the time; then nothing more. However slow the machine: from the last bytes on it has
    // all of its time.
    const Timestamp begin = now();
    Timestamp lastSent = begin;
    while (now() - begin < 2 * idle && !rig.sink.row(0).has(RecordKind::Closed)) {
        const Timestamp before = now();
        if (rig.server->send({ConnectionId(0)}, ".") == 1)
            lastSent = before;
        turnEventLoop(1);
    }
    QTRY_VERIFY(rig.sink.row(0).has(RecordKind::Closed));
    QVERIFY(now() - lastSent >= idle);
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.error(), 0);
}

void tst_TcpServer::setsItsOptions_data()
{
    QTest::addColumn<StreamOptions>("options");
    QTest::newRow("standard") << StreamOptions{};
    QTest::newRow("others") << StreamOptions{false, true, 20'000, 30'000};
}

void tst_TcpServer::setsItsOptions()
{
    QFETCH(StreamOptions, options);
    Rig rig(QStringLiteral("127.0.0.1"), {}, [&options](TcpServerSpec& spec) {
        spec.stream = options;
        spec.backlog = 7;
    });
    const RawPeer peer = rig.client();
    QTRY_COMPARE(rig.sink.count(), 1);
    const int listener = findSocket(rig.port(), 0);
    QVERIFY(listener >= 0);
    QCOMPARE(backlogOf(listener), 7u);
    const int fd = findSocket(rig.port(), peer.localPort());
    QVERIFY(fd >= 0);
    QCOMPARE(optionOf(fd, IPPROTO_TCP, TCP_NODELAY) != 0, options.noDelay);
    QCOMPARE(optionOf(fd, SOL_SOCKET, SO_KEEPALIVE) != 0, options.keepAlive);
    // Linux counts its own overhead: twice what was asked for.
    if (options.sendBufferBytes > 0)
        QCOMPARE(optionOf(fd, SOL_SOCKET, SO_SNDBUF), 2 * options.sendBufferBytes);
    if (options.receiveBufferBytes > 0)
        QCOMPARE(optionOf(fd, SOL_SOCKET, SO_RCVBUF), 2 * options.receiveBufferBytes);
}

void tst_TcpServer::tellsOfAnswersWithoutRoom()
{
    struct TooMuch final : Responder
    {
        void received(ResponderPeer& peer, QByteArrayView) override
        {
            QVERIFY(!peer.send(QByteArray(limits::sendQueueBytes + 1, 'x')));
        }
    };
    Rig rig(QStringLiteral("127.0.0.1"), [] { return std::make_unique<TooMuch>(); });
    RawPeer peer = rig.client();
    peer.send("?");
    QTRY_COMPARE(rig.failure.code, ErrorCode::QueueFull);
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened< Note>"));
    QVERIFY(rig.sink.row(0).events.last().text.contains(QString::number(limits::sendQueueBytes + 1)));
}

void tst_TcpServer::slowReaderPausesTheEcho()
{
    Rig rig(QStringLiteral("127.0.0.1"), echo());
    RawPeer peer = RawPeer::connectTo(rig.port(), false, 65'536);
    const QByteArray piece(256 * 1024, 'e');
    qint64 sent = 0;
    qint64 most = 0;
    for (int idle = 0; idle < 50; ++idle) {
        const qint64 more = peer.send(piece);
        sent += more;
        idle = more > 0 ? 0 : idle;
        turnEventLoop(1);
        most = std::max(most, rig.server->queuedBytes({}));
    }
    // The peer can send no more: we neither read on nor grow, and nothing is lost.
    QVERIFY2(most < 4'000'000, qPrintable(QString::number(most)));
    QVERIFY(sent > 0);
    QTRY_COMPARE(peer.pump().received().size(), sent);
    QCOMPARE(rig.failure.code, ErrorCode::None);
}

void tst_TcpServer::thousandClientsKeepTheirOrder()
{
    constexpr int clients = 1000;
    constexpr int messages = 100;
    Rig rig(QStringLiteral("127.0.0.1"), echo());
    const quint16 port = rig.port();
    std::atomic<int> wrong{0};
    std::atomic<bool> isDone{false};
    std::thread peers([&] {
        std::deque<RawPeer> all;
        for (int i = 0; i < clients; ++i)
            all.push_back(RawPeer::connectTo(port));
        for (int m = 0; m < messages; ++m) {
            for (int i = 0; i < clients; ++i) {
                const QByteArray message = QByteArray::number(i) + ':' + QByteArray::number(m) + '\n';
                if (all[size_t(i)].send(message) != message.size())
                    ++wrong;
            }
        }
        for (RawPeer& peer : all)
            peer.finish();
        for (int i = 0; i < clients; ++i) {
            QByteArray expected;
            for (int m = 0; m < messages; ++m)
                expected += QByteArray::number(i) + ':' + QByteArray::number(m) + '\n';
            RawPeer& peer = all[size_t(i)];
            while (!peer.pump().isFinished() && peer.error() == 0)
                std::this_thread::yield();
            if (peer.received() != expected)
                ++wrong;
        }
        isDone = true;
    });
    QTRY_VERIFY_WITH_TIMEOUT(isDone, 100'000);
    peers.join();
    QCOMPARE(wrong, 0);
    QCOMPARE(rig.sink.count(), clients);
    for (int i = 0; i < clients; ++i) {
        const SinkRow row = rig.sink.row(i);
        QCOMPARE(row.sent, row.received);
        QCOMPARE(row.received.count('\n'), messages);
        QCOMPARE(row.story(), QStringLiteral("Opened< HalfClosed< Closed>"));
    }
}

void tst_TcpServer::clientThatIsGoneBeforeAccept()
{
    Rig rig;
    rig.client().reset(); // the event loop has not run: it is still in the backlog
    QTRY_COMPARE(rig.sink.count(), 1);
    QTRY_VERIFY(rig.sink.row(0).has(RecordKind::Reset));
    QVERIFY(rig.sink.row(0).info.peer.isValid());
    QVERIFY(rig.client().isConnected());
}

void tst_TcpServer::mayBeStoppedWhileItTells()
{
    // Stops in the middle of accepting.
    struct Rude final : Responder
    {
        explicit Rude(std::function<void()> told)
            : call(std::move(told))
        {
        }
        void opened(ResponderPeer&) override { call(); }
        void received(ResponderPeer&, QByteArrayView) override {}
        std::function<void()> call;
    };
    TcpServer* server = nullptr;
    const auto stop = [&server] { server->stop(true); };
    Rig rig(QStringLiteral("127.0.0.1"), [&stop] { return std::make_unique<Rude>(stop); });
    server = rig.server.get();
    RawPeer first = rig.client();
    RawPeer second = rig.client();
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    QTRY_VERIFY(first.pump().isFinished());
    QTRY_VERIFY(second.pump().isFinished() || second.error() == ECONNRESET);
    QCOMPARE(rig.sink.count(), 1);
    rig.server->start();
    QCOMPARE(rig.state.phase, Phase::Listening);
}

void tst_TcpServer::destructionEndsAll()
{
    Rig rig(QStringLiteral("127.0.0.1"), echo());
    RawPeer peer = rig.client();
    QTRY_COMPARE(rig.sink.count(), 1);
    rig.server.reset();
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened< Closed>"));
    QTRY_VERIFY(peer.pump().isFinished());
}

QTEST_GUILESS_MAIN(tst_TcpServer)
#include "tst_tcpserver.moc"
