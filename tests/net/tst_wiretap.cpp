// SPDX-License-Identifier: MIT
#include "net/wiretap.h"

#include "base/limits.h"
#include "tests/support/rawpeer.h"
#include "tests/support/recordingsink.h"
#include "tests/support/scriptedpeer.h"

#include <QtTest>

using namespace wl;
using namespace wl::test;
using wltest::ScriptedPeer;

namespace {

class Observer final : public TapObserver
{
public:
    explicit Observer(std::shared_ptr<TapFlow> flow)
        : m_flow(std::move(flow))
    {
    }
    void tapBody(const TapRecord& record, QByteArrayView piece) override
    {
        QVERIFY(record.hasHead);
        body.append(piece);
        bytes += piece.size();
        most = std::max(most, bytes - m_flow->taken);
        if (keepsNothing)
            body.clear();
    }
    void tapChanged(const TapRecord& record) override
    {
        last = record;
        ends += record.phase == TapPhase::Ended ? 1 : 0;
    }

    QByteArray body;
    qint64 bytes = 0;
    qint64 most = 0; ///< that was ever untaken
    TapRecord last;
    int ends = 0;
    bool keepsNothing = false;

private:
    std::shared_ptr<TapFlow> m_flow;
};

/// One exchange's permit and who hears of it.
struct Exchange
{
    explicit Exchange(quint16 port, const QByteArray& manager = "m0")
    {
        static quint32 numbers = 0;
        ticket.number = ++numbers;
        ticket.manager = manager;
        ticket.profile = "profile " + QByteArray::number(port);
        ticket.endpoint = EndpointId(7);
        ticket.label = QStringLiteral("pane");
        ticket.host = QStringLiteral("127.0.0.1");
        ticket.port = port;
        ticket.method = "GET";
        ticket.flow = flow;
        ticket.observer = observer;
    }
    [[nodiscard]] bool isEnded() const { return observer->ends > 0; }

    std::shared_ptr<TapFlow> flow = std::make_shared<TapFlow>();
    std::shared_ptr<Observer> observer = std::make_shared<Observer>(flow);
    TapTicket ticket;
};

const QByteArray get = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const QByteArray small = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const QByteArray socksDone("\x05\x02\x01\x00\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 14);

/// A manager's side: a SOCKS client without any code of ours.
RawPeer knock(const TapDoor& door, const QByteArray& user = "m0")
{
    RawPeer peer = RawPeer::connectTo(door.port);
    peer.send(QByteArray("\x05\x01\x02", 3) + char(1) + char(user.size()) + user +
              char(door.password.size()) + door.password + QByteArray("\x05\x01\x00\x03\x01x\x00\x50", 8));
    return peer;
}

} // namespace

class TestWireTap : public QObject
{
    Q_OBJECT
private slots:
    void carriesAnExchange();
    void keepsTheServersConnection();
    void otherProfileOtherConnection();
    void needsAPermit();
    void needsThePassword();
    void secondRequestNeedsAPermit();
    void moreThanOneRequest();
    void requestIsByteForByte();
    void slowReader();
    void slowServer();
    void cancelBeforeAndAfter();
    void voidPermit();
    void restOfARequestIsSwallowed();
    void connectionThatTheRequestCloses();
    void managerGoesAway();
    void listensAsLongAsItIsUsed();
    void keepAliveEnds();
    void tooManyManagers();
    void strangersAreDropped();
};

void TestWireTap::carriesAnExchange()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send(get);
    QTRY_VERIFY(exchange.isEnded());
    const TapRecord& record = exchange.observer->last;
    QCOMPARE(record.error, Error());
    QCOMPARE(record.head.status, 200);
    QCOMPARE(record.requestHead, get);
    QCOMPARE(record.responseHead + exchange.observer->body, small);
    QCOMPARE(record.peer.port, server.serverPort());
    QCOMPARE(exchange.observer->ends, 1);
    QCOMPARE(server.received, get);
    // The manager sees nothing of the answer, only that its exchange is over.
    QTRY_COMPARE(manager.pump().received(), socksDone + "HTTP/1.1 204 No Content\r\n\r\n");

