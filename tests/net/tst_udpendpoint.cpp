// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "net/udpendpoint.h"
#include "support/networkplace.h"
#include "support/recordingsink.h"
#include "support/turns.h"

#include <QFile>
#include <QNetworkDatagram>
#include <QNetworkInterface>
#include <QNetworkProxy>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

#include <netinet/in.h>

using namespace wl;
using namespace wl::test;
using Phase = EndpointState::Phase;

namespace {

/// An endpoint and what it told.
struct Rig
{
    explicit Rig(const std::function<void(UdpSpec&)>& change = {}, ResponderFactory factory = {})
    {
        UdpSpec spec;
        spec.label = QStringLiteral("Test");
        spec.address.scheme = Scheme::Udp;
        spec.address.host = QStringLiteral("127.0.0.1");
        if (change)
            change(spec);
        endpoint = std::make_unique<UdpEndpoint>(spec, std::move(factory), EndpointId(5), sink);
        QObject::connect(endpoint.get(), &Endpoint::stateChanged, endpoint.get(),
                         [this](const EndpointState& s) { state = s; });
        QObject::connect(endpoint.get(), &Endpoint::sendFailed, endpoint.get(),
                         [this](ConnectionId id, const Error& error) {
                             failedAt = id;
                             failure = error;
                         });
        endpoint->start();
    }
    [[nodiscard]] quint16 port() const { return state.local.isEmpty() ? quint16(0) : state.local[0].port; }

    RecordingSink sink;
    std::unique_ptr<UdpEndpoint> endpoint;
    EndpointState state;
    ConnectionId failedAt;
    Error failure;
};

/// A plain socket at the other end.
struct Peer
{
    explicit Peer(const QHostAddress& host = QHostAddress(QHostAddress::LocalHost))
    {
        socket.setProxy(QNetworkProxy::NoProxy);
        if (!socket.bind(host, 0))
            qWarning("cannot bind");
    }
    QByteArrayList pump()
    {
        while (socket.hasPendingDatagrams()) {
            QByteArray bytes(qMax<qint64>(socket.pendingDatagramSize(), 0), Qt::Uninitialized);
            socket.readDatagram(bytes.data(), bytes.size());
            received.append(bytes);
        }
        return received;
    }
    void sendTo(quint16 port, const QByteArray& bytes,
                const QHostAddress& host = QHostAddress(QHostAddress::LocalHost))
    {
        QCOMPARE(socket.writeDatagram(bytes, host, port), bytes.size());
    }
    [[nodiscard]] quint16 port() const { return socket.localPort(); }

    QUdpSocket socket;
    QByteArrayList received;
};

struct UdpEcho final : Responder
{
    void received(ResponderPeer& peer, QByteArrayView bytes) override { peer.send(bytes); }
};

ResponderFactory echo()
{
    return [] { return std::make_unique<UdpEcho>(); };
}

/// What makes two interfaces with a cable between them; loopback carries no IPv6 multicast.
QStringList cable()
{
    return {QStringLiteral("link add v0 type veth peer name v1"), QStringLiteral("link set v0 up"),
            QStringLiteral("link set v1 up"), QStringLiteral("addr add 10.77.0.1/24 dev v0"),
            QStringLiteral("-6 addr add fd77::1/64 dev v0 nodad")};
}

} // namespace

class tst_UdpEndpoint : public QObject
{
    Q_OBJECT

private slots:
    void echoes();
    void emptyHostIsBothLoopbacks();
    void starTakesBothFamiliesAndAnswersFromWhereItWasAsked();
    void zeroLengthBothWays();
    void sendsToTheTarget();
    void sendsToChosenPeers();
    void withoutTarget();
    void refusesTooLarge();
    void largestDatagram();
    void refusedByIcmpIsNotFatal();
    void portInUse();
    void reusesAnAddress();
    void unknownNames();
    void forgetsPeers();
    void answersLater();
    void sendsAFile();
    void multicastV4();
    void multicastV6();
    void groupsWithoutLoopback_data() { groups_data(); }
    void groupsWithoutLoopback();
    void groupsTtl_data() { groups_data(); }
    void groupsTtl();
    void multicastErrors_data();
    void multicastErrors();
    void broadcasts_data();
    void broadcasts();
    void ttl();
    void bindsTheRouteToARemoteTarget();
    void waitsForACongestedSinkAndCountsDrops();
    void stops();
    void stopCountsWhatIsQueued();
    void mayBeStoppedWhileItTells();
    void manyDatagramsInOrder();

private:
    static void groups_data();
};

