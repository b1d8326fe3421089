// SPDX-License-Identifier: MIT
#include "net/tcpclient.h"
#include "net/tcpserver.h"
#include "support/networkplace.h"
#include "support/rawpeer.h"
#include "support/recordingsink.h"
#include "support/socketfacts.h"
#include "support/turns.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace wl;
using namespace wl::test;
using Phase = EndpointState::Phase;
using namespace std::chrono_literals;

namespace {

/// A client and what it told.
struct Rig
{
    explicit Rig(quint16 port, const std::function<void(TcpClientSpec&)>& change = {},
                 ResponderFactory factory = {})
    {
        TcpClientSpec spec;
        spec.label = QStringLiteral("Test");
        spec.address.host = QStringLiteral("127.0.0.1");
        spec.address.port = port;
        if (change)
            change(spec);
        client = std::make_unique<TcpClient>(spec, std::move(factory), EndpointId(3), sink);
        QObject::connect(client.get(), &Endpoint::stateChanged, client.get(), [this](const EndpointState& s) {
            state = s;
            phases.append(s.phase);
        });
        QObject::connect(client.get(), &Endpoint::sendFailed, client.get(),
                         [this](ConnectionId, const Error& error) { failure = error; });
        client->start();
    }

    RecordingSink sink;
    std::unique_ptr<TcpClient> client;
    EndpointState state;
    QList<Phase> phases;
    Error failure;
};

/// Memory of this process that no file stands behind, in bytes; 0 where the system does not say.
qint64 anonymousBytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf("RssAnon:");
    return at < 0 ? 0 : text.mid(at + 8, text.indexOf("kB", at) - at - 8).trimmed().toLongLong() * 1024;
}

} // namespace

class tst_TcpClient : public QObject
{
    Q_OBJECT

private slots:
    void connectsAndTalks();
    void connectsByName();
    void connectsOverIPv6();
    void takesTheNextAddress();
    void refused();
    void nameNotFound();
    void badLocalAddress_data();
    void badLocalAddress();
    void choosesItsLocalEnd();
    void localPortInUse();
    void timesOut();
    void zeroIsNoTimeLimit();
    void unreachable_data();
    void unreachable();
    void meetsNotItself();
    void setsItsOptions();
    void hasStandardOptions();
    void halfCloses();
    void peerFinishesFirst();
    void peerFinishedIsLeftAfterATime();
    void answersAfterThePeersFin();
    void deliversTwentyMegabytesQueuedAtFin();
    void resets();
    void dropsItsQueueAndStaysOpen();
    void peerResets();
    void sendsOnlyWhereItIsConnected();
    void stopsWhileConnecting();
    void startsAgain();
    void reconnects();
    void doesNotReconnectAfterTheUser();
    void streamsAFile();
    void gigabyteNeedsLittleMemory();
    void ignoresTheEnvironmentsProxy();
};

void tst_TcpClient::connectsAndTalks()
{
    RawListener listener;
    Rig rig(listener.port());
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.phases, (QList<Phase>{Phase::Starting, Phase::Connecting, Phase::Open}));
    QCOMPARE(rig.state.peer.port, listener.port());
    QCOMPARE(rig.state.local.at(0).host(), QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(rig.state.connection, ConnectionId(0));
    QCOMPARE(rig.client->send({}, "question"), 1);
    QTRY_COMPARE(peer.pump().received(), "question");
    peer.send("answer");
    QTRY_COMPARE(rig.sink.row(0).received, "answer");
    const SinkRow row = rig.sink.row(0);
    QCOMPARE(row.info.role, Role::Client);
    QCOMPARE(row.info.endpoint, EndpointId(3));
    QCOMPARE(row.sent, "question");
    QCOMPARE(row.story(), QStringLiteral("Opened>"));
}

void tst_TcpClient::connectsByName()
{
    RawListener listener;
    Rig rig(listener.port(), [](TcpClientSpec& spec) { spec.address.host = QStringLiteral("localhost"); });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
}

void tst_TcpClient::connectsOverIPv6()
{
    RecordingSink sink;
    TcpServerSpec spec;
    spec.address.host = QStringLiteral("::1");
    TcpServer server(spec, {}, EndpointId(1), sink);
    EndpointState state;
    connect(&server, &Endpoint::stateChanged, this, [&state](const EndpointState& s) { state = s; });
    server.start();
    Rig rig(state.local.at(0).port, [](TcpClientSpec& s) { s.address.host = QStringLiteral("::1"); });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.state.peer.family, SocketAddress::Family::IPv6);
}