    const SinkRow row = sink.row(record.connection);
    QCOMPARE(row.sent, get);
    QCOMPARE(row.received, small);
    QCOMPARE(row.info.endpoint, EndpointId(7));
    QCOMPARE(row.info.label, QStringLiteral("pane"));
    QCOMPARE(row.info.peer.port, server.serverPort());
    QCOMPARE(sink.count(), 1); // the manager's own connection is nobody's traffic
}

void TestWireTap::keepsTheServersConnection()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    // The connection is the tap's, not the manager's: another one goes on with it.
    std::vector<RawPeer> managers;
    for (const QByteArray& user : {QByteArray("m0"), QByteArray("m1"), QByteArray("m2")}) {
        Exchange exchange(server.serverPort(), user);
        managers.push_back(knock(*tap.admit(exchange.ticket), user));
        managers.back().send(get);
        QTRY_VERIFY(exchange.isEnded());
        QCOMPARE(exchange.observer->last.error, Error());
        QCOMPARE(exchange.observer->last.times.reused, user != "m0");
    }
    QCOMPARE(server.connections, 1);
    QCOMPARE(server.requests.size(), 3);
}

void TestWireTap::otherProfileOtherConnection()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    QList<int> rows;
    std::vector<RawPeer> managers;
    for (const QByteArray& profile : {QByteArray("a"), QByteArray("b"), QByteArray("a"), QByteArray("b")}) {
        Exchange exchange(server.serverPort());
        exchange.ticket.profile = profile;
        managers.push_back(knock(*tap.admit(exchange.ticket)));
        managers.back().send(get);
        QTRY_VERIFY(exchange.isEnded());
        rows.append(int(exchange.observer->last.connection.value()));
    }
    QCOMPARE(rows, QList<int>({0, 1, 0, 1}));
}

void TestWireTap::needsAPermit()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    const TapDoor door = *tap.admit(exchange.ticket);
    RawPeer other = knock(door, "m1");
    other.send(get);
    QTRY_VERIFY(other.pump().isFinished());
    QVERIFY(tap.withdraw(exchange.ticket.number));
    QVERIFY(!tap.withdraw(exchange.ticket.number));
    RawPeer late = knock(door);
    late.send(get);
    QTRY_VERIFY(late.pump().isFinished());
    QCOMPARE(server.connections, 0);
    QCOMPARE(sink.count(), 0);
    QCOMPARE(exchange.observer->ends, 0);
}

void TestWireTap::needsThePassword()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    TapDoor door = *tap.admit(exchange.ticket);
    QCOMPARE(door.password.size(), 64);
    const TapDoor right = door;
    door.password.back() = door.password.back() == 'x' ? 'y' : 'x';
    RawPeer stranger = knock(door);
    stranger.send(get);
    QTRY_VERIFY(stranger.pump().isFinished());
    QCOMPARE(stranger.received(), QByteArray("\x05\x02\x01\x01", 4));
    // The permit is still there for its owner.
    RawPeer manager = knock(right);
    manager.send(get);
    QTRY_VERIFY(exchange.isEnded());
    QCOMPARE(server.requests.size(), 1);
}

void TestWireTap::secondRequestNeedsAPermit()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send(get);
    QTRY_VERIFY(exchange.isEnded());
    manager.send(get);
    QTRY_VERIFY(manager.pump().isFinished());
    QCOMPARE(server.requests.size(), 1);
}

void TestWireTap::moreThanOneRequest()
{
    // Two requests for one permit, in one piece: none of it goes on.
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server([](QTcpSocket&, const QByteArray&) {});
    Exchange exchange(server.serverPort());
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send(get + get);
    QTRY_VERIFY(exchange.isEnded());
    QCOMPARE(exchange.observer->last.error.code, ErrorCode::NetworkFailed);
    QCOMPARE(server.requests.size(), 0);
}

