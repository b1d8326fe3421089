// SPDX-License-Identifier: MIT
#include "history/historycodec.h"
#include "history/historysecrets.h"

#include <QtTest>

using namespace wl;

namespace {

const QString secret = QStringLiteral("S3CRET");

HttpField row(const char* name, const QString& value, bool isSecret)
{
    return {QString::fromUtf8(name), value, true, isSecret, {}};
}

HttpRequest secretive()
{
    HttpRequest request;
    request.url = QStringLiteral("http://user:%1@h.test/x?sig=%1&key=%1&open=1#f").arg(secret);
    request.headers = {row("Authorization", secret, false), row("cookie", secret, false),
                       row("X-Own", secret, true), row("X-Open", QStringLiteral("kept"), false)};
    request.query = {row("key", secret, true), row("open", QStringLiteral("kept"), false)};
    request.body.kind = HttpBody::Kind::Form;
    request.body.fields = {row("pw", secret, true), row("name", QStringLiteral("kept"), false)};
    request.auth.kind = HttpAuth::Kind::ApiKey;
    request.auth.keyName = QStringLiteral("sig");
    request.auth.keyInQuery = true;
    request.auth.password = request.auth.token = request.auth.keyValue = secret;
    request.auth.oauth2.clientSecret = request.auth.aws.secretAccessKey = request.auth.aws.sessionToken =
        secret;
    request.settings.proxy.password = request.settings.tls.keyPassword = secret;
    request.raw.text =
        QStringLiteral("GET / HTTP/1.1\r\nAuthorization: Basic %1\r\nx-own:%1\r\nHost: h\r\n\r\n")
            .arg(secret);
    return request;
}

} // namespace

class TestHistorySecrets : public QObject
{
    Q_OBJECT
private slots:
    void requestHoldsNone();
    void hopsHoldNone();
    void headsOfHttp2();
    void fetchedTokens();
    void whatIsNoSecretStays();
    void requestsComeBack();
    void hopsComeBack();
    void badForms();
};

void TestHistorySecrets::requestHoldsNone()
{
    const HistorySecrets secrets(secretive());
    const QByteArray stored = historycodec::encodeRequest(secrets.request());
    QVERIFY2(!stored.contains(secret.toUtf8()), stored.constData());
    QVERIFY(stored.contains("kept"));
    QVERIFY(!secrets.request().headers[0].enabled);
    QVERIFY(!secrets.request().query[0].enabled);
    QVERIFY(secrets.request().headers[3].enabled);
    QCOMPARE(secrets.request().url, QStringLiteral("http://user@h.test/x?sig=&key=&open=1#f"));
    QVERIFY(!secrets.request().raw.text.contains(secret));
    QVERIFY(secrets.request().raw.text.contains(QStringLiteral("Host: h")));
    for (const char* name :
         {"Authorization", "cookie", "X-Own", "key", "pw", "password", "token", "API key", "client secret",
          "secret access key", "session token", "proxy password", "key password", "password in the URL"})
        QVERIFY2(secrets.emptied().contains(QString::fromUtf8(name)), name);
}

