// SPDX-License-Identifier: MIT
#include "http/httpclient.h"
#include "session/sessions.h"
#include "support/rawpeer.h"
#include "support/recordingsink.h"
#include "support/turns.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace std::chrono_literals;
using Phase = EndpointState::Phase;

class tst_sessions : public QObject
{
    Q_OBJECT
private slots:
    void serverTellsItsPort();
    void clientTalksToServer();
    void udpTalks();
    void countersGoOn();
    void targetOfOneSend();
    void groupsAndTtlWhileBound();
    void groupsThatCannotBeJoined();
    void greetingAndReply();
    void sendsToSomeClients();
    void repeatedSendIsCanceled();
    void removeDeliversWhatWasQueued();
    void removedServerHearsTheLastWords();
    void connectionThatDiesIsNoSuccess();
    void fileThatFailsMidwayIsNoSuccess();
    void removedOnesAreNotHeardAgain();
    void destructorClosesInOrder();
    void destructorDoesNotWaitForever();
    void stopKeepsClients();
    void halfCloseAndReset();
    void idsAreNeverUsedTwice();
    void freshStartOpensNoPort();
    void refuses_data();
    void refuses();
    void sendRefuses();
    void portInUse();
    void connectionRefused();

private:
    static ServerItem server(ResponderSpec::Kind kind = ResponderSpec::Kind::None)
    {
        ServerItem item;
        item.server.address.host = QStringLiteral("127.0.0.1");
        item.responder.kind = kind;
        return item;
    }
    static ClientItem client(quint16 port)
    {
        ClientItem item;
        item.client.address.host = QStringLiteral("127.0.0.1");
        item.client.address.port = port;
        return item;
    }
    static SendJob job(const QString& text)
    {
        SendJob send;
        send.payload.text = text;
        return send;
    }
    /// Starts it and waits until it listens; its port.
    static quint16 listen(Sessions& sessions, const EndpointSpec& spec, EndpointId* id = nullptr)
    {
        const auto started = sessions.start(spec);
        if (!started ||
            !wl::test::waitFor([&] { return sessions.state(*started).phase == Phase::Listening; }))
            return 0;
        if (id)
            *id = *started;
        return sessions.state(*started).local.constFirst().port;
    }
};

void tst_sessions::serverTellsItsPort()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    QSignalSpy spy(&sessions, &Sessions::stateChanged);
    const auto id = sessions.start(server());
    QVERIFY(id);
    QCOMPARE(sessions.state(*id).phase, Phase::Starting);
    QCOMPARE(sessions.running(), QList<EndpointId>{*id});
    QTRY_COMPARE(sessions.state(*id).phase, Phase::Listening);
    QVERIFY(sessions.state(*id).local.constFirst().port != 0);
    QVERIFY(!spy.isEmpty());
    sessions.stop(*id, true);
    QTRY_COMPARE(sessions.state(*id).phase, Phase::Stopped);
    QVERIFY(sessions.running().isEmpty());
}

void tst_sessions::clientTalksToServer()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    const quint16 port = listen(sessions, server(ResponderSpec::Kind::Echo));
    const auto id = sessions.start(client(port));
    QVERIFY(id);
    QCOMPARE(sessions.state(*id).phase, Phase::Connecting);
    QTRY_COMPARE(sessions.state(*id).phase, Phase::Open);
    QSignalSpy progress(&sessions, &Sessions::sendProgress);
    const auto sent = sessions.send(*id, job(QStringLiteral("hello {{counter}}\\n")));
    QVERIFY(sent);
    QTRY_VERIFY(!progress.isEmpty() && progress.constLast().constFirst().value<SendProgress>().finished);
    const auto last = progress.constLast().constFirst().value<SendProgress>();
    QCOMPARE(last.job, *sent);
    QCOMPARE(last.sent, 1U);
    QCOMPARE(last.bytes, 8U);
    const ConnectionId connection = sessions.state(*id).connection;
    QTRY_COMPARE(sink.row(connection).received, QByteArray("hello 1\n"));
}