void TestWireTap::requestIsByteForByte()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    QByteArray body(300'000, '\0');
    for (qsizetype i = 0; i < body.size(); ++i)
        body[i] = char(i * 31);
    exchange.ticket.requestBodyBytes = body.size();
    const QByteArray head = "pOsT /\xff?\x01 HTTP/1.1\r\nContent-Length: 300000\r\nodd:  value \r\n\r\n";
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    const QByteArray request = head + body;
    // In pieces of all sizes, the end of the head cut in two.
    qsizetype at = 0;
    for (const qsizetype size : {qsizetype(1), head.size() - 3, qsizetype(1), qsizetype(1)}) {
        at += manager.send(QByteArrayView(request).sliced(at, size));
        QTest::qWait(0);
    }
    QTRY_VERIFY([&] {
        at += manager.send(QByteArrayView(request).sliced(at));
        return at == request.size();
    }());
    QTRY_VERIFY(exchange.isEnded());
    QCOMPARE(exchange.observer->last.error, Error());
    QCOMPARE(exchange.observer->last.requestHead, head);
    QCOMPARE(exchange.observer->last.requestBodyBytes, body.size());
    QVERIFY(server.received == request);
}

void TestWireTap::slowReader()
{
    // A body of 256 MiB, and a reader that takes a MiB now and then: the tap never has more than the limit
    // beyond it.
    constexpr qint64 total = 256LL * 1024 * 1024;
    RecordingSink sink(false);
    WireTap tap(sink);
    qint64 left = total;
    ScriptedPeer server([&](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(total) + "\r\n\r\n");
        connect(&socket, &QTcpSocket::bytesWritten, &socket, [&] {
            while (left > 0 && socket.bytesToWrite() < 1024 * 1024) {
                socket.write(QByteArray(1024 * 1024, 'x'));
                left -= 1024 * 1024;
            }
        });
    });
    Exchange exchange(server.serverPort());
    exchange.observer->keepsNothing = true;
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send(get);
    // Nobody takes anything: it stands still, and by that no timeout strikes.
    QTRY_VERIFY(exchange.flow->isWaiting);
    const qint64 stood = exchange.observer->bytes;
    QVERIFY(stood > limits::tapAheadBytes / 2 && stood <= limits::tapAheadBytes);
    QTest::qWait(50);
    QCOMPARE(exchange.observer->bytes, stood);

    QTimer reader;
    connect(&reader, &QTimer::timeout, this, [&] {
        exchange.flow->taken = std::min(exchange.observer->bytes, exchange.flow->taken + 3 * 1024 * 1024);
        if (exchange.flow->isWaiting)
            tap.resume(exchange.ticket.number);
    });
    reader.start(1);
    QTRY_VERIFY_WITH_TIMEOUT(exchange.isEnded(), 60000);
    QCOMPARE(exchange.observer->last.error, Error());
    QCOMPARE(exchange.observer->bytes, total);
    QVERIFY2(exchange.observer->most <= limits::tapAheadBytes,
             qPrintable(QString::number(exchange.observer->most)));
}

void TestWireTap::slowServer()
{
    // A server that does not read an upload: the manager is held up, and the tap's memory stays small.
    RecordingSink sink(false);
    WireTap tap(sink);
    QTcpServer server;
    server.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    QTcpSocket* socket = nullptr;
    connect(&server, &QTcpServer::newConnection, this, [&] {
        socket = server.nextPendingConnection();
        socket->setReadBufferSize(1024);
    });
    Exchange exchange(server.serverPort());
    constexpr qint64 total = 64LL * 1024 * 1024;
    exchange.ticket.requestBodyBytes = total;
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send("PUT / HTTP/1.1\r\n\r\n");
    const QByteArray block(256 * 1024, 'x');
    qint64 sent = 0;
    int stuck = 0;
    QTRY_VERIFY([&] {
        const qsizetype now = manager.send(block);
        sent += now;
        stuck = now == 0 ? stuck + 1 : 0;
        return stuck > 10;
    }());
    QVERIFY2(sent < total / 2, qPrintable(QString::number(sent)));
    QVERIFY(!exchange.isEnded());
    QVERIFY(socket);
    // It reads after all.
    socket->setReadBufferSize(0);
    qint64 arrived = 0;
    connect(socket, &QIODevice::readyRead, socket, [&] { arrived += socket->readAll().size(); });
    arrived += socket->readAll().size();
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            while (sent < total) {
                const qsizetype now =
                    manager.send(QByteArrayView(block).first(std::min<qint64>(block.size(), total - sent)));
                sent += now;
                if (now == 0)
                    break;
            }
            return arrived >= total;
        }(),
        30000);
    socket->write(small);
    QTRY_VERIFY(exchange.isEnded());
    QCOMPARE(exchange.observer->last.error, Error());
    QCOMPARE(exchange.observer->last.requestBodyBytes, total);
}

