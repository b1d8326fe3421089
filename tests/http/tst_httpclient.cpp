// SPDX-License-Identifier: MIT
#include "http/managerpool.h"
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using Phase = HttpExchange::Phase;

class TestHttpClient : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void get();
    void sendsWhatPreviewSays_data();
    void sendsWhatPreviewSays();
    void bodies_data();
    void bodies();
    void fileIsStreamed();
    void fileThatShrinks();
    void fieldsInWireOrder();
    void bodyIsPrivateAndGoesAway();
    void decodesBesideTheRawBody();
    void keepsRawBodyWhenDecodingFails();
    void keepAliveIsReused();
    void requestThatClosesIsTheLast();
    void oneConnectionPerRequest();
    void otherEndpointsDoNotShareConnections();
    void kilobytesOfPostTakeNoDelay();
    void refused_data();
    void refused();
    void nothingListensBeforeTheFirstRequest();
    void environmentProxyIsNotUsed();
    void reportsAtMostTwentyTimesASecond();
    void manyAtOnce();
    void recordsAreThePeersView();

private:
    QTemporaryDir m_dir;
};

void TestHttpClient::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpClient::get()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello", "X: 1\r\n"), false));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url(QStringLiteral("/a?b=c"))));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(exchange.hops.size(), 1);
    const HttpHop& hop = exchange.hops.first();
    QCOMPARE(hop.status, 200);
    QCOMPARE(hop.version, QByteArray("HTTP/1.1"));
    QCOMPARE(hop.reason, QByteArray("OK"));
    QCOMPARE(hop.method, QByteArray("GET"));
    QCOMPARE(hop.url, peer.url(QStringLiteral("/a?b=c")));
    QCOMPARE(hop.warnings, QStringList());
    QCOMPARE(contentOf(exchange.body), QByteArray("hello"));
    QCOMPARE(exchange.decoded, exchange.body);
    QCOMPARE(exchange.bodyBytes, 5);
    QCOMPARE(exchange.decodedBytes, 5);
    QCOMPARE(exchange.expectedBytes, 5);
    QCOMPARE(hop.wireBodyBytes, 5);
    QCOMPARE(hop.peer.port, peer.serverPort());

    const HttpTimings& times = hop.timings;
    QVERIFY(times.started.isValid() && times.resolved >= times.started && times.connected >= times.resolved);
    QVERIFY(!times.encrypted.isValid());
    QVERIFY(times.sent >= times.connected && times.firstByte >= times.sent &&
            times.finished >= times.firstByte);
    QVERIFY(!times.reused);
    QVERIFY(!hop.tls);
}

