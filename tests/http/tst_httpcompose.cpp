// SPDX-License-Identifier: MIT
#include "http/httpclient.h"
#include "http/httpcompose.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;

class TestHttpCompose : public QObject
{
    Q_OBJECT
private slots:
    void urls_data();
    void urls();
    void badUrls_data();
    void badUrls();
    void automaticFields();
    void automaticFieldsOverridden();
    void userInfo_data();
    void userInfo();
    void disabledRows();
    void fieldsAreTakenAway();
    void boundaries_data();
    void boundaries();
    void queryRows_data();
    void queryRows();
    void bodyKinds_data();
    void bodyKinds();
    void fileProblems();
    void badParts();
    void secretsAreMarked();
};

void TestHttpCompose::urls_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("host"); // the Host field
    QTest::addColumn<int>("port");
    const auto row = [](const char* typed, const char* url, const char* host, int port) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(url) << QByteArray(host)
                             << port;
    };
    row("http://example.com", "http://example.com", "example.com", 80);
    row("example.com", "http://example.com", "example.com", 80);
    row("example.com/path?q", "http://example.com/path?q", "example.com", 80);
    row("localhost:8080", "http://localhost:8080", "localhost:8080", 8080);
    row("localhost:8080/x", "http://localhost:8080/x", "localhost:8080", 8080);
    row("127.0.0.1:1", "http://127.0.0.1:1", "127.0.0.1:1", 1);
    row("HTTP://Example.COM/A", "http://example.com/A", "example.com", 80);
    row("https://example.com:443/", "https://example.com:443/", "example.com", 443);
    row("http://example.com:443/", "http://example.com:443/", "example.com:443", 443);
    row("https://example.com", "https://example.com", "example.com", 443);
    row("http://[::1]:8080/", "http://[::1]:8080/", "[::1]:8080", 8080);
    row("http://[::1]/", "http://[::1]/", "[::1]", 80);
    row("http://bücher.example/", "http://xn--bcher-kva.example/", "xn--bcher-kva.example", 80);
    row("  http://example.com/  ", "http://example.com/", "example.com", 80);
    row("http://user:pw@example.com/", "http://example.com/", "example.com", 80);
    row("http://a_b.example/", "http://a_b.example/", "a_b.example", 80);
    row("user:123@example.com/x", "http://example.com/x", "example.com", 80);
    row("user:123@example.com:81", "http://example.com:81", "example.com:81", 81);
}

void TestHttpCompose::urls()
{
    QFETCH(QString, typed);
    QFETCH(QString, url);
    QFETCH(QByteArray, host);
    QFETCH(int, port);
    HttpRequest request;
    request.url = typed;
    const Result<ComposedRequest> composed = composeRequest(request);
    QVERIFY(composed.has_value());
    QCOMPARE(composed->url.toString(QUrl::FullyEncoded), url);
    QCOMPARE(composed->fields.first().name, QByteArray("Host"));
    QCOMPARE(composed->fields.first().value, host);
    QCOMPARE(int(httpPort(composed->url)), port);
}

void TestHttpCompose::badUrls_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<int>("code");
    for (const char* typed : {"", "   ", "http://", "http:///x", "http://:80/", "http://h:0/",
                              "http://h:65536/", "http://h:x/", "http://[::1", "http://h/\nx", "http://a b/"})
        QTest::newRow(qPrintable(QStringLiteral("bad: ") + QLatin1String(typed)))
            << QString::fromLatin1(typed) << int(ErrorCode::BadAddress);
    for (const char* typed : {"file:///etc/passwd", "FILE:/etc/passwd", "data:,x", "ftp://h/", "ws://h/",
                              "javascript:1+1x", "qrc:/x", "about:blank", "tcp://h:1"})
        QTest::newRow(typed) << QString::fromLatin1(typed) << int(ErrorCode::UnsupportedScheme);
}

void TestHttpCompose::badUrls()
{
    QFETCH(QString, typed);
    QFETCH(int, code);
    HttpRequest request;
    request.url = typed;
    const Result<ComposedRequest> composed = composeRequest(request);
    QVERIFY(!composed.has_value());
    QCOMPARE(int(composed.error().code), code);
    QVERIFY(!composed.error().detail.isEmpty());
}