void tst_TcpClient::takesTheNextAddress()
{
    // Something listens on 127.0.0.1 only; where the name also has ::1, that is refused first.
    RawListener listener;
    Rig rig(listener.port(), [](TcpClientSpec& spec) { spec.address.host = QStringLiteral("localhost"); });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.state.peer.host(), QHostAddress(QHostAddress::LocalHost));
    for (int i = 0; i < rig.sink.count() - 1; ++i)
        QVERIFY(rig.sink.row(i).has(RecordKind::Failed));
}

void tst_TcpClient::refused()
{
    RawListener listener;
    const quint16 port = listener.port();
    listener.close();
    Rig rig(port);
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::ConnectionRefused);
    QCOMPARE(rig.state.error.detail, QStringLiteral("127.0.0.1:%1").arg(port));
    QCOMPARE(rig.state.error.native, ECONNREFUSED);
    QCOMPARE(rig.sink.count(), 1);
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Failed>"));
    QCOMPARE(rig.sink.row(0).events[0].text, QStringLiteral("connection-refused"));
}

void tst_TcpClient::nameNotFound()
{
    Rig rig(1, [](TcpClientSpec& spec) {
        spec.address.host = QStringLiteral("no-such-host.invalid");
        spec.connectTimeout = 60s;
    });
    QTRY_COMPARE_WITH_TIMEOUT(rig.state.phase, Phase::Failed, 60'000);
    QCOMPARE(rig.state.error.code, ErrorCode::NameNotFound);
    QCOMPARE(rig.state.error.detail, QStringLiteral("no-such-host.invalid"));
    QCOMPARE(rig.sink.count(), 1);
    QCOMPARE(rig.state.connection, ConnectionId(0));
    const SinkRow row = rig.sink.row(0);
    QVERIFY(!row.info.peer.isValid());
    QVERIFY(!row.info.local.isValid());
    QCOMPARE(row.story(), QStringLiteral("Failed>"));
    QCOMPARE(row.events[0].text, QStringLiteral("name-not-found (no-such-host.invalid)"));
}

void tst_TcpClient::badLocalAddress_data()
{
    QTest::addColumn<QString>("local");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no address") << QStringLiteral("eth7") << ErrorCode::BadAddress;
    QTest::newRow("not of this machine") << QStringLiteral("192.0.2.1") << ErrorCode::AddressNotAvailable;
    QTest::newRow("other family") << QStringLiteral("::1") << ErrorCode::AddressNotAvailable;
}

void tst_TcpClient::badLocalAddress()
{
    QFETCH(QString, local);
    QFETCH(ErrorCode, code);
    RawListener listener;
    Rig rig(listener.port(), [&local](TcpClientSpec& spec) { spec.localHost = local; });
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, code);
    QVERIFY2(rig.state.error.detail.contains(local), qPrintable(rig.state.error.detail));
}

void tst_TcpClient::choosesItsLocalEnd()
{
    RawListener free;
    const quint16 port = free.port();
    free.close();
    RawListener listener;
    Rig rig(listener.port(), [port](TcpClientSpec& spec) {
        spec.localHost = QStringLiteral("127.0.0.3");
        spec.localPort = port;
    });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.state.local.at(0).toString(), QStringLiteral("127.0.0.3:%1").arg(port));
}

void tst_TcpClient::localPortInUse()
{
    RawListener taken;
    RawListener listener;
    Rig rig(listener.port(), [&taken](TcpClientSpec& spec) {
        spec.localHost = QStringLiteral("127.0.0.1");
        spec.localPort = taken.port();
    });
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::AddressInUse);
    QCOMPARE(rig.state.error.detail, QStringLiteral("127.0.0.1:%1").arg(taken.port()));
}

void tst_TcpClient::timesOut()
{
    // With its one place taken, a full backlog leaves a SYN unanswered.
    RawListener listener(0);
    const RawPeer first = RawPeer::connectTo(listener.port());
    Rig rig(listener.port(), [](TcpClientSpec& spec) { spec.connectTimeout = 200ms; });
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::ConnectTimeout);
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Failed>"));
}

void tst_TcpClient::zeroIsNoTimeLimit()
{
    RawListener listener;
    Rig rig(listener.port(), [](TcpClientSpec& spec) {
        spec.address.host = QStringLiteral("localhost"); // looked up, and more than one address
        spec.connectTimeout = 0ms;
    });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
}

void tst_TcpClient::unreachable_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("host") << QStringLiteral("10.8.0.1") << ErrorCode::HostUnreachable;
    QTest::newRow("network") << QStringLiteral("10.7.0.1") << ErrorCode::NetworkUnreachable;
    QTest::newRow("prohibited") << QStringLiteral("10.6.0.1") << ErrorCode::ConnectionForbidden;
    QTest::newRow("silent") << QStringLiteral("10.9.0.1") << ErrorCode::ConnectTimeout;
}