void tst_UdpEndpoint::echoes()
{
    Rig rig({}, echo());
    QCOMPARE(rig.state.phase, Phase::Listening);
    Peer peer;
    peer.sendTo(rig.port(), "one");
    peer.sendTo(rig.port(), "two");
    QTRY_COMPARE(peer.pump(), (QByteArrayList{"one", "two"}));
    QCOMPARE(rig.sink.count(), 1);
    const SinkRow row = rig.sink.row(0);
    QCOMPARE(row.info.transport, Transport::Udp);
    QCOMPARE(row.info.role, Role::Server);
    QCOMPARE(row.info.endpoint, EndpointId(5));
    QCOMPARE(row.info.peer.port, peer.port());
    QCOMPARE(row.info.local, rig.state.local[0]);
    QCOMPARE(row.receivedSizes, (QList<qsizetype>{3, 3}));
    QCOMPARE(row.sentSizes, (QList<qsizetype>{3, 3}));
    QCOMPARE(row.story(), QStringLiteral("Opened<"));
}

void tst_UdpEndpoint::emptyHostIsBothLoopbacks()
{
    Rig rig([](UdpSpec& spec) { spec.address.host.clear(); }, echo());
    QCOMPARE(rig.state.local.size(), 2);
    QCOMPARE(rig.state.local[0].port, rig.state.local[1].port);
    Peer v6((QHostAddress(QHostAddress::LocalHostIPv6)));
    v6.sendTo(rig.port(), "six", QHostAddress(QHostAddress::LocalHostIPv6));
    QTRY_COMPARE(v6.pump(), QByteArrayList{"six"});
    Peer v4;
    v4.sendTo(rig.port(), "four");
    QTRY_COMPARE(v4.pump(), QByteArrayList{"four"});
}

void tst_UdpEndpoint::starTakesBothFamiliesAndAnswersFromWhereItWasAsked()
{
    Rig rig([](UdpSpec& spec) { spec.address.host = QStringLiteral("*"); }, echo());
    QCOMPARE(rig.state.local.size(), 1);
    QCOMPARE(rig.state.local[0].toString(), QStringLiteral("*:%1").arg(rig.port()));
    Peer v6((QHostAddress(QHostAddress::LocalHostIPv6)));
    v6.sendTo(rig.port(), "six", QHostAddress(QHostAddress::LocalHostIPv6));
    QTRY_COMPARE(v6.pump(), QByteArrayList{"six"});
    // A connected socket only takes answers from the address that it asked.
    QUdpSocket asked;
    asked.setProxy(QNetworkProxy::NoProxy);
    asked.connectToHost(QHostAddress(QStringLiteral("127.0.0.9")), rig.port());
    QCOMPARE(asked.write("x"), 1);
    QTRY_VERIFY(asked.hasPendingDatagrams());
    const SinkRow row = rig.sink.row(1);
    QCOMPARE(row.info.local.toString(), QStringLiteral("127.0.0.9:%1").arg(rig.port()));
    QCOMPARE(row.info.peer.family, SocketAddress::Family::IPv4);
}

void tst_UdpEndpoint::zeroLengthBothWays()
{
    Peer peer;
    Rig rig([&peer](UdpSpec& spec) {
        spec.target.host = QStringLiteral("127.0.0.1");
        spec.target.port = peer.port();
    });
    QTRY_COMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.endpoint->send({}, QByteArrayView()), 1);
    QCOMPARE(rig.endpoint->send({}, "x"), 1);
    QTRY_COMPARE(peer.pump(), (QByteArrayList{"", "x"}));
    peer.sendTo(rig.port(), "");
    peer.sendTo(rig.port(), "y");
    peer.sendTo(rig.port(), "");
    QTRY_COMPARE(rig.sink.row(0).receivedSizes, (QList<qsizetype>{0, 1, 0}));
    QCOMPARE(rig.sink.row(0).sentSizes, (QList<qsizetype>{0, 1}));
}

