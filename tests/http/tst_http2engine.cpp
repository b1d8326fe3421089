// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "http/http2session.h"
#include "tests/http/httpfixture.h"
#include "tests/http/workerfixture.h"
#include "tests/support/http2frames.h"

#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
namespace h2 = wltest::h2;
using Phase = HttpExchange::Phase;

namespace {

/// A server of HTTP/2 without TLS, made by hand: it answers the first SETTINGS and each request with what a
/// test wants, byte for byte.
class Http2Peer : public QTcpServer
{
public:
    /// What is sent for a request on a stream.
    using Answer = std::function<QByteArray(quint32 stream)>;

    explicit Http2Peer(Answer answer, const QByteArray& greeting = h2::settings())
        : m_answer(std::move(answer))
        , m_greeting(greeting)
    {
        setProxy(QNetworkProxy::NoProxy);
        connect(this, &QTcpServer::newConnection, this, [this] {
            ++connections;
            socket = nextPendingConnection();
            socket->write(m_greeting);
            connect(socket, &QTcpSocket::disconnected, this, [this] { ++ended; });
            connect(socket, &QIODevice::readyRead, this, [this, from = socket.data()] { read(*from); });
        });
        listen(QHostAddress::LocalHost);
    }

    [[nodiscard]] QString url() const { return QStringLiteral("http://127.0.0.1:%1/").arg(serverPort()); }
    [[nodiscard]] QList<h2::Frame> ofType(quint8 type) const
    {
        QList<h2::Frame> found;
        for (const h2::Frame& frame : frames) {
            if (frame.type == type)
                found.append(frame);
        }
        return found;
    }
    [[nodiscard]] qint64 uploaded() const
    {
        qint64 size = 0;
        for (const h2::Frame& frame : ofType(h2::Data))
            size += frame.payload.size();
        return size;
    }

    /// For the first request's body.
    void openWindow(quint32 bytes)
    {
        const quint32 stream = ofType(h2::Headers).first().stream;
        socket->write(h2::frame(h2::WindowUpdate, 0, 0, h2::number(bytes)) +
                      h2::frame(h2::WindowUpdate, 0, stream, h2::number(bytes)));
    }

    int connections = 0;
    int ended = 0;
    int requests = 0;
    bool answersPings = true;
    bool answersBeforeTheBody = false;
    QList<h2::Frame> frames;
    QPointer<QTcpSocket> socket;

private:
    void read(QTcpSocket& from)
    {
        QByteArray& buffer = m_buffers[&from];
        buffer += from.readAll();
        for (const h2::Frame& frame : h2::takeFrames(buffer)) {
            frames.append(frame);
            take(from, frame);
        }
    }
    void take(QTcpSocket& to, const h2::Frame& frame)
    {
        if (frame.type == h2::Settings && (frame.flags & h2::Ack) == 0)
            to.write(h2::frame(h2::Settings, h2::Ack, 0));
        if (frame.type == h2::Ping && (frame.flags & h2::Ack) == 0 && answersPings)
            to.write(h2::frame(h2::Ping, h2::Ack, 0, frame.payload));
        requests += frame.type == h2::Headers ? 1 : 0;
        const bool isWhole =
            frame.type == h2::Headers || frame.type == h2::Data ? (frame.flags & h2::EndStream) != 0 : false;
        if (isWhole || (answersBeforeTheBody && frame.type == h2::Headers))
            to.write(m_answer(frame.stream));
    }

    Answer m_answer;
    QByteArray m_greeting;
    QHash<QTcpSocket*, QByteArray> m_buffers;
};

HttpRequest prior(const QString& url, const QString& method = QStringLiteral("GET"))
{
    HttpRequest typed = request(url, method);
    typed.settings.version = HttpVersion::Http2Prior;
    return typed;
}

QByteArray ok(quint32 stream, const QByteArray& body = "hello")
{
    return h2::headers(stream, {{":status", "200"}, {"content-type", "text/plain"}, {"x", "1"}, {"x", "2"}}) +
           h2::data(stream, body, h2::EndStream);
}

} // namespace

