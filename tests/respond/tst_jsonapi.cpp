// SPDX-License-Identifier: MIT
#include "respond/jsonapi.h"

#include "decode/http1parser.h"
#include "respond/jsonapiposts.h"
#include "respond/jsonapiroutes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

using namespace wl;

namespace {

/// A peer that keeps what it is sent and calls nobody by itself.
class FakePeer final : public ResponderPeer
{
public:
    bool send(QByteArrayView bytes) override
    {
        if (refuses)
            return false;
        sent.append(bytes);
        queued += holdsBack ? bytes.size() : 0;
        largestQueue = qMax(largestQueue, queued);
        return true;
    }
    void finish() override {}
    void close() override { ++closes; }
    void reset() override { ++resets; }
    [[nodiscard]] qint64 queuedBytes() const override { return queued; }
    void after(std::chrono::milliseconds delay, std::function<void()> call) override
    {
        delays.append(delay);
        calls.append(std::move(call));
    }
    void setReadingPaused(bool paused) override { isPaused = paused; }
    [[nodiscard]] SocketAddress address() const override { return {}; }
    [[nodiscard]] SocketAddress localAddress() const override { return {}; }

    QByteArray sent;
    qint64 queued = 0;
    qint64 largestQueue = 0;
    bool holdsBack = false; ///< nothing is taken by the kernel
    bool refuses = false;
    bool isPaused = false;
    int closes = 0;
    int resets = 0;
    QList<std::chrono::milliseconds> delays;
    QList<std::function<void()>> calls;
};

struct Response
{
    Http1Head head;
    QByteArray body;

    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(body); }
    [[nodiscard]] QJsonObject object() const { return json().object(); }
};

/// All whole responses of a byte stream; `method` is what each answers.
QList<Response> responses(QByteArrayView bytes, const QByteArray& method = "GET")
{
    QList<Response> all;
    Http1Parser parser(Http1Kind::Response);
    parser.setRequestMethod(method);
    QByteArray body;
    parser.handlers().body = [&](QByteArrayView piece) { body += piece; };
    while (!bytes.isEmpty() && parser.state() != Http1Parser::State::Failed) {
        bytes = bytes.sliced(parser.feed(bytes));
        if (parser.state() == Http1Parser::State::Complete)
            all.append({parser.head(), std::exchange(body, {})});
    }
    return all;
}

QByteArray get(const QByteArray& target, const QByteArray& method = "GET", const QByteArray& fields = {})
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

QByteArray with(const QByteArray& method, const QByteArray& target, const QByteArray& body,
                const QByteArray& type = "application/json")
{
    return get(target, method,
               "Content-Type: " + type + "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n") +
           body;
}

Response ask(const QByteArray& request, const QByteArray& method = "GET")
{
    FakePeer peer;
    const auto api = makeJsonApi();
    api->received(peer, request);
    return responses(peer.sent, method).value(0);
}

} // namespace

class TestJsonApi : public QObject
{
    Q_OBJECT
private slots:
    void answers_data();
    void answers();
    void listsPosts();
    void changesPosts();
    void keepsTheTextOfJson();
    void refusesBadBodies_data();
    void refusesBadBodies();
    void escapes();
    void echoes();
    void headHasNoBody();
    void pipelines();
    void takesChunks();
    void delaysInOrder();
    void streamsUnderBackPressure();
    void streamsToAFastReader();
    void waitsForAPeerThatDoesNotRead();
    void closesWhereAsked_data();
    void closesWhereAsked();
    void refusesBadRequests_data();
    void refusesBadRequests();
    void limitsBodies();
    void continues();
    void endsWithItsPeer();
    void compresses();
};