void tst_UdpEndpoint::sendsToTheTarget()
{
    Peer peer;
    Rig rig([&peer](UdpSpec& spec) {
        spec.address.host.clear();
        spec.target.host = QStringLiteral("localhost");
        spec.target.port = peer.port();
    });
    QTRY_COMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.state.peer.port, peer.port());
    QVERIFY(rig.state.connection.isValid());
    QCOMPARE(rig.endpoint->send({}, "hello"), 1);
    if (rig.state.peer.family == SocketAddress::Family::IPv4)
        QTRY_COMPARE(peer.pump(), QByteArrayList{"hello"});
    QCOMPARE(rig.sink.row(rig.state.connection).info.role, Role::Client);
    QCOMPARE(rig.sink.row(rig.state.connection).sent, "hello");
}

void tst_UdpEndpoint::sendsToChosenPeers()
{
    Rig rig;
    Peer a;
    Peer b;
    a.sendTo(rig.port(), "a");
    b.sendTo(rig.port(), "b");
    QTRY_COMPARE(rig.sink.count(), 2);
    QCOMPARE(rig.endpoint->send({ConnectionId(0)}, "to a"), 1);
    QCOMPARE(rig.endpoint->send({ConnectionId(0), ConnectionId(1)}, "both"), 2);
    QTRY_COMPARE(a.pump(), (QByteArrayList{"to a", "both"}));
    QTRY_COMPARE(b.pump(), (QByteArrayList{"both"}));
    QCOMPARE(rig.endpoint->send({ConnectionId(17)}, "nobody"), 0);
    QCOMPARE(rig.failedAt, ConnectionId(17));
    QCOMPARE(rig.failure.code, ErrorCode::NotConnected);
}

void tst_UdpEndpoint::withoutTarget()
{
    Rig rig;
    QCOMPARE(rig.endpoint->send({}, "x"), 0);
    QCOMPARE(rig.failure.code, ErrorCode::NotConnected);
}

void tst_UdpEndpoint::refusesTooLarge()
{
    Peer peer;
    Rig rig([&peer](UdpSpec& spec) {
        spec.target.host = QStringLiteral("127.0.0.1");
        spec.target.port = peer.port();
    });
    QTRY_COMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.endpoint->send({}, QByteArray(limits::datagramBytes + 1, 'x')), 0);
    QCOMPARE(rig.failure.code, ErrorCode::DatagramTooLarge);
    QCOMPARE(rig.failure.detail, QString::number(limits::datagramBytes + 1));
    QVERIFY(rig.sink.row(0).sentSizes.isEmpty());
}

void tst_UdpEndpoint::largestDatagram()
{
    Rig rig({}, echo());
    Peer peer;
    peer.socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 1 << 20);
    const QByteArray largest(limits::datagramBytes, 'L');
    peer.sendTo(rig.port(), largest);
    QTRY_COMPARE(peer.pump(), QByteArrayList{largest});
    QCOMPARE(rig.sink.row(0).received, largest);
}

void tst_UdpEndpoint::refusedByIcmpIsNotFatal()
{
    quint16 nobody = 0;
    {
        Peer gone;
        nobody = gone.port();
    }
    Rig rig([nobody](UdpSpec& spec) {
        spec.target.host = QStringLiteral("127.0.0.1");
        spec.target.port = nobody;
    });
    QTRY_COMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.endpoint->send({}, "anybody?"), 1);
    QTRY_COMPARE(rig.failure.code, ErrorCode::ConnectionRefused);
    QCOMPARE(rig.failedAt, rig.state.connection);
    QCOMPARE(rig.sink.row(0).events.last().text, QStringLiteral("ICMP: connection-refused"));
    QCOMPARE(rig.state.phase, Phase::Listening);
    // Another datagram is not made to fail by it.
    Peer peer;
    peer.sendTo(rig.port(), "still there?");
    QTRY_COMPARE(rig.sink.count(), 2);
    QCOMPARE(rig.endpoint->send({}, "again"), 1);
    QCOMPARE(rig.endpoint->send({ConnectionId(1)}, "yes"), 1);
    QTRY_COMPARE(peer.pump(), QByteArrayList{"yes"});
    QTRY_COMPARE(rig.sink.row(0).count(RecordKind::Note), 2);
}

void tst_UdpEndpoint::portInUse()
{
    Rig first;
    Rig second([&first](UdpSpec& spec) { spec.address.port = first.port(); });
    QCOMPARE(second.state.phase, Phase::Failed);
    QCOMPARE(second.state.error.code, ErrorCode::AddressInUse);
    QCOMPARE(second.state.error.detail, QStringLiteral("127.0.0.1:%1").arg(first.port()));
    QCOMPARE(second.endpoint->send({}, "x"), 0);
    QCOMPARE(second.failure.code, ErrorCode::NotConnected);
}

