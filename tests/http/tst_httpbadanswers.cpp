// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

#include <sys/socket.h>

using namespace wl;
using namespace wltest;
using Phase = HttpExchange::Phase;

namespace {

/// How a peer ends an answer.
enum class Ending { Open, Close, Reset };

void answerWith(QTcpSocket& socket, const QByteArray& bytes, Ending ending)
{
    if (ending == Ending::Reset) {
        const linger abort{1, 0};
        ::setsockopt(int(socket.socketDescriptor()), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
        socket.abort();
        return;
    }
    socket.write(bytes);
    if (ending == Ending::Close)
        socket.disconnectFromHost();
}

/// What is said of an answer besides its head and body.
QString toldOf(const HttpHop& hop)
{
    QStringList told = hop.warnings;
    for (const TapAnswer& answer : hop.interim)
        told << QStringLiteral("%1 ").arg(answer.status) + QString::fromLatin1(answer.reason);
    for (const WireField& field : hop.trailers)
        told << QString::fromLatin1(field.name + ": " + field.value);
    return told.join(u'\n');
}

} // namespace

/// A server that breaks the rules: one request on the wire for one click, the right kind of error, what came
/// is kept, and nobody else suffers.
class TestHttpBadAnswers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void answers_data();
    void answers();
    void oneClickIsOneRequest_data();
    void oneClickIsOneRequest();
    void endlessHead();
    void headOfOneMegabyte();
    void endlessInterimHeads();
    void staleConnection();
    void unaskedBytesEndAKeptConnection();
    void earlyAnswerToAnUpload();
    void diskProblem();

private:
    QTemporaryDir m_dir;
};

