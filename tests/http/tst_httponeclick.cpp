// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/socket.h>

using namespace wl;
using namespace wltest;

namespace {

void resetSocket(QTcpSocket& socket)
{
    const linger abort{1, 0};
    ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    socket.abort();
}

/// How a server fails one request.
struct Failure
{
    const char* name;
    QByteArray bytes;
    enum class End : quint8 { Open, Close, Reset } end;
    ErrorCode code;
    bool isOfBody = false; ///< an answer to HEAD has none, and so is whole
};

QList<Failure> failures()
{
    using End = Failure::End;
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray ten = ok + "Content-Length: 10\r\n\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";
    return {
        {"closes without an answer", {}, End::Close, ErrorCode::NoAnswer},
        {"resets without an answer", {}, End::Reset, ErrorCode::ConnectionReset},
        {"silent", {}, End::Open, ErrorCode::FirstByteTimeout},
        {"closes in the status line", "HTTP/1.", End::Close, ErrorCode::BadFraming},
        {"closes behind the status line", ok, End::Close, ErrorCode::BadFraming},
        {"closes in a field", ok + "Content-Len", End::Close, ErrorCode::BadFraming},
        {"silent in the head", ok + "X: y\r\n", End::Open, ErrorCode::IdleTimeout},
        {"closes behind the head", ten, End::Close, ErrorCode::BodyCutShort, true},
        {"closes in the body", ten + "hel", End::Close, ErrorCode::BodyCutShort, true},
        {"silent in the body", ten + "hel", End::Open, ErrorCode::IdleTimeout, true},
        {"closes in a chunk size", chunked + "5", End::Close, ErrorCode::BodyCutShort, true},
        {"closes in a chunk", chunked + "5\r\nhel", End::Close, ErrorCode::BodyCutShort, true},
        {"closes before the last chunk", chunked + "5\r\nhello\r\n", End::Close, ErrorCode::BodyCutShort,
         true},
        {"bad chunk size", chunked + "5\r\nhello\r\nzz\r\n", End::Open, ErrorCode::BadFraming, true},
        {"endless chunk size", chunked + QByteArray(40, 'f') + "\r\n", End::Open, ErrorCode::BadFraming,
         true},
        {"two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nokk", End::Open,
         ErrorCode::BadFraming, true},
        {"negative length", ok + "Content-Length: -1\r\n\r\n", End::Open, ErrorCode::BadFraming, true},
        {"garbage", "garbage\r\n\r\n", End::Close, ErrorCode::NotHttp},
        {"garbage, open", "garbage\r\n\r\n", End::Open, ErrorCode::NotHttp},
        {"binary", QByteArray("\x15\x03\x01\x00\x02\x02\x28", 7), End::Open, ErrorCode::NotHttp},
        {"another protocol", "SSH-2.0-OpenSSH_9.2p1\r\n", End::Open, ErrorCode::NotHttp},
        {"line without a colon", ok + "nonsense\r\n\r\n", End::Open, ErrorCode::BadFraming},
        {"a head without an end", ok + "X: " + QByteArray(300'000, 'x'), End::Open,
         ErrorCode::HeaderTooLarge},
        {"only 100", "HTTP/1.1 100 Continue\r\n\r\n", End::Close, ErrorCode::BadFraming},
    };
}

} // namespace

/// One click is one request on the wire, whatever becomes of it, and its end has a name.
class TestHttpOneClick : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void failure_data();
    void failure();
    void atAccept_data();
    void atAccept();

private:
    QTemporaryDir m_dir;
};