void tst_sessions::udpTalks()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    UdpItem echo;
    echo.udp.address = *parseAddress(QStringLiteral("udp://127.0.0.1:0"));
    echo.responder.kind = ResponderSpec::Kind::Echo;
    const quint16 port = listen(sessions, echo);
    UdpItem sender;
    sender.udp.address = echo.udp.address;
    sender.udp.target = echo.udp.address;
    sender.udp.target.port = port;
    EndpointId id;
    QVERIFY(listen(sessions, sender, &id) != 0);
    QVERIFY(sessions.send(id, job(QStringLiteral("datagram"))));
    QTRY_VERIFY([&] {
        for (quint32 i = 0; i < quint32(sink.count()); ++i) {
            const auto row = sink.row(ConnectionId(i));
            if (row.info.endpoint == id && row.received == "datagram")
                return true;
        }
        return false;
    }());
}

void tst_sessions::countersGoOn()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    EndpointId id;
    test::RawPeer peer = test::RawPeer::connectTo(listen(sessions, server(), &id));
    QTRY_COMPARE(sink.count(), 1);
    SendJob next = job(QStringLiteral("{{counter}};"));
    next.messagesBefore = 7;
    next.times = 2;
    QVERIFY(sessions.send(id, next));
    QTRY_COMPARE(peer.pump().received(), QByteArray("8;9;"));
}

void tst_sessions::targetOfOneSend()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    UdpItem socket;
    socket.udp.address = *parseAddress(QStringLiteral("udp://127.0.0.1:0"));
    EndpointId sender;
    EndpointId receiver;
    QVERIFY(listen(sessions, socket, &sender) != 0);
    SendJob there = job(QStringLiteral("x"));
    there.target = socket.udp.address;
    there.target.port = listen(sessions, socket, &receiver);
    QVERIFY(sessions.send(sender, there));
    QTRY_COMPARE(sink.count(), 2); // the sender's peer, and the receiver's
    QTRY_VERIFY(sink.row(ConnectionId(0)).received == "x" || sink.row(ConnectionId(1)).received == "x");

    QSignalSpy progress(&sessions, &Sessions::sendProgress);
    const auto errorOf = [&](EndpointId id, const QString& host) {
        there.target.host = host;
        const auto number = sessions.send(id, there);
        if (!number)
            return number.error().code;
        const auto last = [&] { return progress.constLast().constFirst().value<SendProgress>(); };
        if (!wl::test::waitFor(
                [&] { return !progress.isEmpty() && last().job == *number && last().finished; }))
            return ErrorCode::None;
        return last().error.code;
    };
    QCOMPARE(errorOf(sender, QStringLiteral("192.0.2.1")), ErrorCode::BadOption); // bound to loopback
    QCOMPARE(errorOf(sender, QStringLiteral("::1")), ErrorCode::AddressNotAvailable);
    QCOMPARE(errorOf(sender, QStringLiteral("*")), ErrorCode::BadAddress);
    EndpointId tcp;
    QVERIFY(listen(sessions, server(), &tcp) != 0);
    QCOMPARE(errorOf(tcp, QStringLiteral("127.0.0.1")), ErrorCode::BadOption);
    sessions.stop(sender, true);
    QCOMPARE(errorOf(sender, QStringLiteral("127.0.0.1")), ErrorCode::NotConnected);
}