void TestHttpBadAnswers::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpBadAnswers::answers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("ending");
    QTest::addColumn<int>("code"); // None: the exchange is right
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("warning"); // a part of one; empty = there is none

    const auto row = [](const char* name, const QByteArray& bytes, Ending ending, ErrorCode code, int status,
                        const QByteArray& body, const char* warning = "") {
        QTest::newRow(name) << bytes << int(ending) << int(code) << status << body
                            << QString::fromUtf8(warning);
    };
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    const QByteArray chunked = ok + "Transfer-Encoding: chunked\r\n\r\n";

    row("103 then 200", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ScriptedPeer::ok("ok"),
        Ending::Open, ErrorCode::None, 200, "ok", "103 Early Hints");
    row("100 unasked", "HTTP/1.1 100 Continue\r\n\r\n" + ScriptedPeer::ok("ok"), Ending::Open,
        ErrorCode::None, 200, "ok", "100 Continue");
    row("two lengths", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nokk", Ending::Open,
        ErrorCode::BadFraming, 200, "");
    row("length and chunked",
        ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", Ending::Open,
        ErrorCode::None, 200, "ok", "the length is not used");
    row("chunk size ZZ", chunked + "ZZ\r\nok\r\n", Ending::Open, ErrorCode::BadFraming, 200, "");
    row("chunk size of 16 F", chunked + "FFFFFFFFFFFFFFFF\r\nok\r\n", Ending::Open, ErrorCode::BadFraming,
        200, "");
    row("second chunk size bad", chunked + "2\r\nok\r\nno\r\n", Ending::Open, ErrorCode::BadFraming, 200,
        "ok");
    row("chunk cut short", chunked + "5\r\nhel", Ending::Close, ErrorCode::BodyCutShort, 200, "hel");
    row("last chunk missing", chunked + "5\r\nhello\r\n", Ending::Close, ErrorCode::BodyCutShort, 200,
        "hello");
    row("body cut short", ok + "Content-Length: 10\r\n\r\nhello", Ending::Close, ErrorCode::BodyCutShort, 200,
        "hello");
    row("body empty for its length", ok + "Content-Length: 10\r\n\r\n", Ending::Close,
        ErrorCode::BodyCutShort, 200, "");
    row("negative length", ok + "Content-Length: -1\r\n\r\nok", Ending::Open, ErrorCode::BadFraming, 200, "");
    row("length of 20 digits", ok + "Content-Length: 99999999999999999999\r\n\r\nok", Ending::Close,
        ErrorCode::None, 200, "ok", "beyond any size");
    row("not HTTP", "SSH-2.0-OpenSSH_9.2p1\r\n", Ending::Open, ErrorCode::NotHttp, 0, "");
    row("binary", QByteArray("\x00\x01\x02\xff\xfe", 5), Ending::Close, ErrorCode::NotHttp, 0, "");
    row("HTML without a head", "<html>hello</html>", Ending::Close, ErrorCode::NotHttp, 0, "");
    row("status 099", "HTTP/1.1 099 Odd\r\nContent-Length: 2\r\n\r\nok", Ending::Open, ErrorCode::None, 99,
        "ok", "status code 099");
    row("status 999", "HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok", Ending::Open, ErrorCode::None, 999,
        "ok", "status code 999");
    row("no status", "HTTP/1.1\r\n\r\n", Ending::Close, ErrorCode::NotHttp, 0, "");
    row("NUL in a field", ok + QByteArray("X: a\0b\r\n", 8) + "Content-Length: 2\r\n\r\nok", Ending::Open,
        ErrorCode::None, 200, "ok", "control byte 0x00");
    row("line without a colon", ok + "X: 1\r\nnonsense\r\nY: 2\r\nContent-Length: 2\r\n\r\nok", Ending::Open,
        ErrorCode::BadFraming, 200, "");
    row("name with a space", ok + "My Field: x\r\nContent-Length: 2\r\n\r\nok", Ending::Open, ErrorCode::None,
        200, "ok", "not a token");
    row("101 unasked", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Ending::Open,
        ErrorCode::None, 101, "");
    row("120 KiB field", ok + "X: " + QByteArray(120 * 1024, 'x') + "\r\nContent-Length: 2\r\n\r\nok",
        Ending::Open, ErrorCode::None, 200, "ok");
    row("300 KiB head", ok + ("X: " + QByteArray(1024, 'x') + "\r\n").repeated(300) + "\r\n", Ending::Open,
        ErrorCode::HeaderTooLarge, 0, "");
    row("204 with a body", "HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok", Ending::Open,
        ErrorCode::None, 204, "", "behind the answer");
    row("LF only", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", Ending::Open, ErrorCode::None, 200, "ok",
        "LF alone");
    row("HTTP/2.0 in the line", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\nok", Ending::Close,
        ErrorCode::None, 200, "ok", "version HTTP/2.0");
    row("chunk trailer", chunked + "2\r\nok\r\n0\r\nX-Sum: abc\r\n\r\n", Ending::Open, ErrorCode::None, 200,
        "ok", "X-Sum: abc");
    row("more than the length", ok + "Content-Length: 2\r\n\r\nokHTTP", Ending::Open, ErrorCode::None, 200,
        "ok", "4 bytes came behind");
    row("HTTP/1.0 until close", "HTTP/1.0 200 OK\r\n\r\nhello", Ending::Close, ErrorCode::None, 200, "hello");
    row("head cut short", "HTTP/1.1 200 OK\r\nX: y", Ending::Close, ErrorCode::BadFraming, 0, "");
    row("no answer", "", Ending::Close, ErrorCode::NoAnswer, 0, "");
    row("reset", "", Ending::Reset, ErrorCode::ConnectionReset, 0, "");
    row("only 100", "HTTP/1.1 100 Continue\r\n\r\n", Ending::Close, ErrorCode::BadFraming, 0, "",
        "100 Continue");
    row("401 with a login",
        "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        Ending::Open, ErrorCode::None, 401, "");
    row("407", "HTTP/1.1 407 Proxy\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n",
        Ending::Open, ErrorCode::None, 407, "");
    row("500 with a body", "HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nno", Ending::Open, ErrorCode::None,
        500, "no");
}

void TestHttpBadAnswers::answers()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, ending);
    QFETCH(int, code);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, warning);

    for (const QString& method : {QStringLiteral("GET"), QStringLiteral("POST")}) {
        ScriptedPeer peer(
            [&](QTcpSocket& socket, const QByteArray&) { answerWith(socket, bytes, Ending(ending)); });
        HttpFixture http;
        const HttpExchange exchange = http.run(request(peer.url(QStringLiteral("/?q=1")), method));
        QVERIFY(exchange.isFinished());
        QCOMPARE(int(exchange.error.code), code);
        QCOMPARE(exchange.phase, code == 0 ? Phase::Done : Phase::Failed);
        const HttpHop& hop = exchange.hops.first();
        QCOMPARE(hop.status, status);
        QCOMPARE(contentOf(exchange.body), body);
        if (warning.isEmpty())
            QCOMPARE(hop.warnings, QStringList());
        else
            QVERIFY2(toldOf(hop).contains(warning), qPrintable(toldOf(hop)));
        if (code != 0 && code != int(ErrorCode::NoAnswer) && code != int(ErrorCode::ConnectionReset))
            QVERIFY(!exchange.error.detail.isEmpty() && !hop.responseHead.isEmpty());
        QVERIFY(bytes.startsWith(hop.responseHead));
        QCOMPARE(peer.requests.size(), 1);
        QVERIFY(peer.requests.first().contains(" /?q=1 HTTP"));
    }
}