void tst_TcpClient::unreachable()
{
    QFETCH(QString, host);
    QFETCH(ErrorCode, code);
    EndpointState state;
    QString story;
    const QStringList routes{QStringLiteral("route add unreachable 10.8.0.0/24"),
                             QStringLiteral("route add 10.9.0.0/24 dev lo"),
                             QStringLiteral("route add prohibit 10.6.0.0/24")};
    const bool isMade = inOwnNetwork(routes, [&] {
        QEventLoop loop;
        Rig rig(80, [&host](TcpClientSpec& spec) {
            spec.address.host = host;
            spec.connectTimeout = 200ms;
        });
        connect(rig.client.get(), &Endpoint::stateChanged, rig.client.get(), [&loop](const EndpointState& s) {
            if (s.phase == Phase::Failed)
                loop.quit();
        });
        loop.exec();
        state = rig.state;
        story = rig.sink.row(0).story();
    });
    if (!isMade)
        QSKIP("no rights to make a network of its own");
    QCOMPARE(state.error.code, code);
    QCOMPARE(state.error.detail, host + QStringLiteral(":80"));
    QCOMPARE(story, QStringLiteral("Failed>"));
}

void tst_TcpClient::meetsNotItself()
{
    // To a port that nobody listens on, from that very port, TCP connects to itself (RFC 9293 3.5).
    RawListener listener;
    const quint16 port = listener.port();
    listener.close();
    Rig rig(port, [port](TcpClientSpec& spec) {
        spec.localHost = QStringLiteral("127.0.0.1");
        spec.localPort = port;
    });
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::ConnectionRefused);
}

void tst_TcpClient::setsItsOptions()
{
    RawListener listener;
    Rig rig(listener.port(), [](TcpClientSpec& spec) {
        spec.stream.noDelay = false;
        spec.stream.keepAlive = true;
        spec.stream.sendBufferBytes = 20'000;
        spec.stream.receiveBufferBytes = 30'000;
    });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    const int fd = findSocket(rig.state.local.constFirst().port, listener.port());
    QVERIFY(fd >= 0);
    QCOMPARE(optionOf(fd, IPPROTO_TCP, TCP_NODELAY), 0);
    QCOMPARE(optionOf(fd, SOL_SOCKET, SO_KEEPALIVE), 1);
    // Linux counts its own overhead: twice what was asked for.
    QCOMPARE(optionOf(fd, SOL_SOCKET, SO_SNDBUF), 40'000);
    QCOMPARE(optionOf(fd, SOL_SOCKET, SO_RCVBUF), 60'000);
}

void tst_TcpClient::hasStandardOptions()
{
    RawListener listener;
    Rig rig(listener.port());
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    const int fd = findSocket(rig.state.local.constFirst().port, listener.port());
    QVERIFY(fd >= 0);
    QVERIFY(optionOf(fd, IPPROTO_TCP, TCP_NODELAY) != 0);
    QCOMPARE(optionOf(fd, SOL_SOCKET, SO_KEEPALIVE), 0);
}

void tst_TcpClient::halfCloses()
{
    RawListener listener;
    Rig rig(listener.port());
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    rig.client->send({}, "all I have");
    rig.client->finish({});
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received(), "all I have");
    peer.send("late answer");
    QTRY_COMPARE(rig.sink.row(0).received, "late answer");
    QCOMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.client->send({}, "more"), 0);
    QCOMPARE(rig.failure.code, ErrorCode::NotConnected);
    peer.close();
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.state.error.code, ErrorCode::None);
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened> HalfClosed> Closed<"));
}

void tst_TcpClient::peerFinishesFirst()
{
    RawListener listener;
    Rig rig(listener.port());
    RawPeer peer = listener.waitForPeer();
    peer.send("bye");
    peer.finish();
    QTRY_COMPARE(rig.state.phase, Phase::PeerFinished);
    QCOMPARE(rig.client->send({}, "wait"), 1);
    QTRY_COMPARE(peer.pump().received(), "wait");
    rig.client->close({});
    QTRY_VERIFY(peer.pump().isFinished());
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened> HalfClosed< Closed>"));
}

void tst_TcpClient::peerFinishedIsLeftAfterATime()
{
    RawListener listener;
    Rig rig(listener.port(), [](TcpClientSpec& spec) { spec.halfOpenTimeout = 20ms; });
    RawPeer peer = listener.waitForPeer();
    peer.finish();
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.state.error.code, ErrorCode::ClosedByPeer);
    QTRY_VERIFY(peer.pump().isFinished());
}