void TestJsonApi::answers_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto row = [](const QByteArray& name, const QByteArray& request, int status) {
        QTest::newRow(name.constData()) << request << status;
    };
    for (const char* const target :
         {"/", "/posts", "/posts/1", "/posts/100", "/posts/", "/posts?userId=3", "/status/200", "/headers",
          "/redirect/0", "/bytes/0", "/bytes/5", "/echo", "/echo?a=b", "/gzip", "http://h/posts/1",
          "http://h", "/p%6Fsts/1"})
        row(target, get(target), 200);
    for (const char* const target :
         {"/posts/0", "/posts/101", "/posts/x", "/posts/1/2", "/nothing", "//posts", "/echo/1", "/status",
          "/posts/99999999999", "/headers/x", "/favicon.ico"})
        row(target, get(target), 404);
    for (const char* const target :
         {"/status/199", "/status/600", "/status/x", "/status/-1", "/delay/x", "/delay/-1", "/delay/nan",
          "/delay/inf", "/bytes/-1", "/bytes/x", "/bytes/1073741825", "/redirect/-1", "/redirect/x"})
        row(target, get(target), 400);
    row("201", get("/status/201"), 201);
    row("204", get("/status/204"), 204);
    row("304", get("/status/304"), 304);
    row("418", get("/status/418"), 418);
    row("599", get("/status/599"), 599);
    row("POST status", with("POST", "/status/503", "{}"), 503);
    row("redirect", get("/redirect/3"), 302);
    row("DELETE", get("/posts/7", "DELETE"), 204);
    row("DELETE all", get("/posts", "DELETE"), 405);
    row("PUT all", with("PUT", "/posts", "{}"), 405);
    row("POST one", with("POST", "/posts/1", "{}"), 405);
    row("POST bytes", with("POST", "/bytes/5", "{}"), 405);
    row("POST index", with("POST", "/", "{}"), 405);
    row("OPTIONS", get("/posts", "OPTIONS"), 204);
    row("OPTIONS *", get("*", "OPTIONS"), 204);
    row("CONNECT", get("h:80", "CONNECT"), 405);
    row("own method", get("/echo", "BREW"), 200);
    row("own method elsewhere", get("/posts", "BREW"), 405);
}

void TestJsonApi::answers()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    FakePeer whole;
    const auto api = makeJsonApi();
    api->received(whole, request);
    QCOMPARE(whole.closes, 0);
    const QList<Response> first = responses(whole.sent);
    QCOMPARE(first.size(), 1);
    QCOMPARE(first.first().head.status, status);
    if (!first.first().body.isEmpty() &&
        first.first().head.value("Content-Type").startsWith("application/json") &&
        !first.first().head.has("Content-Encoding"))
        QVERIFY(!first.first().json().isNull());
    if (status == 405)
        QVERIFY(!first.first().head.value("Allow").isEmpty());

    FakePeer slow;
    const auto again = makeJsonApi();
    for (const char c : request)
        again->received(slow, QByteArrayView(&c, 1));
    const QList<Response> second = responses(slow.sent);
    QCOMPARE(second.size(), 1);
    QCOMPARE(second.first().head.status, status);
    QCOMPARE(second.first().body, first.first().body);
}

void TestJsonApi::listsPosts()
{
    const QJsonArray all = ask(get("/posts")).json().array();
    QCOMPARE(all.size(), 100);
    QSet<QString> titles;
    for (int i = 0; i < all.size(); ++i) {
        const QJsonObject post = all.at(i).toObject();
        QCOMPARE(post.size(), 4);
        QCOMPARE(post[u"id"].toInt(), i + 1);
        QCOMPARE(post[u"userId"].toInt(), i / 10 + 1);
        QVERIFY(!post[u"title"].toString().isEmpty());
        QVERIFY(post[u"body"].toString().contains(u'\n'));
        titles.insert(post[u"title"].toString() + post[u"body"].toString());
        QCOMPARE(ask(get("/posts/" + QByteArray::number(i + 1))).object(), post);
    }
    QCOMPARE(titles.size(), 100);
    QCOMPARE(ask(get("/posts?userId=4")).json().array().size(), 10);
    QCOMPARE(ask(get("/posts?x=1&userId=4")).json().array().first()[u"id"].toInt(), 31);
    QCOMPARE(ask(get("/posts?userId=11")).json().array().size(), 0);
    QCOMPARE(ask(get("/posts?userId=x")).json().array().size(), 0);
}