void tst_UdpEndpoint::reusesAnAddress()
{
    Rig first([](UdpSpec& spec) { spec.reuseAddress = true; });
    Rig second([&first](UdpSpec& spec) {
        spec.address.port = first.port();
        spec.reuseAddress = true;
    });
    QCOMPARE(second.state.phase, Phase::Listening);
}

void tst_UdpEndpoint::unknownNames()
{
    Rig target([](UdpSpec& spec) {
        spec.target.host = QStringLiteral("no-such-host.invalid");
        spec.target.port = 9;
    });
    QTRY_COMPARE_WITH_TIMEOUT(target.state.phase, Phase::Failed, 60'000);
    QCOMPARE(target.state.error.code, ErrorCode::NameNotFound);
    QCOMPARE(target.sink.row(0).story(), QStringLiteral("Failed>"));
    QCOMPARE(target.sink.row(0).events[0].text, QStringLiteral("name-not-found (no-such-host.invalid)"));
    Rig bind([](UdpSpec& spec) { spec.address.host = QStringLiteral("no-such-host.invalid"); });
    QTRY_COMPARE_WITH_TIMEOUT(bind.state.phase, Phase::Failed, 60'000);
    QCOMPARE(bind.state.error.code, ErrorCode::NameNotFound);
}

void tst_UdpEndpoint::forgetsPeers()
{
    Rig rig;
    Peer peer;
    peer.sendTo(rig.port(), "x");
    QTRY_COMPARE(rig.sink.count(), 1);
    rig.endpoint->close({ConnectionId(0)});
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened< Closed>"));
    QCOMPARE(rig.endpoint->send({ConnectionId(0)}, "y"), 0);
    peer.sendTo(rig.port(), "again");
    QTRY_COMPARE(rig.sink.count(), 2);
}

void tst_UdpEndpoint::answersLater()
{
    struct Late final : Responder
    {
        void received(ResponderPeer& peer, QByteArrayView bytes) override
        {
            peer.after(std::chrono::milliseconds(20),
                       [&peer, copy = bytes.toByteArray()] { peer.send("late " + copy); });
        }
    };
    Rig rig({}, [] { return std::make_unique<Late>(); });
    Peer peer;
    peer.sendTo(rig.port(), "a");
    QTRY_COMPARE(peer.pump(), QByteArrayList{"late a"});
    peer.sendTo(rig.port(), "b");
    QTRY_COMPARE(rig.sink.row(0).receivedSizes.size(), 2);
    rig.endpoint->close({}); // with the peer goes what was to come
    Peer other;
    other.sendTo(rig.port(), "c");
    QTRY_COMPARE(other.pump(), QByteArrayList{"late c"}); // asked later than "b" was
    QCOMPARE(peer.pump().size(), 1);
}

void tst_UdpEndpoint::sendsAFile()
{
    QTemporaryDir dir;
    const auto write = [&dir](const QString& name, qsizetype size) {
        QFile file(dir.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(QByteArray(size, 'f'));
        return file.fileName();
    };
    Peer peer;
    Rig rig([&peer](UdpSpec& spec) {
        spec.target.host = QStringLiteral("127.0.0.1");
        spec.target.port = peer.port();
    });
    QTRY_COMPARE(rig.state.phase, Phase::Listening);
    QCOMPARE(rig.endpoint->sendFile({}, write(QStringLiteral("fits"), 1000)), 1);
    QTRY_COMPARE(peer.pump(), QByteArrayList{QByteArray(1000, 'f')});
    QCOMPARE(rig.endpoint->sendFile({}, write(QStringLiteral("large"), 70'000)), 0);
    QCOMPARE(rig.failure.code, ErrorCode::DatagramTooLarge);
    QCOMPARE(rig.endpoint->sendFile({}, QStringLiteral("/nowhere")), 0);
    QCOMPARE(rig.failure.code, ErrorCode::FileNotFound);
}

void tst_UdpEndpoint::multicastV4()
{
    const MulticastGroup group{QStringLiteral("239.255.77.1"), QStringLiteral("lo")};
    Rig receiver([&group](UdpSpec& spec) {
        spec.address.host = QStringLiteral("0.0.0.0");
        spec.groups = {group};
    });
    QVERIFY2(receiver.state.phase == Phase::Listening, qPrintable(receiver.state.error.detail));
    Rig sender([&](UdpSpec& spec) {
        spec.target.host = group.group;
        spec.target.port = receiver.port();
        spec.multicastInterface = QStringLiteral("lo");
    });
    QTRY_COMPARE(sender.state.phase, Phase::Listening);
    QCOMPARE(sender.endpoint->send({}, "to all"), 1);
    QTRY_COMPARE(receiver.sink.count(), 1);
    QCOMPARE(receiver.sink.row(0).received, "to all");
    QCOMPARE(receiver.sink.row(0).info.local.host().toString(), group.group);
    // An answer to the sender does not come from the group.
    QCOMPARE(receiver.endpoint->send({ConnectionId(0)}, "answer"), 1);
    QTRY_VERIFY(sender.sink.count() > 1 || !sender.sink.row(0).received.isEmpty());
    QVERIFY(receiver.endpoint->leave(group));
    QCOMPARE(sender.endpoint->send({}, "gone"), 1);
    turnEventLoop();
    QCOMPARE(receiver.sink.row(0).received, "to all");
    QVERIFY(receiver.endpoint->join(group));
    QCOMPARE(sender.endpoint->send({}, "!"), 1);
    QTRY_COMPARE(receiver.sink.row(0).received, "to all!");
    QVERIFY(!receiver.endpoint->join(group)); // twice
}

void tst_UdpEndpoint::multicastV6()
{
    const MulticastGroup group{QStringLiteral("ff12::7"), QStringLiteral("v0")};
    QByteArray received;
    SocketAddress from;
    QString failed;
    const auto exchange = [&] {
        const auto listens = [&group](UdpSpec& spec) {
            spec.address.host = QStringLiteral("::");
            spec.groups = {group};
            spec.reuseAddress = true;
        };
        Rig receiver(listens);
        // Stays in the group: this machine goes on getting what is sent to it.
        Rig other([&](UdpSpec& spec) {
            listens(spec);
            spec.address.port = receiver.port();
        });
        Rig sender([&](UdpSpec& spec) {
            spec.address.host = QStringLiteral("fd77::1");
            spec.target.host = group.group;
            spec.target.port = receiver.port();
            spec.multicastInterface = group.interfaceName;
            spec.ttl = 3;
        });
        const auto sends = [&](QByteArrayView bytes) {
            const qsizetype before = other.sink.count() > 0 ? other.sink.row(0).received.size() : 0;
            return sender.endpoint->send({}, bytes) == 1 && wl::test::waitFor([&] {
                       return other.sink.count() > 0 &&
                              other.sink.row(0).received.size() == before + bytes.size();
                   });
        };
        const auto has = [&receiver](const QByteArray& bytes) {
            return wl::test::waitFor(
                [&] { return receiver.sink.count() > 0 && receiver.sink.row(0).received == bytes; });
        };
        if (!wl::test::waitFor([&sender] { return sender.state.phase == Phase::Listening; }))
            failed = QStringLiteral("bind");
        else if (!sends("to all") || !has("to all"))
            failed = QStringLiteral("bound with a group");
        else if (!receiver.endpoint->leave(group) || !sends(" gone"))
            failed = QStringLiteral("leave");
        else if (!receiver.endpoint->join(group) || !sends("!") || !has("to all!"))
            failed = QStringLiteral("join");
        if (receiver.sink.count() > 0) {
            received = receiver.sink.row(0).received;
            from = receiver.sink.row(0).info.local;
        }
    };
    if (!inOwnNetwork(cable(), exchange))
        QSKIP("no rights to make a network of its own");
    QVERIFY2(failed.isEmpty(), qPrintable(failed + QStringLiteral(": ") + QString::fromUtf8(received)));
    QCOMPARE(from.host().toString(), group.group);
}

void tst_UdpEndpoint::groups_data()
{
    QTest::addColumn<QString>("bind");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("group");
    QTest::newRow("IPv4") << QStringLiteral("0.0.0.0") << QStringLiteral("10.77.0.1")
                          << QStringLiteral("239.255.77.2");
    QTest::newRow("IPv6") << QStringLiteral("::") << QStringLiteral("fd77::1") << QStringLiteral("ff12::8");
}

void tst_UdpEndpoint::groupsWithoutLoopback()
{
    QFETCH(QString, bind);
    QFETCH(QString, from);
    QFETCH(QString, group);
    QByteArray heard;
    int taken = 0;
    const auto exchange = [&] {
        Rig receiver([&](UdpSpec& spec) {
            spec.address.host = bind;
            spec.groups = {{group, QStringLiteral("v0")}};
        });
        // What the first sends leaves this machine only, what the second sends also comes back.
        for (const bool comesBack : {false, true}) {
            Rig sender([&](UdpSpec& spec) {
                spec.address.host = from;
                spec.target.host = group;
                spec.target.port = receiver.port();
                spec.multicastInterface = QStringLiteral("v0");
                spec.multicastLoopback = comesBack;
            });
            if (wl::test::waitFor([&sender] { return sender.state.phase == Phase::Listening; }))
                taken += sender.endpoint->send({}, comesBack ? "heard" : "not heard");
        }
        if (wl::test::waitFor([&receiver] { return receiver.sink.count() > 0; }))
            heard = receiver.sink.row(0).received;
    };
    if (!inOwnNetwork(cable(), exchange))
        QSKIP("no rights to make a network of its own");
    QCOMPARE(taken, 2);
    QCOMPARE(heard, "heard");
}

void tst_UdpEndpoint::groupsTtl()
{
    QFETCH(QString, bind);
    QFETCH(QString, from);
    QFETCH(QString, group);
    QList<int> hops;
    const auto exchange = [&] {
        QUdpSocket peer;
        peer.setProxy(QNetworkProxy::NoProxy);
        if (!peer.bind(QHostAddress(bind), 0) ||
            !peer.joinMulticastGroup(QHostAddress(group),
                                     QNetworkInterface::interfaceFromName(QStringLiteral("v0"))))
            return;
        Rig sender([&](UdpSpec& spec) {
            spec.address.host = from;
            spec.target.host = group;
            spec.target.port = peer.localPort();
            spec.multicastInterface = QStringLiteral("v0");
            spec.ttl = 23;
        });
        if (!wl::test::waitFor([&sender] { return sender.state.phase == Phase::Listening; }))
            return;
        for (const int ttl : {23, 4, 0}) {
            if (ttl != 23)
                sender.endpoint->setTtl(ttl);
            sender.endpoint->send({}, "x");
            if (wl::test::waitFor([&peer] { return peer.hasPendingDatagrams(); }))
                hops.append(peer.receiveDatagram().hopLimit());
        }
    };
    if (!inOwnNetwork(cable(), exchange))
        QSKIP("no rights to make a network of its own");
    QCOMPARE(hops, (QList<int>{23, 4, 1})); // 1 is the standard for groups
}

void tst_UdpEndpoint::multicastErrors_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("interfaceName");
    QTest::addColumn<ErrorCode>("code");
    const QString any = QStringLiteral("0.0.0.0");
    QTest::newRow("no address") << any << QStringLiteral("group") << QString() << ErrorCode::BadAddress;
    QTest::newRow("no group") << any << QStringLiteral("10.0.0.1") << QString() << ErrorCode::BadAddress;
    QTest::newRow("no interface") << any << QStringLiteral("239.1.1.1") << QStringLiteral("nope7")
                                  << ErrorCode::AddressNotAvailable;
    QTest::newRow("bound to loopback")
        << QStringLiteral("127.0.0.1") << QStringLiteral("239.1.1.1") << QString() << ErrorCode::BadOption;
    QTest::newRow("other family") << any << QStringLiteral("ff12::7") << QStringLiteral("lo")
                                  << ErrorCode::AddressNotAvailable;
}

void tst_UdpEndpoint::multicastErrors()
{
    QFETCH(QString, host);
    QFETCH(QString, group);
    QFETCH(QString, interfaceName);
    QFETCH(ErrorCode, code);
    Rig rig([&](UdpSpec& spec) {
        spec.address.host = host;
        spec.groups = {{group, interfaceName}};
    });
    QCOMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, code);
    // The detail names what is wrong.
    const bool isInterface = interfaceName == QStringLiteral("nope7");
    QVERIFY(rig.state.error.detail.contains(isInterface ? interfaceName : group));
    QVERIFY(rig.state.local.isEmpty());
}

void tst_UdpEndpoint::broadcasts_data()
{
    QTest::addColumn<QString>("host");
    QTest::newRow("IPv4") << QStringLiteral("0.0.0.0");
    QTest::newRow("dual stack") << QStringLiteral("*");
}

void tst_UdpEndpoint::broadcasts()
{
    QFETCH(QString, host);
    Rig receiver([&host](UdpSpec& spec) { spec.address.host = host; }, echo());
    Rig sender([&receiver](UdpSpec& spec) {
        spec.target.host = QStringLiteral("127.255.255.255"); // loopback's own broadcast address
        spec.target.port = receiver.port();
    });
    QTRY_COMPARE(sender.state.phase, Phase::Listening);
    QCOMPARE(sender.endpoint->send({}, "everybody"), 1);
    QTRY_COMPARE(receiver.sink.count(), 1);
    QCOMPARE(receiver.sink.row(0).received, "everybody");
    QCOMPARE(receiver.sink.row(0).info.local.host().toString(), QStringLiteral("127.255.255.255"));
    // The answer comes from an address, not from the broadcast address.
    QTRY_COMPARE(sender.sink.count(), 2);
    QCOMPARE(sender.sink.row(1).received, "everybody");
    QVERIFY(!sender.sink.row(1).info.peer.host().isEqual(QHostAddress(QStringLiteral("127.255.255.255"))));
    QCOMPARE(receiver.failure.code, ErrorCode::None);
}

void tst_UdpEndpoint::ttl()
{
    QUdpSocket peer;
    peer.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(peer.bind(QHostAddress(QHostAddress::LocalHost), 0));
    Rig rig([&peer](UdpSpec& spec) {
        spec.target.host = QStringLiteral("127.0.0.1");
        spec.target.port = peer.localPort();
        spec.ttl = 17;
    });
    QTRY_COMPARE(rig.state.phase, Phase::Listening);
    const int on = 1;
    ::setsockopt(int(peer.socketDescriptor()), IPPROTO_IP, IP_RECVTTL, &on, sizeof on);
    QCOMPARE(rig.endpoint->send({}, "x"), 1);
    QTRY_VERIFY(peer.hasPendingDatagrams());
    QCOMPARE(peer.receiveDatagram().hopLimit(), 17);
    rig.endpoint->setTtl(5);
    QCOMPARE(rig.endpoint->send({}, "x"), 1);
    QTRY_VERIFY(peer.hasPendingDatagrams());
    QCOMPARE(peer.receiveDatagram().hopLimit(), 5);
    rig.endpoint->setTtl(0);
    QCOMPARE(rig.endpoint->send({}, "x"), 1);
    QTRY_VERIFY(peer.hasPendingDatagrams());
    QVERIFY(peer.receiveDatagram().hopLimit() > 17);
}

void tst_UdpEndpoint::bindsTheRouteToARemoteTarget()
{
    EndpointState routed;
    EndpointState unrouted;
    const QStringList routes{QStringLiteral("route add 10.9.0.0/24 dev lo src 127.0.0.1")};
    const bool isMade = inOwnNetwork(routes, [&] {
        for (auto [host, state] : {std::pair("10.9.0.7", &routed), std::pair("10.4.0.1", &unrouted)}) {
            QEventLoop loop;
            Rig rig([host = host](UdpSpec& spec) {
                spec.address.host.clear();
                spec.target.host = QLatin1String(host);
                spec.target.port = 9;
            });
            QObject::connect(rig.endpoint.get(), &Endpoint::stateChanged, &loop, [&loop] { loop.quit(); });
            loop.exec();
            *state = rig.state;
        }
    });
    if (!isMade)
        QSKIP("no rights to make a network of its own");
    QCOMPARE(routed.phase, Phase::Listening);
    QCOMPARE(routed.local.size(), 1);
    QCOMPARE(unrouted.phase, Phase::Failed);
    QCOMPARE(unrouted.error.code, ErrorCode::NetworkUnreachable);
}

void tst_UdpEndpoint::waitsForACongestedSinkAndCountsDrops()
{
    Rig rig([](UdpSpec& spec) { spec.receiveBufferBytes = 4096; });
    rig.sink.setCongested(true);
    Peer peer;
    constexpr int count = 500;
    for (int i = 0; i < count; ++i)
        peer.sendTo(rig.port(), QByteArray(500, 'd'));
    turnEventLoop();
    QCOMPARE(rig.sink.count(), 0);
    // The buffer holds a few, the rest is the kernel's, and both together are all.
    QTRY_VERIFY(rig.sink.dropped() > 0);
    QTRY_COMPARE(rig.state.kernelDrops, rig.sink.dropped());
    QCOMPARE(rig.state.phase, Phase::Listening);
    rig.sink.setCongested(false);
    QTRY_VERIFY(rig.sink.count() > 0 &&
                int(rig.sink.row(0).receivedSizes.size()) + int(rig.sink.dropped()) == count);
}

void tst_UdpEndpoint::stops()
{
    Rig rig;
    const quint16 port = rig.port();
    Peer peer;
    peer.sendTo(port, "x");
    QTRY_COMPARE(rig.sink.count(), 1);
    rig.endpoint->stop(true);
    QCOMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.sink.row(0).story(), QStringLiteral("Opened< Closed>"));
    QCOMPARE(rig.endpoint->send({ConnectionId(0)}, "y"), 0);
    QVERIFY(!rig.endpoint->join({QStringLiteral("239.1.1.1"), {}}));
    rig.endpoint->start();
    QCOMPARE(rig.state.phase, Phase::Listening);
}

void tst_UdpEndpoint::stopCountsWhatIsQueued()
{
    qint64 queued = 0;
    int taken = 0;
    int sent = 0;
    int losses = 0;
    ErrorCode failure = ErrorCode::None;
    SinkEvent end;
    const auto exchange = [&] {
        // Nobody answers for the target's address: what is sent waits in the socket's buffer, the rest in
        // ours.
        QFile waiting(QStringLiteral("/proc/sys/net/ipv4/neigh/v0/unres_qlen_bytes"));
        if (!waiting.open(QIODevice::WriteOnly) || waiting.write("100000000") < 0)
            return;
        waiting.close();
        Rig rig([](UdpSpec& spec) {
            spec.address.host = QStringLiteral("10.77.0.1");
            spec.target.host = QStringLiteral("10.77.0.9");
            spec.target.port = 9;
        });
        connect(rig.endpoint.get(), &Endpoint::lost, rig.endpoint.get(), [&losses] { ++losses; });
        if (!wl::test::waitFor([&rig] { return rig.state.phase == Phase::Listening; }))
            return;
        for (taken = 0; taken < 2000 && rig.endpoint->queuedBytes({}) < 100'000; ++taken)
            rig.endpoint->send({}, QByteArray(10'000, 'q'));
        queued = rig.endpoint->queuedBytes({});
        rig.endpoint->stop(true);
        sent = int(rig.sink.row(0).sentSizes.size());
        end = rig.sink.row(0).events.last();
        failure = rig.failure.code;
    };
    if (!inOwnNetwork(cable(), exchange))
        QSKIP("no rights to make a network of its own");
    if (queued == 0)
        QSKIP("nothing can be held up here");
    QCOMPARE(end.kind, RecordKind::Closed);
    QCOMPARE(end.text, QStringLiteral("%1 queued datagrams were not sent").arg(taken - sent));
    QCOMPARE(losses, 1);
    QCOMPARE(failure, ErrorCode::None); // who stopped it knows
}

void tst_UdpEndpoint::mayBeStoppedWhileItTells()
{
    struct TooLarge final : Responder
    {
        void received(ResponderPeer& peer, QByteArrayView) override
        {
            QVERIFY(!peer.send(QByteArray(limits::datagramBytes + 1, 'x')));
            QVERIFY(!peer.send("after the end"));
        }
    };
    Rig rig({}, [] { return std::make_unique<TooLarge>(); });
    int failures = 0;
    connect(rig.endpoint.get(), &Endpoint::sendFailed, this, [&] {
        ++failures;
        rig.endpoint->stop(true);
    });
    Peer peer;
    for (int i = 0; i < 10; ++i)
        peer.sendTo(rig.port(), "x");
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    turnEventLoop();
    QCOMPARE(failures, 2);
    QVERIFY(peer.pump().isEmpty());
    rig.endpoint->start();
    QCOMPARE(rig.state.phase, Phase::Listening);
}

void tst_UdpEndpoint::manyDatagramsInOrder()
{
    Rig rig;
    Peer peer;
    QByteArray all;
    constexpr int count = 20'000;
    for (int i = 0; i < count; ++i) {
        const QByteArray message = QByteArray::number(i) + ' ';
        all += message;
        peer.sendTo(rig.port(), message);
        if (i % 1000 == 0)
            turnEventLoop(2);
    }
    QTRY_COMPARE(int(rig.sink.row(0).receivedSizes.size()) + int(rig.sink.dropped()), count);
    QCOMPARE(rig.sink.dropped(), 0u);
    QVERIFY(rig.sink.row(0).received == all);
}

QTEST_GUILESS_MAIN(tst_UdpEndpoint)
#include "tst_udpendpoint.moc"