void TestHttpClient::sendsWhatPreviewSays_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QList<HttpField>>("query");
    QTest::addColumn<QList<HttpField>>("fields");
    QTest::addColumn<HttpBody>("body");
    QTest::addColumn<bool>("encode");
    QTest::addColumn<QString>("note"); // a part of one, empty = there is none

    const auto field = [](const char* name, const char* value) {
        return HttpField{QString::fromUtf8(name), QString::fromUtf8(value), true, false, {}};
    };
    const auto row = [&](const char* name, const char* method, const char* target, const char* note = "",
                         const QList<HttpField>& fields = {}, const QList<HttpField>& query = {},
                         const HttpBody& body = {}, bool encode = true) {
        QTest::newRow(name) << QString::fromUtf8(method) << QString::fromUtf8(target) << query << fields
                            << body << encode << QString::fromUtf8(note);
    };
    HttpBody text;
    text.kind = HttpBody::Kind::Text;
    text.text = QStringLiteral("häßlich");
    HttpBody json;
    json.kind = HttpBody::Kind::Json;
    json.text = QStringLiteral("{\"b\": 1.0, \"a\": 12345678901234567890}");

    row("plain", "GET", "/");
    row("no path", "GET", "");
    row("query only", "GET", "?x=1");
    row("path and query", "GET", "/a/b;c=d/e?x=1&y=%20&z");
    row("dot segments", "GET", "/a/../b/./c", "is sent as /b/c");
    row("unreserved, encoded", "GET", "/%7Efoo/%41", "is sent as");
    row("space and quote", "GET", "/a b\"c|d", "is sent as");
    row("lone percent", "GET", "/100%/%zz", "is sent as");
    row("not ASCII", "GET", "/ä?ö=ü", "is sent as");
    row("double slash", "GET", "//a//b", "is sent as");
    row("plus stays", "GET", "/?a=b+c");
    row("fragment", "GET", "/a#frag", "never sent");
    row("query rows", "GET", "/p?x=1", "", {}, {field("a", "b c"), field("&=", "+%/#")});
    row("query rows as typed", "GET", "/p", "", {}, {field("a", "b%20c"), field("q", "x+y")}, {}, false);
    row("custom method", "BREW", "/pot");
    row("lower case method", "get", "/");
    row("odd method", "M-SEARCH", "/");
    row("HEAD", "HEAD", "/");
    row("OPTIONS", "OPTIONS", "/");
    row("TRACE", "TRACE", "/");
    row("DELETE", "DELETE", "/x");
    row("POST without body", "POST", "/?x=1");
    row("PUT without body", "PUT", "/");
    row("POST text", "POST", "/?x=1", "", {}, {}, text);
    row("GET with a body", "GET", "/?x=1", "", {}, {}, json);
    row("DELETE with a body", "DELETE", "/", "", {}, {}, json);
    row("PATCH", "PATCH", "/", "", {}, {}, json);
    row("custom with a body", "QUERY", "/", "", {}, {}, json);
    row("fields", "GET", "/", "",
        {field("X-One", "1"), field("x-two", "a, b"), field("Accept", "text/html")});
    row("own automatic fields", "GET", "/", "",
        {field("Host", "other.example"), field("User-Agent", "me/1"), field("Accept-Encoding", "identity"),
         field("Accept-Language", "de"), field("Connection", "close")});
    row("empty value", "GET", "/", "", {field("X-Empty", "")});
    row("UTF-8 value", "GET", "/", "", {field("X", "zürich")});
    row("tab in a value", "GET", "/", "", {field("X", "a\tb")});
    row("two of a name", "GET", "/", "only the last one", {field("X", "1"), field("x", "2")});
    row("empty user agent", "GET", "/", "cannot be sent empty", {field("User-Agent", "")});
    row("own content type", "POST", "/", "", {field("Content-Type", "application/x-own")}, {}, text);
    if (engineUnderTest() == HttpEngine::Qt) // the exact one sends what was typed: tst_exactengine
        row("wrong length", "POST", "/", "real length", {field("Content-Length", "3")}, {}, text);
    row("cookie and login", "GET", "/", "",
        {field("Cookie", "a=b; c=d"), field("Authorization", "Bearer x")});
    row("If-Modified-Since", "GET", "/", "", {field("If-Modified-Since", "Sat, 1 Jan 2000 00:00:00 GMT")});
    row("Range", "GET", "/", "", {field("Range", "bytes=0-9")});
    row("expect", "POST", "/", "", {field("Expect", "100-continue")}, {}, text);
}

void TestHttpClient::sendsWhatPreviewSays()
{
    QFETCH(QString, method);
    QFETCH(QString, target);
    QFETCH(QList<HttpField>, query);
    QFETCH(QList<HttpField>, fields);
    QFETCH(HttpBody, body);
    QFETCH(bool, encode);
    QFETCH(QString, note);

    ScriptedPeer peer(ScriptedPeer::fixed("HTTP/1.1 204 No Content\r\n\r\n", false));
    HttpRequest typed = request(peer.url(target), method);
    typed.query = query;
    typed.headers = fields;
    typed.body = body;
    typed.settings.encodeUrl = encode;
    const Result<HttpPreview> preview = HttpClient::preview(typed);
    QVERIFY(preview.has_value());
    // What the exact engine says: tst_exactengine.
    if (engineUnderTest() == HttpEngine::Qt && note.isEmpty())
        QCOMPARE(preview->notes, QStringList());
    else if (engineUnderTest() == HttpEngine::Qt)
        QVERIFY2(preview->notes.join(u'\n').contains(note), qPrintable(preview->notes.join(u'\n')));

    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(peer.requests.size(), 1);
    const QByteArray sent = peer.requests.first();
    QCOMPARE(sent.first(sent.indexOf("\r\n\r\n") + 4), preview->head);
    QCOMPARE(exchange.hops.first().requestHead, preview->head);
    QCOMPARE(sent.size() - preview->head.size(), preview->bodyBytes);
    QCOMPARE(exchange.hops.first().requestBodyBytes, preview->bodyBytes);
    if (body.kind != HttpBody::Kind::None)
        QCOMPARE(sent.sliced(preview->head.size()), body.text.toUtf8());
}