void TestHistorySecrets::hopsHoldNone()
{
    HttpHop hop;
    const QByteArray s = secret.toUtf8();
    hop.url = QStringLiteral("http://h.test/x?sig=%1&open=1").arg(secret);
    hop.requestHead = "GET /x?sig=" + s + "&open=1 HTTP/1.1\r\nHost: h.test\r\nAuthorization: Basic " + s +
                      "\r\nCookie: a=" + s + "\r\n folded=" + s + "\r\nx-own: " + s +
                      "\r\nX-Open: kept\r\n\r\n";
    hop.responseHead = "HTTP/1.1 302 Found\r\nSet-Cookie: sid=" + s + "; Path=/\r\nset-cookie: " + s +
                       "\r\nLocation: /y?key=" + s + "\r\n\r\n";
    hop.fields = {{"Set-Cookie", "sid=" + s + "; Path=/"}, {"Location", "/y?key=" + s}, {"X", "kept"}};
    hop.trailers = {{"X-Own", s}, {"X", "kept"}};
    TapAnswer answer;
    answer.fields = {{"Set-Cookie", "a=" + s}, {"X", "kept"}};
    hop.interim = hop.further = {answer};
    const HttpHop clean = HistorySecrets(secretive()).cleaned(hop);
    const QByteArray all = clean.url.toUtf8() + clean.requestHead + clean.responseHead +
                           clean.fields[0].value + clean.fields[1].value + clean.trailers[0].value +
                           clean.interim[0].fields[0].value + clean.further[0].fields[0].value;
    QVERIFY2(!all.contains(s), all.constData());
    QCOMPARE(clean.fields[0].value, QByteArray("sid=<not kept>; Path=/"));
    QCOMPARE(clean.fields[2].value, QByteArray("kept"));
    QCOMPARE(clean.trailers[1].value, QByteArray("kept"));
    QCOMPARE(clean.further[0].fields[1].value, QByteArray("kept"));
    QVERIFY2(clean.requestHead.startsWith("GET /x?sig=&open=1 HTTP/1.1\r\nHost: h.test\r\n"),
             clean.requestHead.constData());
    QVERIFY(clean.requestHead.endsWith("X-Open: kept\r\n\r\n"));
}

void TestHistorySecrets::headsOfHttp2()
{
    HttpHop hop;
    const QByteArray s = secret.toUtf8();
    hop.requestHead = ":method: GET\r\n:scheme: https\r\n:path: /x?sig=" + s +
                      "&open=1\r\nauthorization: Basic " + s + "\r\nx-own: " + s + "\r\n\r\n";
    const HttpHop clean = HistorySecrets(secretive()).cleaned(hop);
    QCOMPARE(clean.requestHead, QByteArray(":method: GET\r\n:scheme: https\r\n:path: /x?sig=&open=1\r\n"
                                           "authorization: <not kept>\r\nx-own: <not kept>\r\n\r\n"));
}

/// A token that was fetched is not kept, and nothing is missing: it is fetched again.
void TestHistorySecrets::fetchedTokens()
{
    HttpRequest request;
    request.auth.kind = HttpAuth::Kind::OAuth2;
    request.auth.token = secret;
    request.auth.oauth2.clientId = QStringLiteral("me");
    const HistorySecrets secrets(request);
    QVERIFY(secrets.request().auth.token.isEmpty());
    QVERIFY(secrets.emptied().isEmpty());
    QCOMPARE(secrets.request().auth.oauth2.clientId, QStringLiteral("me"));
}

void TestHistorySecrets::whatIsNoSecretStays()
{
    HttpRequest request;
    request.url = QStringLiteral("h.test:8080/a@b:c?x=%41");
    request.headers = {row("X", QStringLiteral("1"), false)};
    const HistorySecrets secrets(request);
    QCOMPARE(secrets.request(), request);
    QVERIFY(secrets.emptied().isEmpty());
    HttpHop hop;
    hop.requestHead = "GET /a?b=1 HTTP/1.1\r\nX:1\r\n\r\n";
    hop.responseHead = "HTTP/1.1 200 OK\r\nno colon\r\nX : odd\r\n\r\n";
    QCOMPARE(secrets.cleaned(hop).requestHead, hop.requestHead);
    QCOMPARE(secrets.cleaned(hop).responseHead, hop.responseHead);
}