void tst_sessions::groupsAndTtlWhileBound()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    const MulticastGroup group{QStringLiteral("239.255.77.9"), QStringLiteral("lo")};
    UdpItem item;
    item.udp.address = *parseAddress(QStringLiteral("udp://0.0.0.0:0"));
    EndpointId receiver;
    const quint16 port = listen(sessions, item, &receiver);
    item.udp.address.host = QStringLiteral("127.0.0.1");
    item.udp.multicastInterface = QStringLiteral("lo");
    EndpointId sender;
    QVERIFY(listen(sessions, item, &sender) != 0);
    sessions.setTtl(sender, 3);
    sessions.joinGroup(receiver, group);
    SendJob toGroup = job(QStringLiteral("x"));
    toGroup.target = {Scheme::Udp, group.group, port, {}};
    QVERIFY(sessions.send(sender, toGroup));
    const auto received = [&] {
        QByteArray all;
        for (int i = 0; i < sink.count(); ++i)
            all += sink.row(ConnectionId(quint32(i))).received;
        return all;
    };
    QTRY_COMPARE(received(), QByteArray("x"));
    QSignalSpy failed(&sessions, &Sessions::groupFailed);
    sessions.leaveGroup(receiver, group);
    sessions.leaveGroup(receiver, group); // once too often
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed[0][1].value<MulticastGroup>(), group);
}

void tst_sessions::groupsThatCannotBeJoined()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    QSignalSpy failed(&sessions, &Sessions::groupFailed);
    EndpointId tcp;
    QVERIFY(listen(sessions, server(), &tcp) != 0);
    const auto errorOf = [&](EndpointId id, const char* name) {
        failed.clear();
        sessions.joinGroup(id, {QString::fromLatin1(name), QString()});
        if (!wl::test::waitFor([&] { return failed.count() == 1; }))
            return ErrorCode::None;
        return failed[0][2].value<Error>().code;
    };
    QCOMPARE(errorOf(tcp, "239.1.1.1"), ErrorCode::BadOption);
    UdpItem item;
    item.udp.address = *parseAddress(QStringLiteral("udp://0.0.0.0:0"));
    EndpointId udp;
    QVERIFY(listen(sessions, item, &udp) != 0);
    QCOMPARE(errorOf(udp, "10.0.0.1"), ErrorCode::BadAddress);
    QCOMPARE(errorOf(udp, ""), ErrorCode::BadAddress);
    sessions.stop(udp, true);
    QCOMPARE(errorOf(udp, "239.1.1.1"), ErrorCode::NotConnected);
}

void tst_sessions::greetingAndReply()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    ServerItem item = server(ResponderSpec::Kind::FixedReply);
    item.greeting.text = QStringLiteral("hello\\n");
    item.responder.reply.text = QStringLiteral("bye\\n");
    item.responder.closeAfterReply = true;
    test::RawPeer peer = test::RawPeer::connectTo(listen(sessions, item));
    QTRY_COMPARE(peer.pump().received(), QByteArray("hello\n"));
    peer.send("question");
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received(), QByteArray("hello\nbye\n"));
}

void tst_sessions::sendsToSomeClients()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    EndpointId id;
    const quint16 port = listen(sessions, server(), &id);
    test::RawPeer first = test::RawPeer::connectTo(port);
    QTRY_COMPARE(sink.count(), 1);
    test::RawPeer second = test::RawPeer::connectTo(port);
    QTRY_COMPARE(sink.count(), 2);
    SendJob some = job(QStringLiteral("a"));
    some.to = {ConnectionId(1)};
    QVERIFY(sessions.send(id, some));
    QTRY_COMPARE(second.pump().received(), QByteArray("a"));
    QVERIFY(sessions.send(id, job(QStringLiteral("b"))));
    QTRY_COMPARE(second.pump().received(), QByteArray("ab"));
    QTRY_COMPARE(first.pump().received(), QByteArray("b"));
}

void tst_sessions::repeatedSendIsCanceled()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    EndpointId id;
    test::RawPeer peer = test::RawPeer::connectTo(listen(sessions, server(), &id));
    QTRY_COMPARE(sink.count(), 1);
    QSignalSpy progress(&sessions, &Sessions::sendProgress);
    SendJob endless = job(QStringLiteral("{{counter}} "));
    endless.times = 0;
    endless.interval = 100us;
    const auto number = sessions.send(id, endless);
    QVERIFY(number);
    QTRY_VERIFY(peer.pump().received().size() > 100);
    sessions.cancelSend(*number);
    QTRY_VERIFY(!progress.isEmpty() && progress.constLast().constFirst().value<SendProgress>().finished);
    const auto last = progress.constLast().constFirst().value<SendProgress>();
    QCOMPARE(last.error.code, ErrorCode::Canceled);
    QByteArray expected;
    for (quint64 i = 1; i <= last.sent; ++i)
        expected += QByteArray::number(i) + ' ';
    QTRY_COMPARE(peer.pump().received(), expected);
}