void TestJsonApi::changesPosts()
{
    const Response made = ask(with("POST", "/posts", "{\"title\": \"a\", \"n\": 1.50}"));
    QCOMPARE(made.head.status, 201);
    QCOMPARE(made.head.value("Location"), QByteArray("/posts/101"));
    QCOMPARE(made.object()[u"id"].toInt(), 101);
    const Response form = ask(
        with("POST", "/posts", "title=a+b%21&title=c&x", "application/x-www-form-urlencoded; charset=utf-8"));
    QCOMPARE(form.object()[u"title"].toString(), QStringLiteral("c"));
    QCOMPARE(form.object()[u"x"].toString(), QString());
    const QJsonObject put = ask(with("PUT", "/posts/7", "{\"id\": 3, \"title\": \"t\"}")).object();
    QCOMPARE(put[u"id"].toInt(), 7);
    QCOMPARE(put.size(), 2);
    const QJsonObject patched = ask(with("PATCH", "/posts/7", "{\"title\": \"t\"}")).object();
    QCOMPARE(patched.size(), 4);
    QCOMPARE(patched[u"title"].toString(), QStringLiteral("t"));
    QCOMPARE(patched[u"userId"].toInt(), 1);
    const QByteArray before = ask(get("/posts/7")).body;
    QVERIFY(!before.contains("\"t\""));
}

void TestJsonApi::keepsTheTextOfJson()
{
    const QByteArray text =
        "{\"z\": 1.0, \"big\": 12345678901234567890, \"a\\u0062\": [ {\"}\": \"\\\"]\"} ,2 ] , "
        "\"e\": {}, \"s\": \"a,b\"}";
    const auto members = jsonapi::membersOf(text);
    QVERIFY(members);
    const QByteArrayList keys{"z", "big", "a\\u0062", "e", "s"};
    const QByteArrayList values{"1.0", "12345678901234567890", "[ {\"}\": \"\\\"]\"} ,2 ]", "{}", "\"a,b\""};
    QCOMPARE(members->size(), keys.size());
    for (qsizetype i = 0; i < keys.size(); ++i) {
        QCOMPARE(members->at(i).key, keys.at(i));
        QCOMPARE(members->at(i).value, values.at(i));
    }
    const QByteArray answered = ask(with("POST", "/posts", text)).body;
    QVERIFY(answered.contains("12345678901234567890") && answered.contains("1.0"));
    QVERIFY(jsonapi::membersOf(" { } ")->isEmpty());
    QVERIFY(!jsonapi::membersOf("[]") && !jsonapi::membersOf("{\"a\":}") && !jsonapi::membersOf(""));
}