void TestHttpClient::bodies_data()
{
    QTest::addColumn<HttpBody>("body");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("bytes"); // BOUNDARY stands for the boundary

    HttpBody body;
    body.kind = HttpBody::Kind::Form;
    body.fields = {{QStringLiteral("a b"), QStringLiteral("c&d=e"), true, false, {}},
                   {QStringLiteral("off"), QStringLiteral("x"), false, false, {}},
                   {QStringLiteral("ü~*"), {}, true, false, {}}};
    QTest::newRow("form") << body << QByteArray("application/x-www-form-urlencoded")
                          << QByteArray("a+b=c%26d%3De&%C3%BC%7E*=");

    body = {};
    body.kind = HttpBody::Kind::Xml;
    body.text = QStringLiteral("<a/>");
    QTest::newRow("xml") << body << QByteArray("application/xml") << QByteArray("<a/>");

    body.contentType = QStringLiteral("text/xml; charset=utf-8");
    QTest::newRow("own type") << body << QByteArray("text/xml; charset=utf-8") << QByteArray("<a/>");

    body = {};
    body.kind = HttpBody::Kind::Multipart;
    body.parts = {
        {QStringLiteral("te\"xt"), QStringLiteral("line\r\nline"), {}, {}, true, {}},
        {QStringLiteral("json"), QStringLiteral("{}"), {}, QStringLiteral("application/json"), true, {}},
        {QStringLiteral("off"), QStringLiteral("x"), {}, {}, false, {}},
        {QStringLiteral("named"), QStringLiteral("x"), {}, {}, true, {}, QStringLiteral("a\"b.txt")}};
    QTest::newRow("multipart") << body << QByteArray("multipart/form-data; boundary=BOUNDARY")
                               << QByteArray(
                                      "--BOUNDARY\r\nContent-Disposition: form-data; name=\"te%22xt\"\r\n\r\n"
                                      "line\r\nline\r\n--BOUNDARY\r\n"
                                      "Content-Disposition: form-data; name=\"json\"\r\n"
                                      "Content-Type: application/json\r\n\r\n{}\r\n--BOUNDARY\r\n"
                                      "Content-Disposition: form-data; name=\"named\"; filename=\"a%22b.txt\""
                                      "\r\n\r\nx\r\n--BOUNDARY--\r\n");
}

void TestHttpClient::bodies()
{
    QFETCH(HttpBody, body);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, bytes);

    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok({}), false));
    HttpRequest typed = request(peer.url(), QStringLiteral("POST"));
    typed.body = body;
    HttpFixture http;
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(peer.requests.size(), 1);
    QByteArray sent = peer.requests.first();
    const qsizetype at = sent.indexOf("boundary=");
    if (at >= 0)
        sent.replace(sent.sliced(at + 9, sent.indexOf("\r\n", at) - at - 9), "BOUNDARY");
    QVERIFY2(sent.contains("\r\nContent-Type: " + type + "\r\n"), sent.constData());
    QCOMPARE(sent.sliced(sent.indexOf("\r\n\r\n") + 4), bytes);
}