void tst_sessions::removeDeliversWhatWasQueued()
{
    test::RecordingSink sink(false);
    Sessions sessions(sink);
    EndpointId id;
    test::RawPeer peer = test::RawPeer::connectTo(listen(sessions, server(), &id));
    QTRY_COMPARE(sink.count(), 1);
    const qsizetype size = 20 * 1024 * 1024;
    QSignalSpy progress(&sessions, &Sessions::sendProgress);
    QVERIFY(sessions.send(id, job(QString(size, u'x'))));
    sessions.remove(id);
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received().size(), size);
    QCOMPARE(peer.error(), 0);
}

void tst_sessions::removedServerHearsTheLastWords()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    EndpointId id;
    test::RawPeer peer = test::RawPeer::connectTo(listen(sessions, server(), &id));
    QTRY_COMPARE(sink.count(), 1);
    sessions.remove(id);
    QTRY_VERIFY(peer.pump().isFinished());
    peer.send("last words");
    QTRY_COMPARE(sink.row(0).received, QByteArray("last words"));
    peer.finish();
    QTRY_COMPARE(sink.row(0).story(), QStringLiteral("Opened< HalfClosed> Closed<"));
    QCOMPARE(peer.pump().error(), 0);
}

void tst_sessions::connectionThatDiesIsNoSuccess()
{
    test::RecordingSink sink(false);
    Sessions sessions(sink);
    EndpointId id;
    test::RawPeer peer = test::RawPeer::connectTo(listen(sessions, server(), &id), false, 4096);
    QTRY_COMPARE(sink.count(), 1);
    QSignalSpy progress(&sessions, &Sessions::sendProgress);
    QVERIFY(sessions.send(id, job(QString(30'000'000, u'x'))));
    QTRY_VERIFY(peer.pump(1).received().size() > 0);
    peer.reset();
    const auto last = [&progress] { return progress.constLast().constFirst().value<SendProgress>(); };
    QTRY_VERIFY(!progress.isEmpty() && last().finished);
    QCOMPARE(last().error.code, ErrorCode::ConnectionReset);
}

void tst_sessions::fileThatFailsMidwayIsNoSuccess()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("f")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(file.resize(30'000'000));
    test::RecordingSink sink(false);
    Sessions sessions(sink);
    EndpointId id;
    test::RawPeer peer = test::RawPeer::connectTo(listen(sessions, server(), &id), false, 4096);
    QTRY_COMPARE(sink.count(), 1);
    QSignalSpy progress(&sessions, &Sessions::sendProgress);
    SendJob send;
    send.payload.form = PayloadSpec::Form::File;
    send.payload.text = file.fileName();
    QVERIFY(sessions.send(id, send));
    QTRY_VERIFY(peer.pump(1).received().size() > 0);
    QVERIFY(file.resize(1));
    const auto last = [&progress] { return progress.constLast().constFirst().value<SendProgress>(); };
    QTRY_VERIFY(!peer.pump(1'000'000).isFinished() && !progress.isEmpty() && last().finished);
    QCOMPARE(last().error.code, ErrorCode::FileFailed);
}

void tst_sessions::removedOnesAreNotHeardAgain()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    const auto id = sessions.start(server());
    QVERIFY(id);
    sessions.remove(*id);
    QSignalSpy spy(&sessions, &Sessions::stateChanged);
    // A second server, on the same thread behind the first, has been heard: nothing more can come of it.
    QVERIFY(listen(sessions, server()) != 0);
    for (const auto& call : spy)
        QVERIFY(call.constFirst().value<EndpointId>() != *id);
    QCOMPARE(sessions.state(*id).phase, Phase::Stopped);
    QVERIFY(!sessions.send(*id, job(QStringLiteral("x"))));
}