void TestJsonApi::refusesBadBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut") << QByteArray("{\"a\": 1");
    QTest::newRow("array") << QByteArray("[1]");
    QTest::newRow("number") << QByteArray("5");
    QTest::newRow("text") << QByteArray("title=a");
    QTest::newRow("two") << QByteArray("{}{}");
    QTest::newRow("not UTF-8") << QByteArray("{\"a\": \"\xff\"}");
    QTest::newRow("deep") << "{\"a\":" + QByteArray(100'000, '[');
}

void TestJsonApi::refusesBadBodies()
{
    QFETCH(const QByteArray, body);
    for (const QByteArray& request :
         {with("POST", "/posts", body), with("PUT", "/posts/1", body), with("PATCH", "/posts/1", body)}) {
        const Response response = ask(request);
        QCOMPARE(response.head.status, 400);
        QVERIFY(response.object().contains(u"error"));
        QVERIFY(response.head.keepAlive);
    }
}

void TestJsonApi::escapes()
{
    QByteArray all;
    for (int c = 1; c < 256; ++c)
        all += char(c);
    const QJsonArray latin = QJsonDocument::fromJson("[" + jsonapi::quoted(all) + "]").array();
    QCOMPARE(latin.first().toString(), QString::fromLatin1(all));
    const QString unicode = QStringLiteral("\ufeffé한😀\u2028\"\\/\u0000\u007f");
    QCOMPARE(
        QJsonDocument::fromJson("[" + jsonapi::quoted(unicode.toUtf8()) + "]").array().first().toString(),
        unicode);
    const QJsonArray fields = ask(get("/headers", "GET", "X-Q: a\"b\\c\xe9\r\nX-Q: 2\r\n")).json().array();
    QCOMPARE(fields.size(), 3);
    QCOMPARE(fields.at(1)[u"value"].toString(), QStringLiteral("a\"b\\cé"));
    QCOMPARE(fields.at(2)[u"name"].toString(), QStringLiteral("X-Q"));
}

void TestJsonApi::echoes()
{
    const QJsonObject text = ask(with("POST", "/echo?a=1&b=x+y%26&c", "hé", "text/plain")).object();
    QCOMPARE(text[u"method"].toString(), QStringLiteral("POST"));
    QCOMPARE(text[u"target"].toString(), QStringLiteral("/echo?a=1&b=x+y%26&c"));
    QCOMPARE(text[u"body"].toString(), QStringLiteral("hé"));
    QCOMPARE(text[u"query"].toArray().size(), 3);
    QCOMPARE(text[u"query"][1][u"value"].toString(), QStringLiteral("x y&"));
    const QJsonObject binary = ask(with("PUT", "/echo", QByteArray("\0\xff", 2))).object();
    QCOMPARE(QByteArray::fromBase64(binary[u"bodyBase64"].toString().toLatin1()), QByteArray("\0\xff", 2));
    QCOMPARE(binary[u"bodyBytes"].toInt(), 2);
}

void TestJsonApi::headHasNoBody()
{
    for (const char* const target : {"/posts", "/bytes/1000", "/nothing", "/gzip"}) {
        FakePeer peer;
        const auto api = makeJsonApi();
        api->received(peer, get(target, "HEAD") + get("/posts/1", "HEAD"));
        const QList<Response> heads = responses(peer.sent, "HEAD");
        QCOMPARE(heads.size(), 2);
        const Response whole = ask(get(target));
        QCOMPARE(heads.first().head.status, whole.head.status);
        QCOMPARE(heads.first().head.value("Content-Length").size() > 0, true);
        if (qstrcmp(target, "/gzip") != 0) // its body holds the request
            QCOMPARE(heads.first().head.contentLength == whole.body.size() ||
                         heads.first().head.value("Content-Length") == QByteArray::number(whole.body.size()),
                     true);
    }
}

void TestJsonApi::pipelines()
{
    QByteArray requests;
    for (int i = 1; i <= 100; ++i)
        requests += get("/posts/" + QByteArray::number(i)) + with("POST", "/posts", "{}") + get("/bytes/3");
    for (const qsizetype step : {qsizetype(1), qsizetype(7), requests.size()}) {
        FakePeer peer;
        const auto api = makeJsonApi();
        for (qsizetype at = 0; at < requests.size(); at += step)
            api->received(peer, QByteArrayView(requests).sliced(at, qMin(step, requests.size() - at)));
        const QList<Response> all = responses(peer.sent);
        QCOMPARE(all.size(), 300);
        QCOMPARE(all.at(297).object()[u"id"].toInt(), 100);
        QCOMPARE(all.at(299).body, QByteArray("\0\1\2", 3));
    }
}

void TestJsonApi::takesChunks()
{
    const QByteArray request = get("/posts", "POST", "Transfer-Encoding: chunked\r\n") +
                               "5;x=y\r\n{\"a\":\r\n3\r\n 1}\r\n0\r\nTrailer: t\r\n\r\n" + get("/posts/1");
    for (const qsizetype step : {qsizetype(1), request.size()}) {
        FakePeer peer;
        const auto api = makeJsonApi();
        for (qsizetype at = 0; at < request.size(); at += step)
            api->received(peer, QByteArrayView(request).sliced(at, qMin(step, request.size() - at)));
        const QList<Response> all = responses(peer.sent);
        QCOMPARE(all.size(), 2);
        QCOMPARE(all.first().head.status, 201);
        QCOMPARE(all.first().object()[u"a"].toInt(), 1);
        QCOMPARE(all.at(1).object()[u"id"].toInt(), 1);
    }
}

void TestJsonApi::delaysInOrder()
{
    FakePeer peer;
    const auto api = makeJsonApi();
    api->received(peer, get("/delay/1.5") + get("/posts/1"));
    QVERIFY(peer.sent.isEmpty());
    QVERIFY(peer.isPaused);
    QCOMPARE(peer.delays, QList<std::chrono::milliseconds>{std::chrono::milliseconds(1500)});
    api->received(peer, get("/posts/2"));
    QVERIFY(peer.sent.isEmpty());
    peer.calls.takeFirst()();
    const QList<Response> all = responses(peer.sent);
    QCOMPARE(all.size(), 3);
    QCOMPARE(all.first().object()[u"delay"].toDouble(), 1.5);
    QCOMPARE(all.at(2).object()[u"id"].toInt(), 2);
    QVERIFY(!peer.isPaused);
    api->received(peer, get("/delay/60"));
    QCOMPARE(peer.delays.last(), std::chrono::milliseconds(10'000));
    api->peerFinished(peer);
    QCOMPARE(peer.closes, 0);
    peer.calls.takeFirst()();
    QCOMPARE(peer.closes, 1);
    QCOMPARE(responses(peer.sent).size(), 4);
}

void TestJsonApi::streamsUnderBackPressure()
{
    constexpr qint64 size = 20'000'000;
    FakePeer peer;
    peer.holdsBack = true;
    const auto api = makeJsonApi();
    api->received(peer, get("/bytes/20000000") + get("/posts/1"));
    QVERIFY(peer.isPaused);
    for (int turns = 0; peer.queued > 0 && turns < 1000; ++turns) {
        peer.queued = 0;
        api->drained(peer);
    }
    QVERIFY(peer.largestQueue < 2 * 1024 * 1024);
    const QList<Response> all = responses(peer.sent);
    QCOMPARE(all.size(), 2);
    QCOMPARE(all.first().body.size(), size);
    for (qsizetype i = 0; i < size; i += 100'003)
        QCOMPARE(uchar(all.first().body.at(i)), uchar(i % 251));
    QVERIFY(!peer.isPaused);
    QVERIFY(peer.calls.isEmpty());
}

void TestJsonApi::streamsToAFastReader()
{
    FakePeer peer;
    const auto api = makeJsonApi();
    api->received(peer, get("/bytes/100000000"));
    // It lets others have their turn now and then.
    int turns = 0;
    for (; !peer.calls.isEmpty(); ++turns)
        peer.calls.takeFirst()();
    QVERIFY(turns > 5);
    QCOMPARE(responses(peer.sent).value(0).body.size(), 100'000'000);
}

void TestJsonApi::waitsForAPeerThatDoesNotRead()
{
    FakePeer peer;
    peer.holdsBack = true;
    const auto api = makeJsonApi();
    for (int i = 0; i < 1000 && !peer.isPaused; ++i)
        api->received(peer, get("/posts"));
    QVERIFY(peer.isPaused);
    QVERIFY(peer.largestQueue < 2 * 1024 * 1024);
    peer.queued = 0;
    api->drained(peer);
    QVERIFY(!peer.isPaused);
    peer.refuses = true;
    api->received(peer, get("/posts"));
    QCOMPARE(peer.resets, 1);
    const qsizetype sent = peer.sent.size();
    peer.refuses = false;
    api->received(peer, get("/posts"));
    QCOMPARE(peer.sent.size(), sent);
}

void TestJsonApi::closesWhereAsked_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("connection");
    QTest::addColumn<bool>("closes");
    QTest::newRow("1.1") << QByteArray("GET /posts/1 HTTP/1.1\r\nHost: h\r\n\r\n") << QByteArray() << false;
    QTest::newRow("1.1 close") << QByteArray("GET /posts/1 HTTP/1.1\r\nHost: h\r\nConnection: Close\r\n\r\n")
                               << QByteArray("close") << true;
    QTest::newRow("1.0") << QByteArray("GET /posts/1 HTTP/1.0\r\n\r\n") << QByteArray("close") << true;
    QTest::newRow("1.0 keep-alive") << QByteArray("GET /posts/1 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                                    << QByteArray("keep-alive") << false;
    QTest::newRow("stream") << QByteArray(
                                   "GET /bytes/600000 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                            << QByteArray("close") << true;
}

void TestJsonApi::closesWhereAsked()
{
    QFETCH(const QByteArray, request);
    QFETCH(const QByteArray, connection);
    QFETCH(const bool, closes);
    FakePeer peer;
    const auto api = makeJsonApi();
    api->received(peer, request + request);
    const QList<Response> all = responses(peer.sent);
    QCOMPARE(all.size(), closes ? 1 : 2);
    QCOMPARE(all.first().head.value("Connection"), connection);
    QCOMPARE(peer.closes, closes ? 1 : 0);
}

void TestJsonApi::refusesBadRequests_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01 hello\r\n\r\n") << 400;
    QTest::newRow("no version") << QByteArray("GET /\r\n\r\n") << 400;
    QTest::newRow("no Host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two Hosts") << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n") << 400;
    QTest::newRow("bad length") << get("/posts", "POST", "Content-Length: x\r\n") << 400;
    QTest::newRow("bad chunk") << get("/posts", "POST", "Transfer-Encoding: chunked\r\n") + "zz\r\n\r\n"
                               << 400;
    QTest::newRow("large head") << get("/", "GET", "X: " + QByteArray(300'000, 'x') + "\r\n") << 431;
    QTest::newRow("endless line") << "GET /" + QByteArray(300'000, 'x') << 431;
    QTest::newRow("many fields") << get("/", "GET", QByteArray("a:b\r\n").repeated(20'000)) << 431;
}

void TestJsonApi::refusesBadRequests()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    for (const qsizetype step : {qsizetype(1), qsizetype(1000), request.size() + 1000}) {
        if (step == 1 && request.size() > 10'000)
            continue;
        FakePeer peer;
        const auto api = makeJsonApi();
        const QByteArray bytes = request + get("/posts");
        for (qsizetype at = 0; at < bytes.size(); at += step)
            api->received(peer, QByteArrayView(bytes).sliced(at, qMin(step, bytes.size() - at)));
        const QList<Response> all = responses(peer.sent);
        QCOMPARE(all.size(), 1);
        QCOMPARE(all.first().head.status, status);
        QVERIFY(!all.first().object()[u"error"].toString().isEmpty());
        QCOMPARE(all.first().head.value("Connection"), QByteArray("close"));
        QCOMPARE(peer.closes, 1);
    }
}

void TestJsonApi::limitsBodies()
{
    const QByteArray length = QByteArray::number(jsonapi::maxBodyBytes + 1);
    FakePeer announced;
    const auto first = makeJsonApi();
    first->received(announced, get("/echo", "POST", "Content-Length: " + length + "\r\n"));
    QCOMPARE(responses(announced.sent).value(0).head.status, 413);
    QCOMPARE(announced.closes, 1);

    FakePeer chunked;
    const auto second = makeJsonApi();
    second->received(chunked, get("/echo", "POST", "Transfer-Encoding: chunked\r\n"));
    const QByteArray chunk = "100000\r\n" + QByteArray(0x100000, 'x') + "\r\n";
    for (int i = 0; i < 9; ++i)
        second->received(chunked, chunk);
    QCOMPARE(responses(chunked.sent).value(0).head.status, 413);
    QCOMPARE(chunked.closes, 1);
    QVERIFY(ask(with("POST", "/echo", QByteArray(jsonapi::maxBodyBytes, 'x'))).head.status == 200);
}

void TestJsonApi::continues()
{
    FakePeer peer;
    const auto api = makeJsonApi();
    api->received(peer, get("/posts", "POST", "Expect: 100-continue\r\nContent-Length: 2\r\n"));
    QCOMPARE(peer.sent, QByteArray("HTTP/1.1 100 Continue\r\n\r\n"));
    api->received(peer, "{}");
    QCOMPARE(responses(peer.sent).value(0).head.status, 201);
    FakePeer tooLarge;
    const auto other = makeJsonApi();
    other->received(tooLarge, get("/echo", "POST", "Expect: 100-continue\r\nContent-Length: 99999999\r\n"));
    QVERIFY(tooLarge.sent.startsWith("HTTP/1.1 413 "));
}

void TestJsonApi::endsWithItsPeer()
{
    FakePeer peer;
    const auto api = makeJsonApi();
    api->received(peer, "GET /po");
    api->peerFinished(peer);
    QCOMPARE(peer.closes, 1);
    QVERIFY(peer.sent.isEmpty());
    FakePeer other;
    other.holdsBack = true;
    const auto second = makeJsonApi();
    second->received(other, get("/bytes/3000000"));
    second->peerFinished(other);
    QCOMPARE(other.closes, 0);
    while (other.queued > 0) {
        other.queued = 0;
        second->drained(other);
    }
    QCOMPARE(other.closes, 1);
    QCOMPARE(responses(other.sent).value(0).body.size(), 3'000'000);
}

void TestJsonApi::compresses()
{
    const Response response = ask(get("/gzip"));
    QCOMPARE(response.head.value("Content-Encoding"), QByteArray("gzip"));
    QProcess gzip;
    gzip.start(QStringLiteral("gzip"), {QStringLiteral("-dc")});
    gzip.write(response.body);
    gzip.closeWriteChannel();
    QVERIFY(gzip.waitForFinished());
    QCOMPARE(gzip.exitCode(), 0);
    QCOMPARE(QJsonDocument::fromJson(gzip.readAllStandardOutput()).object()[u"gzip"].toBool(), true);
}

QTEST_GUILESS_MAIN(TestJsonApi)
#include "tst_jsonapi.moc"