void TestHttpClient::fileIsStreamed()
{
    QByteArray content(3 * 1024 * 1024 + 17, '\0');
    for (qsizetype i = 0; i < content.size(); ++i)
        content[i] = char(i * 7 + i / 251);
    QFile file(m_dir.filePath(QStringLiteral("upload.bin")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();

    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("done"), false));
    HttpFixture http;
    HttpRequest typed = request(peer.url(), QStringLiteral("PUT"));
    typed.body = fileBody(file.fileName());
    HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QVERIFY(peer.requests.first().endsWith(content));
    QCOMPARE(exchange.hops.first().requestBodyBytes, content.size());

    typed.body = {};
    typed.body.kind = HttpBody::Kind::Multipart;
    typed.body.parts = {{QStringLiteral("f"), {}, {file.fileName(), file.fileName()}, {}, true, {}}};
    exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(peer.requests.last().count(
                 "; filename=\"upload.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
             2);
    QCOMPARE(peer.requests.last().count(content), 2);
}

void TestHttpClient::fileThatShrinks()
{
    // Bigger than what is read ahead, so that the end is read after the file was cut.
    QFile file(m_dir.filePath(QStringLiteral("shrinks.bin")));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.resize(64 * 1024 * 1024));
    QTcpServer slow; // accepts, reads nothing until the file is cut
    slow.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(slow.listen(QHostAddress::LocalHost));
    QTcpSocket* socket = nullptr;
    connect(&slow, &QTcpServer::newConnection, this, [&] {
        socket = slow.nextPendingConnection();
        socket->setReadBufferSize(4096);
    });
    HttpFixture http;
    HttpRequest typed =
        request(QStringLiteral("http://127.0.0.1:%1/").arg(slow.serverPort()), QStringLiteral("PUT"));
    typed.body = fileBody(file.fileName());
    const Result<ExchangeId> id = http.start(typed);
    QVERIFY(id.has_value());
    QTRY_VERIFY(socket && socket->bytesAvailable() > 0);
    QVERIFY(file.resize(1024));
    socket->setReadBufferSize(0);
    connect(socket, &QIODevice::readyRead, socket, [&] { socket->readAll(); });
    socket->readAll();
    const HttpExchange exchange = http.wait(*id);
    QCOMPARE(exchange.phase, Phase::Failed);
    QCOMPARE(exchange.error.code, ErrorCode::FileFailed);
    QVERIFY(exchange.error.detail.contains(QStringLiteral("shorter")));
}

void TestHttpClient::fieldsInWireOrder()
{
    ScriptedPeer peer(ScriptedPeer::fixed(
        ScriptedPeer::ok({}, "Set-Cookie: a=1\r\nB: \r\nset-cookie: b=2\r\nB: x\r\n"), false));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QCOMPARE(
        exchange.hops.first().fields,
        QList<WireField>(
            {{"Set-Cookie", "a=1"}, {"B", ""}, {"set-cookie", "b=2"}, {"B", "x"}, {"Content-Length", "0"}}));
    QVERIFY(!exchange.body);
    // Cookies are the user's business: nothing is sent back by itself.
    http.run(request(peer.url()));
    QVERIFY(!peer.received.contains("Cookie:"));
}

void TestHttpClient::bodyIsPrivateAndGoesAway()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("secret"), false));
    QString path;
    {
        HttpFixture http;
        const HttpExchange exchange = http.run(request(peer.url()));
        path = exchange.body->path();
        const QFile::Permissions others =
            QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QVERIFY(!(QFile::permissions(path) & others));
        QVERIFY(!(QFile::permissions(QFileInfo(path).path()) & (others | QFile::ExeGroup | QFile::ExeOther)));
    }
    QVERIFY(!QFile::exists(path));
}

void TestHttpClient::decodesBesideTheRawBody()
{
    const QByteArray text = QByteArray("hello world! ").repeated(1000);
    const QByteArray zlib = qCompress(text).sliced(4);
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok(zlib, "Content-Encoding: deflate\r\n"), false));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QCOMPARE(exchange.error, Error());
    QVERIFY(!exchange.decodeError);
    QCOMPARE(contentOf(exchange.body), zlib);
    QCOMPARE(contentOf(exchange.decoded), text);
    QCOMPARE(exchange.bodyBytes, zlib.size());
    QCOMPARE(exchange.decodedBytes, text.size());
    QVERIFY(exchange.body != exchange.decoded);
}

void TestHttpClient::keepsRawBodyWhenDecodingFails()
{
    for (const QByteArray& coding : {QByteArray("gzip"), QByteArray("br"), QByteArray("zstd"),
                                     QByteArray("rot13"), QByteArray("gzip, gzip, gzip, gzip, gzip, gzip")}) {
        ScriptedPeer peer(ScriptedPeer::fixed(
            ScriptedPeer::ok("no such data", "Content-Encoding: " + coding + "\r\n"), false));
        HttpFixture http;
        const HttpExchange exchange = http.run(request(peer.url()));
        QCOMPARE(exchange.phase, Phase::Done);
        QVERIFY(exchange.decodeError);
        QCOMPARE(exchange.decodeError->code, ErrorCode::DecodeFailed);
        QVERIFY(!exchange.decodeError->detail.isEmpty());
        QCOMPARE(contentOf(exchange.body), QByteArray("no such data"));
    }
}