void TestWireTap::cancelBeforeAndAfter()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server([](QTcpSocket&, const QByteArray&) {});
    Exchange unused(server.serverPort());
    (void)tap.admit(unused.ticket);
    tap.cancel(unused.ticket.number);
    QCOMPARE(unused.observer->ends, 0);

    Exchange exchange(server.serverPort());
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send(get);
    QTRY_COMPARE(server.requests.size(), 1);
    tap.cancel(exchange.ticket.number);
    QVERIFY(exchange.isEnded());
    QCOMPARE(exchange.observer->last.error.code, ErrorCode::Canceled);
    QVERIFY(sink.row(0).has(RecordKind::Reset));
    tap.cancel(exchange.ticket.number);
    QCOMPARE(exchange.observer->ends, 1);
    QTRY_VERIFY(manager.pump().received().endsWith("204 No Content\r\n\r\n"));
    QCOMPARE(server.connections, 1);
}

void TestWireTap::voidPermit()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    const TapDoor door = *tap.admit(exchange.ticket);
    tap.cancel(exchange.ticket.number);
    // Its manager, which does not know, is let go in peace.
    RawPeer manager = knock(door);
    manager.send(get);
    QTRY_COMPARE(manager.pump().received(), socksDone + "HTTP/1.1 204 No Content\r\n\r\n");
    QVERIFY(!manager.isFinished());
    // By the same connection it sends the next one.
    Exchange next(server.serverPort());
    (void)tap.admit(next.ticket);
    manager.send(get);
    QTRY_VERIFY(next.isEnded());
    QCOMPARE(next.observer->last.error, Error());
    QCOMPARE(server.requests.size(), 1);
    QCOMPARE(sink.count(), 1);
    QCOMPARE(exchange.observer->ends, 0);
    QCOMPARE(exchange.observer->last.phase, TapPhase::Resolving);

    // One that nobody comes for holds the tap open only for a while.
    WireTap other(sink);
    Exchange unused(server.serverPort());
    (void)other.admit(unused.ticket);
    other.cancel(unused.ticket.number);
    QVERIFY(other.isListening());
    QTRY_VERIFY_WITH_TIMEOUT(!other.isListening(), 30'000);
    QCOMPARE(unused.observer->ends, 0);
}

void TestWireTap::connectionThatTheRequestCloses()
{
    // A server that does not heed it must not be asked again (RFC 9112 9.6).
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    exchange.ticket.closesAfter = true;
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send(get);
    QTRY_VERIFY(exchange.isEnded());
    QCOMPARE(exchange.observer->last.error, Error());
    QTRY_VERIFY(sink.row(0).has(RecordKind::HalfClosed));
}

void TestWireTap::restOfARequestIsSwallowed()
{
    // Canceled in the middle of an upload: the rest of it is not taken for a request that a new permit
    // allows.
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    exchange.ticket.requestBodyBytes = 100;
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send("PUT / HTTP/1.1\r\nContent-Length: 100\r\n\r\n" + QByteArray(40, 'x'));
    QTRY_VERIFY(server.received.endsWith('x'));
    tap.cancel(exchange.ticket.number);
    QVERIFY(exchange.isEnded());
    Exchange next(server.serverPort());
    (void)tap.admit(next.ticket);
    manager.send(QByteArray(60, 'y'));
    QTRY_VERIFY(manager.pump().received().endsWith("204 No Content\r\n\r\n"));
    QVERIFY(!next.isEnded());
    manager.send(get);
    QTRY_VERIFY(next.isEnded());
    QCOMPARE(next.observer->last.error, Error());
    QVERIFY(!server.received.contains('y'));

    // However much is to come.
    Exchange large(server.serverPort(), "m1");
    const QByteArray rest(5'000'000, 'z');
    large.ticket.requestBodyBytes = rest.size() + 1;
    RawPeer other = knock(*tap.admit(large.ticket), "m1");
    other.send("PUT / HTTP/1.1\r\n\r\nx");
    QTRY_VERIFY(server.received.endsWith("\r\n\r\nx"));
    tap.cancel(large.ticket.number);
    qsizetype sent = 0;
    QTRY_VERIFY([&] {
        sent += other.send(QByteArrayView(rest).sliced(sent));
        return sent == rest.size();
    }());
    QTRY_VERIFY(other.pump().received().endsWith("204 No Content\r\n\r\n"));
    QVERIFY(!server.received.contains('z'));
}