void tst_TcpClient::answersAfterThePeersFin()
{
    struct Late final : Responder
    {
        void received(ResponderPeer&, QByteArrayView) override {}
        void peerFinished(ResponderPeer& peer) override
        {
            peer.after(300ms, [&peer] {
                peer.send("late");
                peer.close();
            });
        }
    };
    RawListener listener;
    Rig rig(listener.port(), {}, [] { return std::make_unique<Late>(); });
    RawPeer peer = listener.waitForPeer();
    peer.finish();
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received(), "late");
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
}

void tst_TcpClient::deliversTwentyMegabytesQueuedAtFin()
{
    RawListener listener;
    Rig rig(listener.port());
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    const QByteArray all(20'000'000, 'a');
    QCOMPARE(rig.client->send({}, all), 1);
    peer.finish();
    QTRY_COMPARE(rig.state.phase, Phase::PeerFinished);
    rig.client->stop(false);
    QTRY_VERIFY(peer.pump(1'000'000).isFinished());
    QVERIFY(peer.received() == all);
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
}

void tst_TcpClient::resets()
{
    RawListener listener;
    Rig rig(listener.port());
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QSignalSpy lost(rig.client.get(), &Endpoint::lost);
    rig.client->send({}, QByteArray(30'000'000, 'q'));
    rig.client->reset({});
    QCOMPARE(rig.state.phase, Phase::Stopped);
    QTRY_COMPARE(peer.pump().error(), ECONNRESET);
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened> Reset>"));
    // What is dropped is told to whoever sent it, and is no failure to who reset it.
    QCOMPARE(lost.size(), 1);
    QCOMPARE(lost.first().at(1).value<Error>().code, ErrorCode::Canceled);
    QCOMPARE(rig.failure.code, ErrorCode::None);
}

void tst_TcpClient::dropsItsQueueAndStaysOpen()
{
    RawListener listener;
    Rig rig(listener.port());
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.client->dropQueued({}), 0);
    QSignalSpy lost(rig.client.get(), &Endpoint::lost);
    rig.client->send({}, QByteArray(30'000'000, 'q'));
    const qint64 dropped = rig.client->dropQueued({});
    QVERIFY(dropped > 0 && dropped < 30'000'000);
    QCOMPARE(rig.client->queuedBytes({}), 0);
    QCOMPARE(lost.size(), 1);
    QCOMPARE(lost.first().at(1).value<Error>().code, ErrorCode::Canceled);
    QCOMPARE(rig.failure.code, ErrorCode::None);
    rig.client->send({}, "end");
    rig.client->finish({});
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received().size(), 30'000'000 - dropped + 3);
    QVERIFY(peer.received().endsWith("qend"));
    QCOMPARE(rig.client->dropQueued({ConnectionId(99)}), 0);
}

void tst_TcpClient::peerResets()
{
    RawListener listener;
    Rig rig(listener.port());
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    peer.send("half a mess");
    peer.reset();
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::ConnectionReset);
    QCOMPARE(rig.sink.row(0).received, "half a mess");
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened> Reset<"));
}

void tst_TcpClient::sendsOnlyWhereItIsConnected()
{
    RawListener listener;
    const quint16 port = listener.port();
    listener.close();
    Rig rig(port);
    QCOMPARE(rig.client->send({}, "x"), 0);
    QCOMPARE(rig.failure.code, ErrorCode::NotConnected);
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.client->send({ConnectionId(0)}, "x"), 0);
    QCOMPARE(rig.client->sendFile({}, QStringLiteral("/etc/hostname")), 0);
    QCOMPARE(rig.client->queuedBytes({}), 0);
}

void tst_TcpClient::stopsWhileConnecting()
{
    RawListener listener(0);
    const RawPeer first = RawPeer::connectTo(listener.port());
    Rig rig(listener.port());
    QTRY_COMPARE(rig.state.phase, Phase::Connecting);
    rig.client->stop(false);
    QCOMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.sink.row(0).events.last().text, QStringLiteral("canceled"));
    turnEventLoop();
    QCOMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.sink.count(), 1);
}

void tst_TcpClient::startsAgain()
{
    RawListener listener;
    Rig rig(listener.port());
    RawPeer first = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    rig.client->start(); // already running: nothing
    rig.client->stop(false);
    first.close();
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    rig.client->start();
    RawPeer second = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.state.connection, ConnectionId(1));
    second.send("again");
    QTRY_COMPARE(rig.sink.row(1).received, "again");
}