void TestHttpClient::keepAliveIsReused()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    const HttpExchange first = http.run(request(peer.url()));
    const HttpExchange second = http.run(request(peer.url(QStringLiteral("/2")), QStringLiteral("POST")));
    QVERIFY(!first.hops.first().timings.reused);
    const HttpTimings& times = second.hops.first().timings;
    QVERIFY(times.reused);
    QVERIFY(!times.resolved.isValid() && !times.connected.isValid() && !times.encrypted.isValid());
    QCOMPARE(second.hops.first().connection, first.hops.first().connection);
    QCOMPARE(second.hops.first().peer.port, peer.serverPort());
    QCOMPARE(peer.connections, 1);
    QCOMPARE(http.sink.count(), 1);
    QCOMPARE(peer.requests.size(), 2);
}

void TestHttpClient::requestThatClosesIsTheLast()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    HttpRequest typed = request(peer.url());
    typed.headers = {{QStringLiteral("connection"), QStringLiteral("X-Hop, Close"), true, false, {}}};
    for (int i = 0; i < 2; ++i) {
        const HttpExchange exchange = http.run(typed);
        QCOMPARE(exchange.error, Error());
        QVERIFY(!exchange.hops.first().timings.reused);
    }
    QCOMPARE(peer.connections, 2);
}

/// Where that is asked for: none that was kept is used, and none is kept.
void TestHttpClient::oneConnectionPerRequest()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    HttpRequest typed = request(peer.url());
    QVERIFY(!http.run(typed).hops.first().timings.reused);
    typed.settings.keepConnection = false;
    for (int i = 0; i < 2; ++i) {
        const HttpExchange exchange = http.run(typed);
        QCOMPARE(exchange.error, Error());
        QVERIFY(!exchange.hops.first().timings.reused);
        QVERIFY(exchange.hops.first().requestHead.contains("\r\nConnection: close\r\n"));
    }
    QCOMPARE(peer.connections, 3);
    typed.settings.keepConnection = true;
    QVERIFY(http.run(typed).hops.first().timings.reused); // the first one's is still there
}

void TestHttpClient::otherEndpointsDoNotShareConnections()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    for (const quint32 endpoint : {1u, 2u, 1u, 2u}) {
        const Result<ExchangeId> id = http.start(request(peer.url()), endpoint);
        QCOMPARE(http.wait(*id).error, Error());
    }
    QCOMPARE(peer.connections, 2);
    QCOMPARE(http.sink.count(), 2);
    QCOMPARE(http.sink.row(0).info.endpoint, EndpointId(1));
    QCOMPARE(http.sink.row(1).info.endpoint, EndpointId(2));
    QCOMPARE(http.sink.row(1).info.label, QStringLiteral("test"));
    QCOMPARE(http.sink.row(1).info.role, Role::Client);
}

void TestHttpClient::kilobytesOfPostTakeNoDelay()
{
    // Head and body come from the engine in two pieces. Where the second waits for a delayed acknowledgment,
    // each request takes 40 ms more; fifty in a row tell the two apart on any machine.
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    HttpRequest typed = request(peer.url(), QStringLiteral("POST"));
    typed.body.kind = HttpBody::Kind::Text;
    typed.body.text = QString(2000, u'x');
    int slow = 0;
    for (int i = 0; i < 50; ++i) {
        const HttpExchange exchange = http.run(typed);
        QCOMPARE(exchange.error, Error());
        const HttpTimings& times = exchange.hops.first().timings;
        if (times.sent - times.started > std::chrono::milliseconds(35))
            ++slow;
    }
    QVERIFY2(slow < 25, qPrintable(QString::number(slow)));
}