void TestWireTap::managerGoesAway()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server([](QTcpSocket&, const QByteArray&) {});
    Exchange exchange(server.serverPort());
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send(get);
    QTRY_COMPARE(server.requests.size(), 1);
    manager.reset();
    QTRY_VERIFY(exchange.isEnded());
    QCOMPARE(exchange.observer->last.error.code, ErrorCode::NetworkFailed);
    QVERIFY(sink.row(0).has(RecordKind::Reset));
}

void TestWireTap::listensAsLongAsItIsUsed()
{
    RecordingSink sink;
    WireTap tap(sink);
    QVERIFY(!tap.isListening());
    ScriptedPeer server(
        ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", true));
    QByteArray password;
    for (int round = 0; round < 2; ++round) {
        Exchange exchange(server.serverPort());
        const TapDoor door = *tap.admit(exchange.ticket);
        QVERIFY(tap.isListening());
        QVERIFY(door.password != password);
        password = door.password;
        RawPeer manager = knock(door);
        manager.send(get);
        QTRY_VERIFY(exchange.isEnded());
        QTRY_VERIFY(!tap.isListening());
        QTRY_VERIFY(manager.pump().isFinished());
        QVERIFY(!RawPeer::connectTo(door.port).isConnected());
    }
}

void TestWireTap::keepAliveEnds()
{
    RecordingSink sink;
    WireTap tap(sink, std::chrono::milliseconds(100));
    ScriptedPeer server(ScriptedPeer::fixed(small, false));
    Exchange exchange(server.serverPort());
    RawPeer manager = knock(*tap.admit(exchange.ticket));
    manager.send(get);
    QTRY_VERIFY(exchange.isEnded());
    QVERIFY(tap.isListening());
    QVERIFY(!sink.row(0).has(RecordKind::HalfClosed));
    QTRY_VERIFY(!tap.isListening());
    QTRY_VERIFY(sink.row(0).has(RecordKind::Closed));
}

void TestWireTap::tooManyManagers()
{
    RecordingSink sink;
    WireTap tap(sink);
    ScriptedPeer server([](QTcpSocket&, const QByteArray&) {});
    Exchange exchange(server.serverPort());
    const TapDoor door = *tap.admit(exchange.ticket);
    std::vector<RawPeer> idle;
    for (int i = 0; i < WireTap::maxLegs; ++i)
        idle.push_back(RawPeer::connectTo(door.port));
    QTest::qWait(0);
    RawPeer late = RawPeer::connectTo(door.port);
    QTRY_VERIFY(late.pump().isFinished() || late.error() != 0);
    QVERIFY(!idle.front().pump().isFinished());
}

void TestWireTap::strangersAreDropped()
{
    RecordingSink sink;
    WireTap tap(sink);
    Exchange exchange(9);
    const TapDoor door = *tap.admit(exchange.ticket);
    RawPeer peer = RawPeer::connectTo(door.port);
    peer.send("GET / HTTP/1.1\r\n\r\n");
    QTRY_VERIFY(peer.pump().isFinished() || peer.error() != 0);
    QVERIFY(!exchange.isEnded());
    QCOMPARE(sink.count(), 0);
}

QTEST_GUILESS_MAIN(TestWireTap)
#include "tst_wiretap.moc"