void TestHttpCompose::automaticFields()
{
    HttpRequest request;
    request.url = QStringLiteral("http://h/");
    request.method = QStringLiteral("POST");
    request.body.kind = HttpBody::Kind::Json;
    request.body.text = QStringLiteral("{}");
    const Result<HttpPreview> preview = HttpClient::preview(request);
    QStringList names;
    for (const HttpField& field : preview->automaticFields)
        names.append(field.name);
    QCOMPARE(names, QStringList({QStringLiteral("Host"), QStringLiteral("User-Agent"),
                                 QStringLiteral("Accept"), QStringLiteral("Accept-Encoding"),
                                 QStringLiteral("Accept-Language"), QStringLiteral("Connection"),
                                 QStringLiteral("Content-Type"), QStringLiteral("Content-Length")}));
    QCOMPARE(preview->bodyBytes, 2);
    QVERIFY(preview->head.startsWith("POST / HTTP/1.1\r\nHost: h\r\nUser-Agent: Wireloupe/"));
    QVERIFY(preview->head.endsWith("\r\nContent-Length: 2\r\n\r\n"));
}

void TestHttpCompose::automaticFieldsOverridden()
{
    HttpRequest request;
    request.url = QStringLiteral("http://h/");
    request.headers = {{QStringLiteral("accept"), QStringLiteral("text/plain"), true, false, {}},
                       {QStringLiteral("USER-AGENT"), QStringLiteral("me"), true, false, {}}};
    const Result<HttpPreview> preview = HttpClient::preview(request);
    QCOMPARE(preview->head.toLower().count("\r\naccept:"), 1);
    QCOMPARE(preview->head.toLower().count("\r\nuser-agent:"), 1);
    QVERIFY(preview->head.contains("\r\naccept: text/plain\r\nUSER-AGENT: me\r\n"));
    for (const HttpField& field : preview->automaticFields)
        QVERIFY(field.name.toLower() != QStringLiteral("accept") &&
                field.name.toLower() != QStringLiteral("user-agent"));
}

void TestHttpCompose::userInfo_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("login");
    QTest::newRow("both") << QStringLiteral("http://us%20er:p%40ss@h/") << QByteArray("us er:p@ss");
    QTest::newRow("no password") << QStringLiteral("http://user@h/") << QByteArray("user:");
    QTest::newRow("not ASCII") << QStringLiteral("http://ü:ö@h/") << QByteArray("\xc3\xbc:\xc3\xb6");
    QTest::newRow("digits, no scheme") << QStringLiteral("user:123@h/") << QByteArray("user:123");
    QTest::newRow("none") << QStringLiteral("http://h/") << QByteArray();
}

void TestHttpCompose::userInfo()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, login);
    HttpRequest request;
    request.url = typed;
    const Result<ComposedRequest> composed = composeRequest(request);
    QVERIFY(!composed->url.toString().contains(u'@'));
    if (login.isEmpty())
        QVERIFY(!composed->head().contains("Authorization:"));
    else
        QVERIFY(composed->head().contains("\r\nAuthorization: Basic " + login.toBase64() + "\r\n"));
    // What is typed counts more.
    request.headers = {{QStringLiteral("Authorization"), QStringLiteral("Bearer x"), true, false, {}}};
    QVERIFY(!composeRequest(request)->head().contains("Basic"));
}

void TestHttpCompose::disabledRows()
{
    HttpRequest request;
    request.url = QStringLiteral("http://h/");
    request.headers = {{QStringLiteral("X"), QStringLiteral("1"), false, false, {}},
                       {QStringLiteral("bad name\n"), QStringLiteral("1"), false, false, {}},
                       {{}, {}, true, false, {}}};
    request.query = {{QStringLiteral("q"), QStringLiteral("1"), false, false, {}}};
    const Result<ComposedRequest> composed = composeRequest(request);
    QVERIFY(composed.has_value());
    QVERIFY(!composed->head().contains("X: 1"));
    QVERIFY(composed->head().startsWith("GET / HTTP/1.1\r\n"));
}

void TestHttpCompose::fieldsAreTakenAway()
{
    HttpRequest request;
    request.url = QStringLiteral("http://h/");
    request.method = QStringLiteral("POST");
    request.body.kind = HttpBody::Kind::Text;
    request.body.text = QStringLiteral("x");
    for (const char* name : {"content-type", "Accept", "host", "Content-Length"})
        request.headers.append({QLatin1String(name), {}, false, false, {}});
    const auto has = [](const Result<ComposedRequest>& composed, const char* name) {
        return std::any_of(composed->fields.begin(), composed->fields.end(),
                           [&](const ComposedField& field) { return field.isNamed(name); });
    };
    request.settings.engine = HttpEngine::Exact;
    const Result<ComposedRequest> exact = composeRequest(request);
    for (const char* name : {"Content-Type", "Accept", "Host", "Content-Length"})
        QVERIFY2(!has(exact, name), name);
    QVERIFY(has(exact, "User-Agent"));
    QVERIFY(exact->hasOddFraming);
    QCOMPARE(exact->notes.size(), 1);
    // The manager has some that it always sends, and says so.
    request.settings.engine = HttpEngine::Qt;
    const Result<ComposedRequest> qt = composeRequest(request);
    QVERIFY(!has(qt, "Content-Type") && !has(qt, "Accept"));
    QVERIFY(has(qt, "Host") && has(qt, "Content-Length"));
    QCOMPARE(qt->notes.size(), 2);
}