void TestHttpClient::refused_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("code");

    const auto row = [](const char* title, const QString& url, ErrorCode code, const QString& name = {},
                        const QString& value = {}, const char* method = "GET") {
        QTest::newRow(title) << QString::fromLatin1(method) << url << name << value << int(code);
    };
    const QString ok = QStringLiteral("http://127.0.0.1:9/");
    row("file", QStringLiteral("file:///etc/hostname"), ErrorCode::UnsupportedScheme);
    row("file without slashes", QStringLiteral("file:/etc/hostname"), ErrorCode::UnsupportedScheme);
    row("data", QStringLiteral("data:text/plain,hi"), ErrorCode::UnsupportedScheme);
    row("ftp", QStringLiteral("ftp://127.0.0.1/"), ErrorCode::UnsupportedScheme);
    row("qrc", QStringLiteral("qrc:/x"), ErrorCode::UnsupportedScheme);
    row("javascript", QStringLiteral("javascript:alert(1)"), ErrorCode::UnsupportedScheme);
    row("ws", QStringLiteral("ws://127.0.0.1/"), ErrorCode::UnsupportedScheme);
    row("empty", QString(), ErrorCode::BadAddress);
    row("no host", QStringLiteral("http:///x"), ErrorCode::BadAddress);
    row("port 0", QStringLiteral("http://127.0.0.1:0/"), ErrorCode::BadAddress);
    row("port too large", QStringLiteral("http://127.0.0.1:99999/"), ErrorCode::BadAddress);
    row("line break in the URL", QStringLiteral("http://127.0.0.1/a\r\nX: y"), ErrorCode::BadAddress);
    row("NUL in the URL", QStringLiteral("http://127.0.0.1/a") + QChar(0), ErrorCode::BadAddress);
    row("open bracket", QStringLiteral("http://[::1/"), ErrorCode::BadAddress);
    row("CR LF in a value", ok, ErrorCode::BadOption, QStringLiteral("X"), QStringLiteral("a\r\nY: b"));
    row("LF in a value", ok, ErrorCode::BadOption, QStringLiteral("X"), QStringLiteral("a\nb"));
    row("NUL in a value", ok, ErrorCode::BadOption, QStringLiteral("X"), QStringLiteral("a") + QChar(0));
    row("LF in a name", ok, ErrorCode::BadOption, QStringLiteral("X\nY"), QStringLiteral("a"));
    row("space in a name", ok, ErrorCode::BadOption, QStringLiteral("X Y"), QStringLiteral("a"));
    row("colon in a name", ok, ErrorCode::BadOption, QStringLiteral("X:"), QStringLiteral("a"));
    row("value without a name", ok, ErrorCode::BadOption, QString(), QStringLiteral("a"));
    row("space in the method", ok, ErrorCode::BadOption, {}, {}, "GET /x HTTP/1.1\r\nX:");
    row("empty method", ok, ErrorCode::BadOption, {}, {}, "");
}

void TestHttpClient::refused()
{
    QFETCH(QString, method);
    QFETCH(QString, url);
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(int, code);
    HttpRequest typed = request(url, method);
    if (!name.isEmpty() || !value.isEmpty())
        typed.headers = {{name, value, true, false, {}}};
    HttpFixture http;
    const Result<ExchangeId> id = http.start(typed);
    QVERIFY(!id.has_value());
    QCOMPARE(int(id.error().code), code);
    QCOMPARE(int(HttpClient::preview(typed).error().code), code);
    QCOMPARE(http.sink.count(), 0);
}