void tst_sessions::destructorClosesInOrder()
{
    test::RecordingSink sink;
    auto sessions = std::make_unique<Sessions>(sink);
    EndpointId id;
    test::RawPeer peer = test::RawPeer::connectTo(listen(*sessions, server(), &id));
    QTRY_COMPARE(sink.count(), 1);
    QVERIFY(sessions->send(id, job(QStringLiteral("the last words"))));
    sessions.reset();
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received(), QByteArray("the last words"));
    QCOMPARE(peer.error(), 0);
    QCOMPARE(sink.row(ConnectionId(0)).count(RecordKind::Closed), 1);
}

void tst_sessions::destructorDoesNotWaitForever()
{
    test::RecordingSink sink(false);
    auto sessions = std::make_unique<Sessions>(sink);
    EndpointId id;
    test::RawPeer peer = test::RawPeer::connectTo(listen(*sessions, server(), &id), false, 4096);
    QTRY_COMPARE(sink.count(), 1);
    QVERIFY(sessions->send(id, job(QString(30'000'000, u'x')))); // never read
    test::turnEventLoop();
    sessions.reset();
    QCOMPARE(sink.row(ConnectionId(0)).count(RecordKind::Closed) +
                 sink.row(ConnectionId(0)).count(RecordKind::Reset),
             1);
}

void tst_sessions::stopKeepsClients()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    EndpointId id;
    const quint16 port = listen(sessions, server(ResponderSpec::Kind::Echo), &id);
    test::RawPeer peer = test::RawPeer::connectTo(port);
    QTRY_COMPARE(sink.count(), 1);
    sessions.stop(id, false);
    QTRY_COMPARE(sessions.state(id).phase, Phase::Stopped);
    QVERIFY(!test::RawPeer::connectTo(port).isConnected());
    peer.send("still here");
    QTRY_COMPARE(peer.pump().received(), QByteArray("still here"));
    sessions.close(id, {});
    QTRY_VERIFY(peer.pump().isFinished());
}

void tst_sessions::halfCloseAndReset()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    EndpointId id;
    const quint16 port = listen(sessions, server(), &id);
    test::RawPeer peer = test::RawPeer::connectTo(port);
    QTRY_COMPARE(sink.count(), 1);
    sessions.finish(id, {ConnectionId(0)});
    QTRY_VERIFY(peer.pump().isFinished());
    peer.send("answer after FIN");
    QTRY_COMPARE(sink.row(ConnectionId(0)).received, QByteArray("answer after FIN"));

    test::RawPeer other = test::RawPeer::connectTo(port);
    QTRY_COMPARE(sink.count(), 2);
    sessions.reset(id, {ConnectionId(1)});
    QTRY_COMPARE(other.pump().error(), ECONNRESET);
}

void tst_sessions::idsAreNeverUsedTwice()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    const auto first = sessions.start(server());
    sessions.remove(*first);
    const EndpointId second = sessions.newEndpointId();
    const auto third = sessions.start(server());
    QVERIFY(*first != second && second != *third && *first != *third);
}

void tst_sessions::freshStartOpensNoPort()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    QVERIFY(sessions.http().parent() == nullptr);
    test::turnEventLoop();
    for (int fd = 0; fd < 1024; ++fd) {
        int listens = 0;
        socklen_t length = sizeof listens;
        if (::getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0)
            QCOMPARE(listens, 0);
    }
}