void TestHttpCompose::boundaries_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QByteArray>("type"); // … is the boundary that was made
    QTest::newRow("none") << QString() << QByteArray("multipart/form-data; boundary=...");
    QTest::newRow("without") << QStringLiteral("multipart/related; x=y")
                             << QByteArray("multipart/related; x=y; boundary=...");
    QTest::newRow("with") << QStringLiteral("multipart/mixed;Boundary=abc; x=y")
                          << QByteArray("multipart/mixed;Boundary=abc; x=y");
    QTest::newRow("quoted") << QStringLiteral("multipart/mixed; boundary=\"a b\"")
                            << QByteArray("multipart/mixed; boundary=\"a b\"");
}

void TestHttpCompose::boundaries()
{
    QFETCH(QString, typed);
    QFETCH(QByteArray, type);
    HttpRequest request;
    request.url = QStringLiteral("http://h/");
    request.body.kind = HttpBody::Kind::Multipart;
    request.body.contentType = typed;
    request.body.parts = {{QStringLiteral("p"), QStringLiteral("x"), {}, {}, true, {}}};
    const Result<ComposedRequest> composed = composeRequest(request);
    const QByteArray bytes = composed->body.segments.first().bytes;
    const QByteArray boundary = bytes.mid(2, bytes.indexOf("\r\n") - 2);
    QVERIFY(bytes.endsWith("\r\n--" + boundary + "--\r\n"));
    QCOMPARE(composed->body.contentType, QByteArray(type).replace("...", boundary));
    if (!typed.contains(QStringLiteral("related")) && !typed.isEmpty())
        QVERIFY(type.contains(boundary));
}

void TestHttpCompose::queryRows_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("encode");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char* title, const char* url, const char* name, const char* value, bool encode,
                        const char* target) {
        QTest::newRow(title) << QString::fromUtf8(url) << QString::fromUtf8(name) << QString::fromUtf8(value)
                             << encode << QByteArray(target);
    };
    row("plain", "http://h/", "a", "b", true, "/?a=b");
    row("behind a query", "http://h/?x", "a", "b", true, "/?x&a=b");
    row("behind a question mark", "http://h/?", "a", "b", true, "/?a=b");
    row("behind an ampersand", "http://h/?x&", "a", "b", true, "/?x&a=b");
    row("before a fragment", "http://h/p#f", "a", "b", true, "/p?a=b");
    row("no path", "http://h", "a", "b", true, "/?a=b");
    row("everything that means something", "http://h/", "&=?#", "&=?#+% /", true,
        "/?%26%3D%3F%23=%26%3D%3F%23%2B%25%20%2F");
    row("not ASCII", "http://h/", "ä", "€", true, "/?%C3%A4=%E2%82%AC");
    row("already encoded stays itself", "http://h/", "a", "%20", true, "/?a=%2520");
    row("as typed", "http://h/", "a", "%20+&b=c", false, "/?a=%20+&b=c");
    row("as typed, fragment sign", "http://h/", "a", "#b", false, "/?a=%23b");
    row("empty value", "http://h/", "a", "", true, "/?a=");
    row("empty value as typed", "http://h/", "a", "", false, "/?a");
}

void TestHttpCompose::queryRows()
{
    QFETCH(QString, url);
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(bool, encode);
    QFETCH(QByteArray, target);
    HttpRequest request;
    request.url = url;
    request.query = {{name, value, true, false, {}}};
    request.settings.encodeUrl = encode;
    const QByteArray head = composeRequest(request)->head();
    QCOMPARE(head.first(head.indexOf("\r\n")), "GET " + target + " HTTP/1.1");
}