void TestHttpClient::nothingListensBeforeTheFirstRequest()
{
    const auto listeners = [] {
        // Listening sockets of this process: state 0A, with an inode among our descriptors.
        QSet<QByteArray> own;
        const QStringList entries =
            QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::System | QDir::Files);
        for (const QString& entry : entries) {
            const QByteArray link = QFile::symLinkTarget(QStringLiteral("/proc/self/fd/") + entry).toUtf8();
            const qsizetype at = link.indexOf("socket:[");
            if (at >= 0)
                own.insert(link.sliced(at + 8).chopped(1));
        }
        int count = 0;
        for (const QString& table :
             {QStringLiteral("/proc/self/net/tcp"), QStringLiteral("/proc/self/net/tcp6")}) {
            QFile file(table);
            if (!file.open(QIODevice::ReadOnly))
                continue;
            for (const QByteArray& line : file.readAll().split('\n')) {
                const QList<QByteArray> words = line.simplified().split(' ');
                count += words.size() > 9 && words[3] == "0A" && own.contains(words[9]) ? 1 : 0;
            }
        }
        return count;
    };
    QTcpSocket* waiting = nullptr;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) { waiting = &socket; });
    const auto answer = [&] {
        waiting->write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        waiting->disconnectFromHost();
        waiting = nullptr;
    };
    HttpFixture http;
    for (int round = 0; round < 2; ++round) {
        QTRY_COMPARE(listeners(), 1); // the peer; nothing is kept alive, so the tap is shut again
        const Result<ExchangeId> id = http.start(request(peer.url()));
        QTRY_VERIFY(waiting);
        QCOMPARE(listeners(), engineUnderTest() == HttpEngine::Qt ? 2 : 1);
        answer();
        QCOMPARE(http.wait(*id).error, Error());
    }
    QTRY_COMPARE(listeners(), 1);
}

void TestHttpClient::environmentProxyIsNotUsed()
{
    ScriptedPeer trap(ScriptedPeer::fixed(ScriptedPeer::ok("trapped"), true));
    for (const char* name :
         {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
        qputenv(name, trap.url().toUtf8());
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("right"), false));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QCOMPARE(contentOf(exchange.body), QByteArray("right"));
    HttpRequest secure = request(QStringLiteral("https://127.0.0.1:%1/").arg(peer.serverPort()));
    secure.settings.connectTimeout = std::chrono::milliseconds(200);
    QCOMPARE(http.run(secure).error.code, ErrorCode::HandshakeTimeout);
    for (const char* name :
         {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
        qunsetenv(name);
    QCOMPARE(trap.connections, 0);
}

void TestHttpClient::reportsAtMostTwentyTimesASecond()
{
    // A byte at a time, as fast as it goes, for a while: reports come by the clock, not by the byte.
    int left = 2000;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        socket.setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n");
        auto* timer = new QTimer(&socket);
        connect(timer, &QTimer::timeout, &socket, [&socket, &left, timer] {
            for (int i = 0; i < 20; ++i, --left) {
                socket.write("x");
                socket.flush();
            }
            if (left == 0)
                timer->stop();
        });
        timer->start(0);
    });
    HttpFixture http;
    QElapsedTimer clock;
    clock.start();
    const Result<ExchangeId> id = http.start(request(peer.url()));
    const HttpExchange exchange = http.wait(*id);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray(2000, 'x'));
    QVERIFY(http.reports[*id] >= 1);
    QVERIFY2(http.reports[*id] <= clock.elapsed() / 50 + 2, qPrintable(QString::number(http.reports[*id])));
}

void TestHttpClient::manyAtOnce()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        socket.write(ScriptedPeer::ok(got.mid(5, got.indexOf(' ', 5) - 5)));
    });
    HttpFixture http;
    QList<ExchangeId> ids;
    for (int i = 0; i < 60; ++i)
        ids.append(*http.start(request(peer.url(QStringLiteral("/%1").arg(i)))));
    for (int i = 0; i < ids.size(); ++i) {
        const HttpExchange exchange = http.wait(ids[i]);
        QCOMPARE(exchange.error, Error());
        QCOMPARE(contentOf(exchange.body), QByteArray::number(i));
    }
    QCOMPARE(peer.requests.size(), 60);
    if (engineUnderTest() == HttpEngine::Qt)
        QVERIFY(peer.connections <= ManagerPool::maxManagers);
}

void TestHttpClient::recordsAreThePeersView()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello"), true));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url(), QStringLiteral("POST")));
    QTRY_VERIFY(http.sink.row(0).has(RecordKind::Closed));
    const wl::test::SinkRow row = http.sink.row(0);
    QCOMPARE(row.sent, peer.received);
    QCOMPARE(row.received, ScriptedPeer::ok("hello"));
    QCOMPARE(row.info.peer.port, peer.serverPort());
    QVERIFY(row.info.local.isValid());
    QCOMPARE(row.info.transport, Transport::Tcp);
    QCOMPARE(exchange.hops.first().connection, ConnectionId(0));
    QCOMPARE(row.count(RecordKind::Opened), 1);
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