void TestHttpBadAnswers::oneClickIsOneRequest_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("ending");
    QTest::addColumn<int>("others");
    QTest::addColumn<int>("code");

    const QByteArray cut = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel";
    for (const char* method : {"GET", "POST", "PUT", "DELETE", "HEAD", "BREW"}) {
        for (const int others : {0, 8}) {
            const auto row = [&](const char* name, const QByteArray& bytes, Ending ending, ErrorCode code) {
                QTest::addRow("%s, %s, %d others", method, name, others)
                    << QString::fromLatin1(method) << bytes << int(ending) << others << int(code);
            };
            const bool isHead = qstrcmp(method, "HEAD") == 0;
            row("closes", {}, Ending::Close, ErrorCode::NoAnswer);
            row("resets", {}, Ending::Reset, ErrorCode::ConnectionReset);
            row("garbage", "garbage\r\n\r\n", Ending::Close, ErrorCode::NotHttp);
            row("garbage, open", "garbage\r\n\r\n", Ending::Open, ErrorCode::NotHttp);
            row("cut", cut, Ending::Close, isHead ? ErrorCode::None : ErrorCode::BodyCutShort);
        }
    }
}

void TestHttpBadAnswers::oneClickIsOneRequest()
{
    QFETCH(QString, method);
    QFETCH(QByteArray, bytes);
    QFETCH(int, ending);
    QFETCH(int, others);
    QFETCH(int, code);

    QList<QTcpSocket*> held;
    ScriptedPeer good([&](QTcpSocket& socket, const QByteArray&) { held.append(&socket); });
    ScriptedPeer bad(
        [&](QTcpSocket& socket, const QByteArray&) { answerWith(socket, bytes, Ending(ending)); });
    HttpFixture http;
    QList<ExchangeId> waiting;
    for (int i = 0; i < others; ++i)
        waiting.append(*http.start(request(good.url(QStringLiteral("/%1").arg(i)))));
    QTRY_COMPARE(held.size(), others); // all are in flight
    const HttpExchange exchange = http.run(request(bad.url(), method));
    QCOMPARE(int(exchange.error.code), code);
    QVERIFY(std::none_of(waiting.begin(), waiting.end(), [&](ExchangeId id) { return http.isFinished(id); }));
    for (QTcpSocket* socket : std::as_const(held))
        socket->write(ScriptedPeer::ok("good"));
    for (ExchangeId id : std::as_const(waiting)) {
        const HttpExchange other = http.wait(id);
        QCOMPARE(other.error, Error());
        QCOMPARE(contentOf(other.body), QByteArray("good"));
    }
    // A second try of the manager's would come before what its next exchanges send.
    ScriptedPeer after(ScriptedPeer::fixed(ScriptedPeer::ok("after"), false));
    QList<ExchangeId> later;
    for (int i = 0; i < others + 1; ++i)
        later.append(*http.start(request(after.url())));
    for (ExchangeId id : std::as_const(later))
        QCOMPARE(http.wait(id).error, Error());
    // The client is ended before counting: nothing can come after.
    http.client.reset();
    QTest::qWait(0);
    QCOMPARE(bad.requests.size(), 1);
    QCOMPARE(bad.connections, 1);
    QCOMPARE(good.requests.size(), others);
    QCOMPARE(after.requests.size(), others + 1);
}

void TestHttpBadAnswers::endlessHead()
{
    qint64 sent = 0;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 200 OK\r\n");
        connect(&socket, &QTcpSocket::bytesWritten, &socket, [&socket, &sent](qint64 count) {
            sent += count;
            socket.write("X: " + QByteArray(1000, 'x') + "\r\n");
        });
    });
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QCOMPARE(exchange.error.code, ErrorCode::HeaderTooLarge);
    QVERIFY(exchange.hops.first().responseHead.size() <= limits::headerBytes);
}

void TestHttpBadAnswers::headOfOneMegabyte()
{
    ScriptedPeer peer(
        ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nX: " + QByteArray(1024 * 1024, 'x') + "\r\n\r\nbody", true));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QCOMPARE(exchange.error.code, ErrorCode::HeaderTooLarge);
    QCOMPARE(exchange.hops.first().responseHead.size(), limits::headerBytes);
    QCOMPARE(peer.requests.size(), 1);
    // The program goes on.
    ScriptedPeer good(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    QCOMPARE(http.run(request(good.url())).error, Error());
}

void TestHttpBadAnswers::endlessInterimHeads()
{
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 103 Early Hints\r\n\r\n");
        connect(&socket, &QTcpSocket::bytesWritten, &socket, [&socket] {
            socket.write("HTTP/1.1 103 Early Hints\r\nX: " + QByteArray(8000, 'x') + "\r\n\r\n");
        });
    });
    HttpFixture http;
    QCOMPARE(http.run(request(peer.url())).error.code, ErrorCode::HeaderTooLarge);
}