void TestHttpCompose::bodyKinds_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("exists");
    QTest::addColumn<QByteArray>("type");
    using Kind = HttpBody::Kind;
    const auto row = [](const char* name, Kind kind, const char* method, const char* text, bool exists,
                        const char* type) {
        QTest::newRow(name) << int(kind) << QByteArray(method) << QString::fromUtf8(text) << exists
                            << QByteArray(type);
    };
    row("GET, none", Kind::None, "GET", "", false, "");
    row("DELETE, none", Kind::None, "DELETE", "", false, "");
    row("POST, none", Kind::None, "POST", "", true, "");
    row("PUT, none", Kind::None, "PUT", "", true, "");
    row("PATCH, none", Kind::None, "PATCH", "", true, "");
    row("post in small letters is another method", Kind::None, "post", "", false, "");
    row("GET, empty text", Kind::Text, "GET", "", false, "");
    row("GET, text", Kind::Text, "GET", "x", true, "text/plain; charset=utf-8");
    row("POST, empty text", Kind::Text, "POST", "", true, "text/plain; charset=utf-8");
    row("JSON", Kind::Json, "POST", "{}", true, "application/json");
    row("XML", Kind::Xml, "BREW", "<a/>", true, "application/xml");
    row("empty form", Kind::Form, "POST", "", true, "application/x-www-form-urlencoded");
}

void TestHttpCompose::bodyKinds()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, method);
    QFETCH(QString, text);
    QFETCH(bool, exists);
    QFETCH(QByteArray, type);
    HttpBody body;
    body.kind = HttpBody::Kind(kind);
    body.text = text;
    const Result<BodyPlan> plan = makeHttpBody(body, method);
    QVERIFY(plan.has_value());
    QCOMPARE(plan->exists, exists);
    QCOMPARE(plan->contentType, type);
    QCOMPARE(plan->size(), text.toUtf8().size());
}

void TestHttpCompose::fileProblems()
{
    QTemporaryDir dir;
    HttpRequest request;
    request.url = QStringLiteral("http://h/");
    request.body.kind = HttpBody::Kind::File;
    for (const QString& path : {QString(), dir.filePath(QStringLiteral("missing"))}) {
        request.body.filePath = path;
        QCOMPARE(composeRequest(request).error().code, ErrorCode::FileNotFound);
    }
    request.body.filePath = dir.path();
    QCOMPARE(composeRequest(request).error().code, ErrorCode::FileNotReadable);
    request.body = {};
    request.body.kind = HttpBody::Kind::Multipart;
    request.body.parts = {{QStringLiteral("f"), {}, {dir.filePath(QStringLiteral("missing"))}, {}, true, {}}};
    QCOMPARE(composeRequest(request).error().code, ErrorCode::FileNotFound);
    request.body.parts.first().enabled = false;
    QVERIFY(composeRequest(request).has_value());
}

void TestHttpCompose::badParts()
{
    HttpRequest request;
    request.url = QStringLiteral("http://h/");
    request.body.kind = HttpBody::Kind::Multipart;
    request.body.parts = {
        {QStringLiteral("p"), QStringLiteral("x"), {}, QStringLiteral("text/plain\r\nX: y"), true, {}}};
    QCOMPARE(composeRequest(request).error().code, ErrorCode::BadOption);
    request.body = {};
    request.body.kind = HttpBody::Kind::Text;
    request.body.contentType = QStringLiteral("text/plain\r\nX: y");
    QCOMPARE(composeRequest(request).error().code, ErrorCode::BadOption);
    // A name with line breaks and quotes does not break out of its part.
    request.body = {};
    request.body.kind = HttpBody::Kind::Multipart;
    request.body.parts = {{QStringLiteral("a\"\r\nX: y"), QStringLiteral("x"), {}, {}, true, {}}};
    const Result<ComposedRequest> composed = composeRequest(request);
    QVERIFY(composed->body.segments.first().bytes.contains("name=\"a%22%0D%0AX: y\"\r\n"));
}

void TestHttpCompose::secretsAreMarked()
{
    HttpRequest request;
    request.url = QStringLiteral("http://user:pw@h/");
    request.headers = {{QStringLiteral("X-Key"), QStringLiteral("k"), true, true, {}}};
    const Result<ComposedRequest> composed = composeRequest(request);
    QStringList secrets;
    for (const ComposedField& field : composed->fields) {
        if (field.isSecret)
            secrets.append(QString::fromLatin1(field.name));
    }
    QCOMPARE(secrets, QStringList({QStringLiteral("Authorization"), QStringLiteral("X-Key")}));
}

QTEST_GUILESS_MAIN(TestHttpCompose)
#include "tst_httpcompose.moc"