/// HTTP/2 against peers made by hand, which keep its rules or break them.
class TestHttp2Engine : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void answer();
    void interimAndTrailers();
    void requestOnTheWire();
    void upload();
    void answerBeforeTheUploadIsWhole();
    void reusesTheConnection();
    void otherVersionsUseOtherConnections();
    void redirects();

    void broken_data();
    void broken();
    void serverOfHttp1();
    void closesAfterItsGreeting();
    void settingsWithoutEnd();
    void onlyPingsRunIntoTheLimit();
    void idleServerMayPingAndSayGoodbye();

    void cancelResetsTheStream();
    void cancelThatNobodyObeys();
    void abandonedUpload();
    void readerPacesTheServer();
    void moreDataThanTheWindow();
    void bodyFileThatShrinks();

private:
    QTemporaryDir m_dir;
};

void TestHttp2Engine::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttp2Engine::answer()
{
    Http2Peer peer([](quint32 stream) { return ok(stream); });
    HttpFixture http;
    const HttpExchange exchange = http.run(prior(peer.url()));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.phase, Phase::Done);
    const HttpHop& hop = exchange.hops.constLast();
    QCOMPARE(hop.status, 200);
    QCOMPARE(hop.version, QByteArray("HTTP/2"));
    QCOMPARE(contentOf(exchange.body), QByteArray("hello"));
    const QList<WireField> fields{{"content-type", "text/plain"}, {"x", "1"}, {"x", "2"}};
    QCOMPARE(hop.fields, fields);
    QCOMPARE(hop.responseHead,
             QByteArray(":status: 200\r\ncontent-type: text/plain\r\nx: 1\r\nx: 2\r\n\r\n"));
    QCOMPARE(hop.warnings, QStringList());
    QVERIFY(hop.timings.sent.isValid() && hop.timings.firstByte.isValid());
    QCOMPARE(peer.requests, 1);
}

void TestHttp2Engine::interimAndTrailers()
{
    Http2Peer peer([](quint32 stream) {
        return h2::headers(stream, {{":status", "103"}, {"link", "</a>"}}) +
               h2::headers(stream, {{":status", "200"}}) + h2::data(stream, "body") +
               h2::headers(stream, {{"grpc-status", "0"}}, h2::EndStream);
    });
    HttpFixture http;
    const HttpExchange exchange = http.run(prior(peer.url()));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(exchange.hops.constLast().status, 200);
    QCOMPARE(contentOf(exchange.body), QByteArray("body"));
    const QByteArray heads = exchange.hops.constLast().responseHead;
    QVERIFY(heads.contains("link: </a>\r\n") && heads.contains("grpc-status: 0\r\n"));
    QVERIFY(exchange.hops.constLast().warnings.isEmpty());
    QCOMPARE(exchange.hops.constLast().interim.size(), 1);
    QCOMPARE(exchange.hops.constLast().interim.first().fields, (QList<WireField>{{"link", "</a>"}}));
    QCOMPARE(exchange.hops.constLast().trailers, (QList<WireField>{{"grpc-status", "0"}}));
}

void TestHttp2Engine::requestOnTheWire()
{
    Http2Peer peer([](quint32 stream) { return ok(stream); });
    HttpFixture http;
    HttpRequest typed = prior(peer.url() + QStringLiteral("a/../b?c=%20d"));
    typed.headers = {{QStringLiteral("X-Own"), QStringLiteral("Value"), true, false, {}},
                     {QStringLiteral("Connection"), QStringLiteral("close"), true, false, {}},
                     {QStringLiteral("X-Own"), QStringLiteral("again"), true, false, {}}};
    const Result<HttpPreview> preview = HttpClient::preview(typed);
    QVERIFY(preview.has_value());
    QVERIFY(preview->head.startsWith(":method: GET\r\n:scheme: http\r\n:authority: 127.0.0.1:"));
    QVERIFY(preview->head.contains("\r\n:path: /a/../b?c=%20d\r\n"));
    QVERIFY(preview->head.contains("\r\nx-own: Value\r\nx-own: again\r\n\r\n"));
    QVERIFY(!preview->head.toLower().contains("connection:") && !preview->head.contains("host:"));
    QVERIFY(preview->notes.join(u' ').contains(QStringLiteral("Connection is not sent")));
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.hops.constLast().requestHead, preview->head);
    // A small request is one write.
    const wl::test::SinkRow row = http.sink.row(exchange.hops.constLast().connection);
    QByteArray first = row.sent.first(row.sentSizes.constFirst());
    QVERIFY(first.startsWith(h2::preface));
    QCOMPARE(h2::takeFrames(first).constLast().type, quint8(h2::Headers));
}