void tst_sessions::refuses_data()
{
    QTest::addColumn<EndpointSpec>("spec");
    QTest::addColumn<int>("code");
    ServerItem badScheme = server();
    badScheme.server.address.scheme = Scheme::Http;
    QTest::newRow("server of http") << EndpointSpec(badScheme) << int(ErrorCode::BadAddress);
    ServerItem badGreeting = server();
    badGreeting.greeting.text = QStringLiteral("\\xZZ");
    QTest::newRow("bad greeting") << EndpointSpec(badGreeting) << int(ErrorCode::BadPayload);
    ServerItem badReply = server(ResponderSpec::Kind::FixedReply);
    badReply.responder.reply.text = QStringLiteral("{{nothing}}");
    QTest::newRow("bad reply") << EndpointSpec(badReply) << int(ErrorCode::BadPayload);
    QTest::newRow("client without a port") << EndpointSpec(client(0)) << int(ErrorCode::BadAddress);
    ClientItem noHost = client(1);
    noHost.client.address.host.clear();
    QTest::newRow("client without a host") << EndpointSpec(noHost) << int(ErrorCode::BadAddress);
    ClientItem star = client(1);
    star.client.address.host = QStringLiteral("*");
    QTest::newRow("client to everybody") << EndpointSpec(star) << int(ErrorCode::BadAddress);
    ClientItem ws = client(1);
    ws.client.address.scheme = Scheme::Ws;
    QTest::newRow("client of ws") << EndpointSpec(ws) << int(ErrorCode::BadAddress);
    UdpItem udp;
    QTest::newRow("udp on a tcp address") << EndpointSpec(udp) << int(ErrorCode::BadAddress);
    udp.udp.address.scheme = Scheme::Udp;
    udp.udp.target.port = 5;
    QTest::newRow("udp to a port of nobody") << EndpointSpec(udp) << int(ErrorCode::BadAddress);
}

void tst_sessions::refuses()
{
    QFETCH(EndpointSpec, spec);
    QFETCH(int, code);
    test::RecordingSink sink;
    Sessions sessions(sink);
    const auto started = sessions.start(spec);
    QVERIFY(!started);
    QCOMPARE(int(started.error().code), code);
    QVERIFY(!started.error().detail.isEmpty());
    QVERIFY(sessions.running().isEmpty());
}

void tst_sessions::sendRefuses()
{
    test::RecordingSink sink;
    Sessions sessions(sink);
    const auto unknown = sessions.send(EndpointId(99), job(QStringLiteral("x")));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::NotConnected);
    EndpointId id;
    QVERIFY(listen(sessions, server(), &id) != 0);
    const auto bad = sessions.send(id, job(QStringLiteral("\\x")));
    QVERIFY(!bad);
    QCOMPARE(bad.error().code, ErrorCode::BadPayload);
    // Nobody is connected: told as the job's end.
    QSignalSpy progress(&sessions, &Sessions::sendProgress);
    QVERIFY(sessions.send(id, job(QStringLiteral("x"))));
    QTRY_COMPARE(progress.size(), 1);
    QCOMPARE(progress.constFirst().constFirst().value<SendProgress>().error.code, ErrorCode::NotConnected);
}

void tst_sessions::portInUse()
{
    const test::RawListener taken;
    test::RecordingSink sink;
    Sessions sessions(sink);
    ServerItem item = server();
    item.server.address.port = taken.port();
    const auto id = sessions.start(item);
    QVERIFY(id);
    QTRY_COMPARE(sessions.state(*id).phase, Phase::Failed);
    QCOMPARE(sessions.state(*id).error.code, ErrorCode::AddressInUse);
    QVERIFY(sessions.running().isEmpty());
}

void tst_sessions::connectionRefused()
{
    test::RawListener gone;
    const quint16 port = gone.port();
    gone.close();
    test::RecordingSink sink;
    Sessions sessions(sink);
    const auto id = sessions.start(client(port));
    QVERIFY(id);
    QTRY_COMPARE(sessions.state(*id).phase, Phase::Failed);
    QCOMPARE(sessions.state(*id).error.code, ErrorCode::ConnectionRefused);
}

QTEST_GUILESS_MAIN(tst_sessions)
#include "tst_sessions.moc"
