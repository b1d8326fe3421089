// SPDX-License-Identifier: MIT
#include "http/http2fields.h"
#include "http/httpcompose.h"

#include <QtTest>

using namespace wl;

/// What becomes of a request's fields in HTTP/2.
class TestHttp2Fields : public QObject
{
    Q_OBJECT
private slots:
    void pseudoFields();
    void leftOut_data();
    void leftOut();
    void notes();
    void versions_data();
    void versions();

private:
    static ComposedRequest composed(const QByteArray& method = "GET")
    {
        ComposedRequest request;
        request.method = method;
        request.url = QUrl(QStringLiteral("https://example.com:8443/a?b"));
        request.target = "/a?b";
        request.version = HttpVersion::Http2Prior;
        request.fields = {{"Host", "example.com:8443", true, false}};
        return request;
    }
};

void TestHttp2Fields::pseudoFields()
{
    ComposedRequest request = composed("POST");
    request.fields.append({"X-Own", " Value ", false, false});
    const QList<Http1Field> expected{{":method", "POST"},
                                     {":scheme", "https"},
                                     {":authority", "example.com:8443"},
                                     {":path", "/a?b"},
                                     {"x-own", " Value "}};
    QCOMPARE(http2Fields(request), expected);
    QCOMPARE(http2Text(expected),
             QByteArray(":method: POST\r\n:scheme: https\r\n:authority: example.com:8443\r\n"
                        ":path: /a?b\r\nx-own:  Value \r\n\r\n"));

    request = composed("CONNECT");
    const QList<Http1Field> connects{{":method", "CONNECT"}, {":authority", "example.com:8443"}};
    QCOMPARE(http2Fields(request), connects);

    request = composed();
    request.fields = {{"host", "", false, false}};
    const QList<Http1Field> without{{":method", "GET"}, {":scheme", "https"}, {":path", "/a?b"}};
    QCOMPARE(http2Fields(request), without);

    request.fields = {{"host", "first", false, false}, {"HOST", "second", false, false}};
    QCOMPARE(http2Fields(request)[2], (Http1Field{":authority", "first"}));
    QCOMPARE(http2Fields(request).size(), 4);
}

void TestHttp2Fields::leftOut_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("isSent");
    const auto row = [](const char* name, const char* value, bool isSent) {
        QTest::addRow("%s: %s", name, value) << QByteArray(name) << QByteArray(value) << isSent;
    };
    row("Connection", "close", false);
    row("connection", "keep-alive", false);
    row("Proxy-Connection", "keep-alive", false);
    row("Keep-Alive", "timeout=5", false);
    row("Transfer-Encoding", "chunked", false);
    row("UPGRADE", "websocket", false);
    row("TE", "gzip", false);
    row("TE", "trailers", true);
    row("Te", " Trailers ", true);
    row("Content-Length", "12", true);
    row("Cookie", "a=b", true);
    row("X-Connection", "close", true);
}

void TestHttp2Fields::leftOut()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(bool, isSent);
    ComposedRequest request = composed();
    request.fields.append({name, value, false, false});
    QCOMPARE(http2Fields(request).contains(Http1Field{name.toLower(), value}), isSent);
    QCOMPARE(http2Notes(request).join(u' ').contains(QStringLiteral("is not sent")), !isSent);
    // What nobody typed is left out without a word.
    request.fields.last().isAutomatic = true;
    QCOMPARE(http2Notes(request), QStringList());
}

void TestHttp2Fields::notes()
{
    ComposedRequest request = composed();
    QCOMPARE(http2Notes(request), QStringList());
    request.fields.append({"x-own", "1", false, false});
    QCOMPARE(http2Notes(request), QStringList());
    request.fields.append({"X-Own", "1", false, false});
    QCOMPARE(http2Notes(request).size(), 1);
    QVERIFY(http2Notes(request).first().contains(QStringLiteral("lower case")));
    request.fields.append({"host", "again", false, false});
    QVERIFY(http2Notes(request).first().contains(QStringLiteral("second Host")));
    request.version = HttpVersion::Http2;
    QVERIFY(http2Notes(request).last().contains(QStringLiteral("HTTP/1.1")));
}

void TestHttp2Fields::versions_data()
{
    QTest::addColumn<HttpVersion>("version");
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("isHttp2");
    const QString plain = QStringLiteral("http://a/");
    const QString secure = QStringLiteral("https://a/");
    QTest::newRow("1.1, http") << HttpVersion::Http1 << plain << false;
    QTest::newRow("1.1, https") << HttpVersion::Http1 << secure << false;
    QTest::newRow("2, http") << HttpVersion::Http2 << plain << false;
    QTest::newRow("2, https") << HttpVersion::Http2 << secure << true;
    QTest::newRow("prior, http") << HttpVersion::Http2Prior << plain << true;
    QTest::newRow("prior, https") << HttpVersion::Http2Prior << secure << true;
}

void TestHttp2Fields::versions()
{
    QFETCH(HttpVersion, version);
    QFETCH(QString, url);
    QFETCH(bool, isHttp2);
    HttpRequest typed;
    typed.url = url;
    typed.settings.version = version;
    typed.headers = {{QStringLiteral("a"), QStringLiteral("1"), true, false, {}},
                     {QStringLiteral("a"), QStringLiteral("2"), true, false, {}}};
    const Result<ComposedRequest> request = composeRequest(typed);
    QVERIFY(request.has_value());
    QCOMPARE(request->isHttp2(), isHttp2);
    QCOMPARE(request->head().startsWith(":method: GET\r\n"), isHttp2);
    QVERIFY(request->http1Head().startsWith("GET / HTTP/1.1\r\nHost: a\r\n"));
    // Whoever asks for HTTP/2 gets the engine that sends what was typed.
    QCOMPARE(request->http1Head().contains("a: 1\r\na: 2\r\n"), version != HttpVersion::Http1);
    const bool saysWhy = request->notes.join(u' ').contains(QStringLiteral("HTTP/1.1 is spoken"));
    QCOMPARE(saysWhy, version == HttpVersion::Http2 && !isHttp2);
}

QTEST_GUILESS_MAIN(TestHttp2Fields)
#include "tst_http2fields.moc"