void TestHttp2Engine::upload()
{
    const QByteArray content = QByteArray("0123456789abcdef").repeated(20'000);
    QFile file(m_dir.filePath(QStringLiteral("upload")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    file.close();
    Http2Peer peer([](quint32 stream) { return ok(stream, "taken"); });
    HttpFixture http;
    HttpRequest typed = prior(peer.url(), QStringLiteral("PUT"));
    typed.body = fileBody(file.fileName());
    const Result<ExchangeId> id = http.start(typed);
    // Not more than the server's window.
    QTRY_COMPARE(peer.uploaded(), 65'535);
    QVERIFY(!http.isFinished(*id));
    peer.openWindow(1'000'000);
    const HttpExchange exchange = http.wait(*id);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(exchange.hops.constLast().requestBodyBytes, content.size());
    QByteArray received;
    for (const h2::Frame& frame : peer.ofType(h2::Data))
        received += frame.payload;
    QVERIFY(received == content);
}

void TestHttp2Engine::answerBeforeTheUploadIsWhole()
{
    Http2Peer peer([](quint32 stream) {
        return h2::headers(stream, {{":status", "413"}}, h2::EndStream) +
               h2::frame(h2::RstStream, 0, stream, h2::number(0));
    });
    peer.answersBeforeTheBody = true;
    QFile file(m_dir.filePath(QStringLiteral("large")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(5'000'000));
    HttpFixture http;
    HttpRequest typed = prior(peer.url(), QStringLiteral("PUT"));
    typed.body = fileBody(file.fileName());
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(exchange.hops.constLast().status, 413);
    QVERIFY(exchange.hops.constLast().warnings.join(u' ').contains(
        QStringLiteral("before the request was whole")));
}

void TestHttp2Engine::reusesTheConnection()
{
    Http2Peer peer([](quint32 stream) { return ok(stream); });
    HttpFixture http;
    for (int i = 0; i < 3; ++i) {
        const HttpExchange exchange = http.run(prior(peer.url()));
        QCOMPARE(exchange.error, Error());
        QCOMPARE(exchange.phase, Phase::Done);
        QCOMPARE(exchange.hops.constLast().timings.reused, i > 0);
        QCOMPARE(contentOf(exchange.body), QByteArray("hello"));
    }
    QCOMPARE(peer.connections, 1);
    QCOMPARE(peer.requests, 3);
}

void TestHttp2Engine::otherVersionsUseOtherConnections()
{
    Http2Peer peer([](quint32 stream) { return ok(stream); });
    HttpFixture http;
    QCOMPARE(http.run(prior(peer.url())).phase, Phase::Done);
    HttpRequest plain = request(peer.url());
    plain.settings.engine = HttpEngine::Exact;
    const Result<ExchangeId> id = http.start(plain); // which this peer does not understand
    QTRY_COMPARE(peer.connections, 2);
    http.client->cancel(*id);
    const HttpExchange exchange = http.wait(*id);
    QVERIFY(exchange.hops.constLast().requestHead.startsWith("GET / HTTP/1.1\r\n"));
    QCOMPARE(http.run(prior(peer.url())).phase, Phase::Done);
    QCOMPARE(peer.connections, 2);
}

void TestHttp2Engine::redirects()
{
    Http2Peer peer([](quint32 stream) {
        return stream == 1 ? h2::headers(stream, {{":status", "302"}, {"location", "/there"}}, h2::EndStream)
                           : ok(stream);
    });
    HttpFixture http;
    const HttpExchange exchange = http.run(prior(peer.url()));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(exchange.hops.size(), 2);
    QVERIFY(exchange.hops.last().requestHead.contains(":path: /there\r\n"));
    QCOMPARE(peer.connections, 1);
}

void TestHttp2Engine::broken_data()
{
    QTest::addColumn<Http2Peer::Answer>("answer");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, ErrorCode code, const char* words,
                        const Http2Peer::Answer& answer) {
        QTest::newRow(name) << answer << code << QString::fromLatin1(words);
    };
    const auto head = [](quint32 stream) { return h2::headers(stream, {{":status", "200"}}); };
    const auto openHead = [](quint32 stream) { // which goes on
        return h2::frame(h2::Headers, 0, stream, h2::hpack({{":status", "200"}}));
    };
    row("RST_STREAM", ErrorCode::StreamReset, "RST_STREAM INTERNAL_ERROR",
        [](quint32 stream) { return h2::frame(h2::RstStream, 0, stream, h2::number(2)); });
    row("RST_STREAM of an unknown code", ErrorCode::StreamReset, "RST_STREAM",
        [](quint32 stream) { return h2::frame(h2::RstStream, 0, stream, h2::number(4711)); });
    row("RST_STREAM within the body", ErrorCode::StreamReset, "RST_STREAM NO_ERROR", [=](quint32 stream) {
        return head(stream) + h2::data(stream, "some") + h2::frame(h2::RstStream, 0, stream, h2::number(0));
    });
    row("RST_STREAM, refused", ErrorCode::NotProcessed, "RST_STREAM REFUSED_STREAM",
        [](quint32 stream) { return h2::frame(h2::RstStream, 0, stream, h2::number(7)); });
    row("GOAWAY, not processed", ErrorCode::NotProcessed, "GOAWAY ENHANCE_YOUR_CALM \"slow down\"",
        [](quint32) { return h2::goAway(0, 11, "slow down"); });
    row("frame that is too large", ErrorCode::BadHttp2, "FRAME_SIZE_ERROR",
        [=](quint32 stream) { return head(stream) + h2::data(stream, QByteArray(20'000, 'x')); });
    row("fields before the answer that are no fields", ErrorCode::BadHttp2, "COMPRESSION_ERROR",
        [](quint32 stream) {
            return h2::frame(h2::Headers, h2::EndHeaders, stream, QByteArray(20, '\xff'));
        });
    row("body without a head", ErrorCode::BadHttp2, "",
        [](quint32 stream) { return h2::data(stream, "body"); });
    row("head without a status", ErrorCode::BadHttp2, "", [](quint32 stream) {
        return h2::headers(stream, {{"x", "1"}}, h2::EndStream);
    });
    row("status that is no number", ErrorCode::BadHttp2, "status", [](quint32 stream) {
        return h2::headers(stream, {{":status", "abc"}}, h2::EndStream);
    });
    row("pseudo field of a request", ErrorCode::BadHttp2, "path", [](quint32 stream) {
        return h2::headers(stream, {{":status", "200"}, {":path", "/"}}, h2::EndStream);
    });
    row("body longer than it says", ErrorCode::BadHttp2, "", [](quint32 stream) {
        return h2::headers(stream, {{":status", "200"}, {"content-length", "2"}}) +
               h2::data(stream, "hello", h2::EndStream);
    });
    row("body shorter than it says", ErrorCode::BadHttp2, "", [](quint32 stream) {
        return h2::headers(stream, {{":status", "200"}, {"content-length", "20"}}) +
               h2::data(stream, "hello", h2::EndStream);
    });
    row("push", ErrorCode::BadHttp2, "PROTOCOL_ERROR", [](quint32 stream) {
        return h2::frame(h2::PushPromise, h2::EndHeaders, stream,
                         h2::number(2) + h2::hpack({{":method", "GET"}}));
    });
    row("stream that nobody asked for", ErrorCode::BadHttp2, "PROTOCOL_ERROR", [](quint32) {
        return h2::headers(2, {{":status", "200"}});
    });
    row("settings of an odd size", ErrorCode::BadHttp2, "FRAME_SIZE_ERROR",
        [](quint32) { return h2::frame(h2::Settings, 0, 0, "12345"); });
    row("window beyond its limit", ErrorCode::BadHttp2, "FLOW_CONTROL_ERROR",
        [](quint32) { return h2::frame(h2::WindowUpdate, 0, 0, h2::number(0x7fffffff)).repeated(2); });
    row("fields without end", ErrorCode::HeaderTooLarge, "", [=](quint32 stream) {
        QByteArray bytes = openHead(stream);
        for (int i = 0; i < 60; ++i)
            bytes += h2::frame(h2::Continuation, 0, stream, h2::hpack({{"x", QByteArray(16'000, 'x')}}));
        return bytes;
    });
    row("too many fields", ErrorCode::HeaderTooLarge, "10001 fields", [=](quint32 stream) {
        const QByteArray many = h2::hpack({{"x", "1"}}).repeated(2500);
        QByteArray bytes = openHead(stream);
        for (int i = 0; i < 6; ++i)
            bytes += h2::frame(h2::Continuation, 0, stream, many);
        return bytes;
    });
    row("interim answers without end", ErrorCode::HeaderTooLarge, "", [](quint32 stream) {
        return h2::headers(stream, {{":status", "103"}, {"x", QByteArray(1000, 'x')}}).repeated(1000);
    });
    row("empty continuations without end", ErrorCode::BadHttp2, "", [=](quint32 stream) {
        return openHead(stream) + h2::frame(h2::Continuation, 0, stream).repeated(100'000);
    });
    row("frames between the pieces of a head", ErrorCode::BadHttp2, "PROTOCOL_ERROR",
        [=](quint32 stream) { return openHead(stream) + h2::frame(h2::Ping, 0, 0, QByteArray(8, '\0')); });
}

void TestHttp2Engine::broken()
{
    QFETCH(Http2Peer::Answer, answer);
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    Http2Peer peer(answer);
    HttpFixture http;
    const HttpExchange exchange = http.run(prior(peer.url()));
    QVERIFY2(exchange.error.code == code,
             qPrintable(errorName(exchange.error.code) + u' ' + exchange.error.detail));
    QVERIFY2(exchange.error.detail.contains(words), qPrintable(exchange.error.detail));
    QCOMPARE(peer.requests, 1);
    // The next one works, over this connection or another.
    Http2Peer healthy([](quint32 stream) { return ok(stream); });
    QCOMPARE(http.run(prior(healthy.url())).phase, Phase::Done);
    QCOMPARE(peer.requests, 1);
}

void TestHttp2Engine::serverOfHttp1()
{
    Http2Peer peer([](quint32) { return QByteArray(); },
                   "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
    HttpFixture http;
    const HttpExchange exchange = http.run(prior(peer.url()));
    QCOMPARE(exchange.error.code, ErrorCode::BadHttp2);
    QVERIFY2(exchange.error.detail.contains(QStringLiteral("HTTP/1.1 400 Bad Request")),
             qPrintable(exchange.error.detail));
}

void TestHttp2Engine::closesAfterItsGreeting()
{
    Http2Peer peer([](quint32) { return QByteArray(); });
    connect(&peer, &QTcpServer::newConnection, &peer, [&] { peer.socket->disconnectFromHost(); });
    HttpFixture http;
    const HttpExchange exchange = http.run(prior(peer.url()));
    QCOMPARE(exchange.phase, Phase::Failed);
    QVERIFY(exchange.error.code == ErrorCode::NoAnswer || exchange.error.code == ErrorCode::ConnectionReset);
}

void TestHttp2Engine::settingsWithoutEnd()
{
    Http2Peer peer([](quint32 stream) { return h2::settings({{3, 100}}).repeated(100'000) + ok(stream); });
    HttpFixture http;
    const HttpExchange exchange = http.run(prior(peer.url()));
    // Answered one by one, or refused as a flood: either way it ends, and nothing grows.
    QVERIFY(exchange.isFinished());
    if (exchange.error.code != ErrorCode::None)
        QCOMPARE(exchange.error.code, ErrorCode::BadHttp2);
}

void TestHttp2Engine::onlyPingsRunIntoTheLimit()
{
    Http2Peer peer([](quint32 stream) { return h2::headers(stream, {{":status", "200"}}); });
    QTimer pings;
    connect(&pings, &QTimer::timeout, &peer, [&] {
        if (peer.socket)
            peer.socket->write(h2::frame(h2::Ping, 0, 0, QByteArray(8, 'p')));
    });
    pings.start(20);
    HttpFixture http;
    HttpRequest typed = prior(peer.url());
    typed.settings.idleTimeout = std::chrono::milliseconds(300);
    QCOMPARE(http.run(typed).error.code, ErrorCode::IdleTimeout);
    QVERIFY(!peer.ofType(h2::RstStream).isEmpty() || !peer.socket);
}

void TestHttp2Engine::idleServerMayPingAndSayGoodbye()
{
    Http2Peer peer([](quint32 stream) { return ok(stream); });
    HttpFixture http;
    QCOMPARE(http.run(prior(peer.url())).phase, Phase::Done);
    peer.socket->write(h2::frame(h2::Ping, 0, 0, "12345678"));
    QTRY_COMPARE(peer.ofType(h2::Ping).size(), 1);
    QCOMPARE(peer.ofType(h2::Ping).first().payload, QByteArray("12345678"));
    QCOMPARE(http.run(prior(peer.url())).phase, Phase::Done);
    QCOMPARE(peer.connections, 1);
    peer.socket->write(h2::goAway(3, 0));
    QTRY_COMPARE(peer.ended, 1);
    QCOMPARE(http.run(prior(peer.url())).phase, Phase::Done);
    QCOMPARE(peer.connections, 2);
}

void TestHttp2Engine::cancelResetsTheStream()
{
    Http2Peer peer([](quint32 stream) {
        return stream == 1 ? h2::headers(stream, {{":status", "200"}}) + h2::data(stream, "begin")
                           : ok(stream);
    });
    HttpFixture http;
    const Result<ExchangeId> id = http.start(prior(peer.url()));
    QTRY_COMPARE(http.last[*id].phase, Phase::Receiving);
    http.client->cancel(*id);
    QCOMPARE(http.wait(*id).phase, Phase::Canceled);
    QTRY_COMPARE(peer.ofType(h2::RstStream).size(), 1);
    QCOMPARE(peer.ofType(h2::RstStream).first().numberAt(0), 8u); // CANCEL
    QTRY_COMPARE(peer.ofType(h2::Ping).size(), 1);
    // What was under way does not count.
    peer.socket->write(h2::data(1, "late"));
    QTRY_VERIFY(http.sink.row(0).received.endsWith("late"));
    QCOMPARE(http.run(prior(peer.url())).phase, Phase::Done);
    QCOMPARE(peer.connections, 1);
}

void TestHttp2Engine::cancelThatNobodyObeys()
{
    Http2Peer peer([](quint32) { return QByteArray(); });
    peer.answersPings = false;
    HttpFixture http;
    const Result<ExchangeId> id = http.start(prior(peer.url()));
    QTRY_COMPARE(peer.requests, 1);
    http.client->cancel(*id);
    QCOMPARE(http.wait(*id).phase, Phase::Canceled);
    QTRY_COMPARE(peer.ended, 1);
}

void TestHttp2Engine::abandonedUpload()
{
    QFile file(m_dir.filePath(QStringLiteral("large")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(5'000'000));
    Http2Peer peer([](quint32 stream) { return ok(stream); });
    HttpFixture http;
    HttpRequest typed = prior(peer.url(), QStringLiteral("PUT"));
    typed.body = fileBody(file.fileName());
    const Result<ExchangeId> id = http.start(typed);
    QTRY_VERIFY(peer.uploaded() > 0);
    http.client->cancel(*id);
    QCOMPARE(http.wait(*id).phase, Phase::Canceled);
    QTRY_COMPARE(peer.ofType(h2::RstStream).size(), 1);
    QCOMPARE(http.run(prior(peer.url())).phase, Phase::Done);
}

/// A disk that stands still stops the server by the window, and nothing is lost.
void TestHttp2Engine::readerPacesTheServer()
{
    qint64 window = 65'535; // of the stream and of the connection alike
    qint64 left = 32 * 1024 * 1024;
    const qint64 whole = left;
    Http2Peer peer([](quint32 stream) { return h2::headers(stream, {{":status", "200"}}); });
    WorkerFixture http(false);
    http.disk.hold();
    const ExchangeId id = http.start(prior(peer.url()));
    qsizetype seen = 0;
    qint64 connectionWindow = 65'535;
    const auto feed = [&] {
        for (; seen < peer.frames.size(); ++seen) {
            const h2::Frame& frame = peer.frames[seen];
            if (frame.type == h2::WindowUpdate)
                (frame.stream == 0 ? connectionWindow : window) += frame.numberAt(0);
            else if (frame.type == h2::Settings && frame.payload.size() >= 12)
                window = frame.numberAt(8); // the second entry: INITIAL_WINDOW_SIZE
        }
        while (left > 0 && peer.requests == 1 && std::min(window, connectionWindow) > 0) {
            const qint64 size = std::min({qint64(16'384), left, window, connectionWindow});
            left -= size;
            window -= size;
            connectionWindow -= size;
            peer.socket->write(h2::data(1, QByteArray(size, 'x'), left == 0 ? h2::EndStream : 0));
        }
        return whole - left;
    };
    QTRY_COMPARE(feed(), Http2Session::windowBytes);
    QTest::qWait(1); // a turn of the loop: it stays so
    QCOMPARE(feed(), Http2Session::windowBytes);
    http.disk.release();
    QTRY_COMPARE(feed(), whole);
    const HttpExchange exchange = http.wait(id);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(exchange.bodyBytes, whole);
}

void TestHttp2Engine::moreDataThanTheWindow()
{
    Http2Peer peer([](quint32 stream) {
        return h2::headers(stream, {{":status", "200"}}) +
               h2::data(stream, QByteArray(16'384, 'x')).repeated(1000);
    });
    WorkerFixture http(false);
    http.disk.hold();
    const ExchangeId id = http.start(prior(peer.url()));
    QTRY_COMPARE(peer.ofType(h2::GoAway).size(), 1);
    QCOMPARE(peer.ofType(h2::GoAway).first().numberAt(4), 3u); // FLOW_CONTROL_ERROR
    http.disk.release();
    const HttpExchange exchange = http.wait(id);
    QCOMPARE(exchange.error.code, ErrorCode::BadHttp2);
    QVERIFY(exchange.bodyBytes <= Http2Session::windowBytes);
}

void TestHttp2Engine::bodyFileThatShrinks()
{
    QFile file(m_dir.filePath(QStringLiteral("shrinks")));
    QVERIFY(file.open(QIODevice::ReadWrite) && file.resize(1'000'000));
    Http2Peer peer([](quint32 stream) { return ok(stream); });
    HttpFixture http;
    HttpRequest typed = prior(peer.url(), QStringLiteral("PUT"));
    typed.body = fileBody(file.fileName());
    const Result<ExchangeId> id = http.start(typed);
    QTRY_VERIFY(peer.uploaded() > 0);
    QVERIFY(file.resize(1000));
    peer.openWindow(10'000'000);
    const HttpExchange exchange = http.wait(*id);
    QCOMPARE(exchange.error.code, ErrorCode::FileFailed);
}

QTEST_GUILESS_MAIN(TestHttp2Engine)
#include "tst_http2engine.moc"