void tst_TcpClient::reconnects()
{
    RawListener listener;
    Rig rig(listener.port(), [](TcpClientSpec& spec) { spec.reconnect = true; });
    RawPeer first = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    first.close();
    QTRY_COMPARE(rig.state.phase, Phase::Reconnecting);
    QCOMPARE(rig.state.retryInMs, 250);
    QCOMPARE(rig.state.error.code, ErrorCode::ClosedByPeer);
    RawPeer second = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    second.reset();
    QTRY_COMPARE(rig.state.phase, Phase::Reconnecting);
    QCOMPARE(rig.state.retryInMs, 500);
    QCOMPARE(rig.state.error.code, ErrorCode::ConnectionReset);
    listener.close();
    QTRY_VERIFY(rig.state.phase == Phase::Reconnecting && rig.state.retryInMs == 1000);
    QCOMPARE(rig.state.error.code, ErrorCode::ConnectionRefused);
    rig.client->stop(false);
    QCOMPARE(rig.state.phase, Phase::Stopped);
}

void tst_TcpClient::doesNotReconnectAfterTheUser()
{
    for (const int how : {0, 1, 2}) {
        RawListener listener;
        Rig rig(listener.port(), [](TcpClientSpec& spec) { spec.reconnect = true; });
        RawPeer peer = listener.waitForPeer();
        QTRY_COMPARE(rig.state.phase, Phase::Open);
        if (how == 0)
            rig.client->close({});
        else if (how == 1)
            rig.client->reset({});
        else
            rig.client->finish({});
        peer.close();
        QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    }
}

void tst_TcpClient::streamsAFile()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("f")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray content(5'000'000, 'f');
    file.write(content);
    file.close();
    RawListener listener;
    Rig rig(listener.port());
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.client->sendFile({}, file.fileName()), 1);
    QCOMPARE(rig.client->sendFile({}, QStringLiteral("/nowhere")), 0);
    QCOMPARE(rig.failure.code, ErrorCode::FileNotFound);
    QTRY_COMPARE(peer.pump(500'000).received().size(), content.size());
}

void tst_TcpClient::gigabyteNeedsLittleMemory()
{
    constexpr qint64 size = 1024LL * 1024 * 1024;
    constexpr qint64 most = 64LL * 1024 * 1024;
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("sparse")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(size));
    RawListener listener;
    RecordingSink sink(false);
    TcpClientSpec spec;
    spec.address.host = QStringLiteral("127.0.0.1");
    spec.address.port = listener.port();
    TcpClient client(spec, {}, EndpointId(3), sink);
    client.start();
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(sink.row(0).story(), QStringLiteral("Opened>"));
    // The peer throws away what comes, without copying it.
    std::atomic<qint64> received{0};
    ::fcntl(peer.fd(), F_SETFL, 0);
    std::thread reader([fd = peer.fd(), &received] {
        for (ssize_t got = 1; got > 0;) {
            got = ::recv(fd, nullptr, 4 * 1024 * 1024, MSG_TRUNC);
            received += std::max<ssize_t>(got, 0);
        }
        ::shutdown(fd, SHUT_WR);
    });
    const qint64 before = anonymousBytes();
    qint64 grown = 0;
    const int taken = client.sendFile({}, file.fileName());
    client.close({});
    QEventLoop loop;
    QTimer sample;
    connect(&sample, &QTimer::timeout, &loop, [&] { grown = std::max(grown, anonymousBytes() - before); });
    connect(&client, &Endpoint::stateChanged, &loop, [&](const EndpointState& state) {
        if (state.phase == Phase::Stopped || state.phase == Phase::Failed)
            loop.quit();
    });
    QTimer::singleShot(120'000, &loop, [&client] { client.reset({}); });
    sample.start(1ms);
    loop.exec();
    reader.join();
    QCOMPARE(taken, 1);
    QCOMPARE(received.load(), size);
    QVERIFY(before > 0);
    QVERIFY2(grown < most, qPrintable(QString::number(grown)));
}

void tst_TcpClient::ignoresTheEnvironmentsProxy()
{
    RawListener trap;
    const QByteArray url = "http://127.0.0.1:" + QByteArray::number(trap.port());
    const QByteArrayList names{"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"};
    for (const QByteArray& name : names)
        qputenv(name.constData(), url);
    RawListener listener;
    Rig rig(listener.port());
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    RawPeer peer = listener.waitForPeer();
    rig.client->send({}, "direct");
    QTRY_COMPARE(peer.pump().received(), "direct");
    for (const QByteArray& name : names)
        qunsetenv(name.constData());
    QVERIFY(!trap.accept());
}

QTEST_GUILESS_MAIN(tst_TcpClient)
#include "tst_tcpclient.moc"