void TestHttpOneClick::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpOneClick::failure_data()
{
    QTest::addColumn<QString>("method");
    for (const char* method : {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"})
        QTest::newRow(method) << QString::fromLatin1(method);
}

void TestHttpOneClick::failure()
{
    QFETCH(QString, method);
    const QList<Failure> all = failures();
    QVERIFY(all.size() >= 20);
    // Each failure is a target; what comes twice would be seen there, even later.
    QHash<QByteArray, int> count;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray& got) {
        const QByteArray target = got.split(' ').value(1);
        ++count[target];
        const int index = target.mid(1).toInt();
        if (index >= all.size()) {
            socket.write(ScriptedPeer::ok("fine"));
            return;
        }
        const Failure& failure = all.at(index);
        if (failure.end == Failure::End::Reset)
            return resetSocket(socket);
        socket.write(failure.bytes);
        if (failure.end == Failure::End::Close)
            socket.disconnectFromHost();
    });
    HttpFixture http;
    for (int i = 0; i < all.size(); ++i) {
        const Failure& failure = all.at(i);
        HttpRequest typed = request(peer.url(QStringLiteral("/%1").arg(i)), method);
        if (method == QLatin1String("HEAD")) {
            // An answer that is whole to it although the server closes: the next request must not meet that.
            typed.settings.keepConnection = !failure.isOfBody;
        } else {
            typed.body.kind = HttpBody::Kind::Text;
            typed.body.text = QStringLiteral("body");
        }
        if (failure.end == Failure::End::Open) { // beyond what the answers of the others take
            typed.settings.firstByteTimeout =
                std::chrono::milliseconds(failure.bytes.isEmpty() ? 40 : 20'000);
            typed.settings.idleTimeout =
                std::chrono::milliseconds(failure.code == ErrorCode::IdleTimeout ? 40 : 20'000);
        }
        const HttpExchange exchange = http.run(typed);
        const bool isWhole =
            failure.isOfBody && method == QLatin1String("HEAD") && exchange.error.code == ErrorCode::None;
        QVERIFY2(exchange.error.code == (isWhole ? ErrorCode::None : failure.code),
                 qPrintable(QStringLiteral("%1: %2 %3")
                                .arg(QLatin1String(failure.name))
                                .arg(int(exchange.error.code))
                                .arg(exchange.error.detail)));
        QCOMPARE(exchange.phase, isWhole ? HttpExchange::Phase::Done : HttpExchange::Phase::Failed);
        // The program goes on.
        QCOMPARE(http.run(request(peer.url(QStringLiteral("/1000")))).error, Error());
    }
    http.client.reset(); // nothing can come after
    QTest::qWait(0);
    for (int i = 0; i < all.size(); ++i)
        QVERIFY2(count.value('/' + QByteArray::number(i)) == 1, all.at(i).name);
    QCOMPARE(count.value("/1000"), all.size());
}

void TestHttpOneClick::atAccept_data()
{
    failure_data();
}

/// A server that is gone before it has read: one connection, no second try.
void TestHttpOneClick::atAccept()
{
    QFETCH(QString, method);
    for (const bool resets : {false, true}) {
        QTcpServer server;
        server.setProxy(QNetworkProxy::NoProxy);
        QVERIFY(server.listen(QHostAddress::LocalHost));
        int connections = 0;
        connect(&server, &QTcpServer::newConnection, this, [&] {
            QTcpSocket* socket = server.nextPendingConnection();
            ++connections;
            if (resets)
                resetSocket(*socket);
            else
                socket->disconnectFromHost();
        });
        HttpFixture http;
        const HttpExchange exchange =
            http.run(request(QStringLiteral("http://127.0.0.1:%1/").arg(server.serverPort()), method));
        // Bytes that the other side has not read make a close a reset.
        QVERIFY2(exchange.error.code == ErrorCode::NoAnswer ||
                     exchange.error.code == ErrorCode::ConnectionReset ||
                     exchange.error.code == ErrorCode::ClosedByPeer,
                 qPrintable(exchange.error.detail + QString::number(int(exchange.error.code))));
        http.client.reset();
        QTest::qWait(0);
        QCOMPARE(connections, 1);
    }
}

QTEST_GUILESS_MAIN(TestHttpOneClick)
#include "tst_httponeclick.moc"