void TestHistorySecrets::requestsComeBack()
{
    HttpRequest request;
    request.method = QStringLiteral("PUT");
    request.url = QStringLiteral("http://h.test/\u00e4?a=1");
    request.query = {row("q", QStringLiteral(" x: y # z"), false)};
    request.headers = {row("A", QStringLiteral("1"), false), row("A", QStringLiteral("2"), false)};
    request.headers[1].enabled = false;
    request.body.kind = HttpBody::Kind::Json;
    request.body.text = QStringLiteral("{\n  \"a\": 1.10,\n\t\"a\": \"\\u0041\"}\n\n");
    request.settings.followRedirects = false;
    request.settings.engine = HttpEngine::Exact;
    const Result<HttpRequest> back = historycodec::decodeRequest(historycodec::encodeRequest(request));
    QVERIFY(back);
    QCOMPARE(*back, request);
    QCOMPARE(*historycodec::decodeRequest(historycodec::encodeRequest(HttpRequest())), HttpRequest());
}

void TestHistorySecrets::hopsComeBack()
{
    HttpHop hop;
    hop.method = "GET";
    hop.url = QStringLiteral("https://h.test/");
    hop.requestHead = QByteArray("GET\0\xff", 5);
    hop.requestBodyBytes = 7;
    hop.status = 204;
    hop.version = "HTTP/1.1";
    hop.reason = "\xff";
    hop.fields = {{"A", "1"}, {"a", "\xfe"}};
    hop.responseHead = "x";
    hop.warnings = {QStringLiteral("w")};
    hop.wireBodyBytes = 1LL << 40;
    hop.timings.started = {5};
    hop.timings.finished = {9};
    hop.timings.tunneled = {7};
    hop.timings.reused = true;
    hop.proxy = QStringLiteral("http://proxy.test:3128");
    hop.trailers = {{"X-Sum", "\xfd"}};
    hop.interim = {{103, "HTTP/1.1", "Early", {{"Link", "</a>"}}, {}, 0}};
    hop.further = {{404, "HTTP/1.1", "Not Found", {{"A", "2"}}, "beg", 7}};
    hop.peer = SocketAddress::from(QHostAddress(QStringLiteral("::1")), 443);
    hop.tls = TlsFacts{QStringLiteral("TLSv1.3"), QStringLiteral("c"),
                       QStringLiteral("h2"),      "pem",
                       {QStringLiteral("p")},     true};
    const auto back = historycodec::decodeHops(historycodec::encodeHops({hop, HttpHop()}));
    QVERIFY(back);
    QCOMPARE(back->size(), 2);
    const HttpHop& same = back->first();
    QCOMPARE(same.requestHead, hop.requestHead);
    QCOMPARE(same.fields, hop.fields);
    QCOMPARE(same.status, 204);
    QCOMPARE(same.reason, hop.reason);
    QCOMPARE(same.wireBodyBytes, hop.wireBodyBytes);
    QCOMPARE(same.timings.started.ns, 5);
    QVERIFY(!same.timings.sent.isValid());
    QCOMPARE(same.timings.tunneled.ns, 7);
    QVERIFY(same.timings.reused);
    QCOMPARE(same.proxy, hop.proxy);
    QCOMPARE(same.trailers, hop.trailers);
    QCOMPARE(same.interim, hop.interim);
    QCOMPARE(same.further, hop.further);
    QCOMPARE(same.peer, hop.peer);
    QCOMPARE(same.tls->certificateChainPem, QByteArray("pem"));
    QVERIFY(same.tls->verified);
    QCOMPARE(same.warnings, hop.warnings);
    QVERIFY(!back->last().tls);
}

void TestHistorySecrets::badForms()
{
    QVERIFY(historycodec::decodeHops({})->isEmpty());
    QVERIFY(!historycodec::decodeHops("garbage"));
    QVERIFY(!historycodec::decodeHops(historycodec::encodeHops({HttpHop()}).chopped(3)));
    QVERIFY(!historycodec::decodeHops(QByteArray(1000, '\x81')));
    QVERIFY(!historycodec::decodeRequest("a: [b"));
    QVERIFY(!historycodec::decodeRequest("request:\n  http:\n    headers: 7"));
}

QTEST_GUILESS_MAIN(TestHistorySecrets)
#include "tst_historysecrets.moc"