void TestHttpBadAnswers::staleConnection()
{
    // The server closes a kept-alive connection while nobody uses it: the next request takes a new one.
    QTcpSocket* kept = nullptr;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        kept = &socket;
        socket.write(ScriptedPeer::ok("x"));
    });
    HttpFixture http;
    QCOMPARE(http.run(request(peer.url())).error, Error());
    kept->disconnectFromHost();
    QTRY_VERIFY(http.sink.row(0).has(RecordKind::Closed));
    const HttpExchange second = http.run(request(peer.url(), QStringLiteral("POST")));
    QCOMPARE(second.error, Error());
    QVERIFY(!second.hops.first().timings.reused);
    QCOMPARE(peer.requests.size(), 2);

    // It closes just as the request arrives: the request was on the wire once, and is not sent again.
    ScriptedPeer fickle([answers = 0](QTcpSocket& socket, const QByteArray&) mutable {
        if (++answers == 1)
            socket.write(ScriptedPeer::ok("x"));
        else
            socket.disconnectFromHost();
    });
    QCOMPARE(http.run(request(fickle.url())).error, Error());
    const HttpExchange lost = http.run(request(fickle.url(), QStringLiteral("POST")));
    QCOMPARE(lost.error.code, ErrorCode::NoAnswer);
    QVERIFY(lost.error.detail.contains(QStringLiteral("kept-alive")));
    http.client.reset();
    QCOMPARE(fickle.requests.size(), 2);
}

void TestHttpBadAnswers::unaskedBytesEndAKeptConnection()
{
    QTcpSocket* kept = nullptr;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        kept = &socket;
        socket.write(ScriptedPeer::ok("x"));
    });
    HttpFixture http;
    QCOMPARE(http.run(request(peer.url())).error, Error());
    kept->write(ScriptedPeer::ok("smuggled"));
    QTRY_VERIFY(http.sink.row(0).has(RecordKind::Closed));
    const HttpExchange second = http.run(request(peer.url()));
    QCOMPARE(contentOf(second.body), QByteArray("x"));
    QVERIFY(!second.hops.first().timings.reused);
}

void TestHttpBadAnswers::earlyAnswerToAnUpload()
{
    QTcpServer server;
    server.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(server.listen(QHostAddress::LocalHost));
    connect(&server, &QTcpServer::newConnection, this, [&] {
        QTcpSocket* socket = server.nextPendingConnection();
        socket->setReadBufferSize(64 * 1024);
        connect(socket, &QIODevice::readyRead, socket, [socket] {
            if (socket->property("answered").toBool())
                return;
            socket->setProperty("answered", true);
            socket->write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");
        });
    });
    QFile file(m_dir.filePath(QStringLiteral("big.bin")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(64 * 1024 * 1024));
    HttpFixture http;
    HttpRequest typed =
        request(QStringLiteral("http://127.0.0.1:%1/").arg(server.serverPort()), QStringLiteral("POST"));
    typed.body = fileBody(file.fileName());
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.first().status, 413);
    QCOMPARE(contentOf(exchange.body), QByteArray("big"));
    QVERIFY(exchange.hops.first().requestBodyBytes < file.size());
    QVERIFY(
        exchange.hops.first().warnings.join(u' ').contains(QStringLiteral("before the request was whole")));
}

void TestHttpBadAnswers::diskProblem()
{
    QTemporaryDir dir;
    QFile blocker(dir.filePath(QStringLiteral("wireloupe")));
    QVERIFY(blocker.open(QIODevice::WriteOnly)); // a file where the folder should be
    qputenv("XDG_CACHE_HOME", dir.path().toUtf8());
    ScriptedPeer small(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    ScriptedPeer large(ScriptedPeer::fixed(ScriptedPeer::ok(QByteArray(200'000, 'x')), false));
    HttpFixture http;
    const HttpExchange failed = http.run(request(large.url()));
    QCOMPARE(failed.phase, Phase::Failed);
    QVERIFY(failed.error.code == ErrorCode::FileNotWritable || failed.error.code == ErrorCode::FileFailed);
    QCOMPARE(failed.hops.first().status, 200);
    // A small body needs no disk until somebody asks for a file.
    const HttpExchange held = http.run(request(small.url()));
    QCOMPARE(held.phase, Phase::Done);
    QCOMPARE(held.body->bytes(), QByteArray("x"));
    QCOMPARE(held.body->path(), QString());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
    QVERIFY(QFile::exists(held.body->path()));
}

QTEST_GUILESS_MAIN(TestHttpBadAnswers)
#include "tst_httpbadanswers.moc"
