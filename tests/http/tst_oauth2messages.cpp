// SPDX-License-Identifier: MIT
#include "http/httpcompose.h"
#include "http/oauth2messages.h"

#include <QtTest>
#include <QUrlQuery>

using namespace wl;

namespace {

OAuth2Spec spec()
{
    OAuth2Spec result;
    result.authorizationUrl = QStringLiteral("https://a.example/authorize?tenant=1");
    result.tokenUrl = QStringLiteral("https://a.example/token");
    result.clientId = QStringLiteral("my id");
    result.clientSecret = QStringLiteral("s:e+c&ret");
    result.scope = QStringLiteral("read write");
    return result;
}

const Timestamp start{1'000'000'000'000};

QByteArray bodyOf(const HttpRequest& request)
{
    const auto composed = composeRequest(request);
    return composed ? composed->body.segments.value(0).bytes : QByteArray("not composed");
}

} // namespace

class TestOAuth2Messages : public QObject
{
    Q_OBJECT
private slots:
    void pkce();
    void proofsDiffer();
    void authorization();
    void badAuthorization_data();
    void badAuthorization();
    void codes_data();
    void codes();
    void tokenRequests();
    void tokens_data();
    void tokens();
    void badTokens_data();
    void badTokens();
    void expiry_data();
    void expiry();
};

void TestOAuth2Messages::pkce()
{
    // RFC 7636 appendix B
    OAuth2Proof proof;
    proof.verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    QCOMPARE(proof.challenge(), QByteArray("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
}

void TestOAuth2Messages::proofsDiffer()
{
    const OAuth2Proof a = OAuth2Proof::make();
    const OAuth2Proof b = OAuth2Proof::make();
    QVERIFY(a.state != b.state && a.verifier != b.verifier && a.state != a.verifier);
    QCOMPARE(a.verifier.size(), 43); // RFC 7636 §4.1: 43 to 128
}

void TestOAuth2Messages::authorization()
{
    OAuth2Proof proof{"STATE", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};
    const auto url = authorizationUrl(spec(), QStringLiteral("http://127.0.0.1:8123/callback"), proof);
    QVERIFY(url.has_value());
    QCOMPARE(url->toEncoded(),
             QByteArray("https://a.example/authorize?tenant=1&response_type=code&client_id=my+id&"
                        "redirect_uri=http%3A%2F%2F127.0.0.1%3A8123%2Fcallback&scope=read+write&state=STATE&"
                        "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&"
                        "code_challenge_method=S256"));
}

void TestOAuth2Messages::badAuthorization_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("clientId");
    for (const char* url :
         {"", "a.example", "ftp://a/", "file:///etc/passwd", "javascript:alert(1)", "http://"})
        QTest::newRow(url) << QString::fromLatin1(url) << QStringLiteral("id");
    QTest::newRow("no client") << QStringLiteral("http://a/") << QString();
}

void TestOAuth2Messages::badAuthorization()
{
    QFETCH(QString, url);
    QFETCH(QString, clientId);
    OAuth2Spec bad = spec();
    bad.authorizationUrl = url;
    bad.clientId = clientId;
    QVERIFY(!authorizationUrl(bad, {}, OAuth2Proof::make()));
}

void TestOAuth2Messages::codes_data()
{
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("problem"); // a part of it
    const auto row = [](const char* target, const char* code, const char* problem) {
        QTest::newRow(target) << QByteArray(target) << QString::fromUtf8(code) << QString::fromUtf8(problem);
    };
    row("/callback?code=abc&state=S", "abc", "");
    row("/callback?state=S&code=a%2Bb+c&session=1", "a+b c", "");
    row("/callback?code=abc", "", "state");
    row("/callback?code=abc&state=X", "", "state");
    row("/callback?code=abc&state=", "", "state");
    row("/callback", "", "state");
    row("/callback?state=S", "", "neither");
    row("/callback?code=&state=S", "", "neither");
    row("/callback?error=access_denied&state=S", "", "access was denied (access_denied)");
    row("/callback?error=access_denied&error_description=You+said%20no&state=S", "", "You said no");
    row("/callback?error=odd&state=S", "", "the server refused: odd");
    row("/callback?error=access_denied", "", "state"); // from somebody else
    row("/callback?code=a&code=b&state=S", "", "twice");
    row("/callback?code=a&state=S&state=S", "", "twice");
    row("/callback?%ff=%fe&&&=&code=a&state=S", "a", "");
}

void TestOAuth2Messages::codes()
{
    QFETCH(QByteArray, target);
    QFETCH(QString, code);
    QFETCH(QString, problem);
    const auto result = authorizationCode(target, {"S", "V"});
    QCOMPARE(result.has_value(), problem.isEmpty());
    if (result)
        QCOMPARE(*result, code);
    else
        QVERIFY2(result.error().contains(problem), qPrintable(result.error()));
}

void TestOAuth2Messages::tokenRequests()
{
    HttpSettings settings;
    settings.tls.verify = false;
    settings.tls.serverName = QStringLiteral("other");
    const HttpRequest code = codeRequest(spec(), settings, QStringLiteral("a b"),
                                         QStringLiteral("http://127.0.0.1:1/c"), {"S", "V"});
    QCOMPARE(bodyOf(code), QByteArray("grant_type=authorization_code&code=a+b&"
                                      "redirect_uri=http%3A%2F%2F127.0.0.1%3A1%2Fc&code_verifier=V"));
    QCOMPARE(code.method, QStringLiteral("POST"));
    QVERIFY(code.settings.tls.verify);
    QVERIFY(code.settings.tls.serverName.isEmpty());
    QVERIFY(!code.settings.followRedirects);
    QVERIFY(!code.settings.useCookies);
    // RFC 6749 §2.3.1: form-encoded, then Basic
    const HttpField credentials = code.headers.last();
    QCOMPARE(credentials.value,
             QStringLiteral("Basic ") + QString::fromLatin1(QByteArray("my+id:s%3Ae%2Bc%26ret").toBase64()));
    QVERIFY(credentials.secret);

    OAuth2Spec inBody = spec();
    inBody.clientPlace = OAuth2Spec::ClientPlace::Body;
    inBody.audience = QStringLiteral("https://api");
    QCOMPARE(bodyOf(clientCredentialsRequest(inBody, settings)),
             QByteArray("grant_type=client_credentials&scope=read+write&audience=https%3A%2F%2Fapi&"
                        "client_id=my+id&client_secret=s%3Ae%2Bc%26ret"));
    OAuth2Spec open = spec();
    open.clientSecret.clear();
    open.refreshUrl = QStringLiteral("https://a.example/refresh");
    const HttpRequest refresh = refreshRequest(open, settings, QStringLiteral("R"));
    QCOMPARE(refresh.url, open.refreshUrl);
    QCOMPARE(refreshRequest(spec(), settings, {}).url, spec().tokenUrl);
    QCOMPARE(bodyOf(refresh), QByteArray("grant_type=refresh_token&refresh_token=R&client_id=my+id"));
    QCOMPARE(refresh.headers.size(), 1);
}

void TestOAuth2Messages::tokens_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("RFC 6749 §5.1") << QByteArray(
        "{\"access_token\":\"T\",\"token_type\":\"example\",\"expires_in\":3600,\"refresh_token\":\"R\","
        "\"example_parameter\":\"example_value\"}");
    QTest::newRow("nested others") << QByteArray(
        " {\"user\":{\"access_token\":\"X\",\"a\":[{\"refresh_token\":\"Y\"}]},\"access_token\":\"\\u0054\","
        "\n"
        "\"refresh_token\":\"R\",\"expires_in\":\"3600\",\"token_type\":\"bearer\",\"scope\":null}\n");
}

void TestOAuth2Messages::tokens()
{
    QFETCH(QByteArray, body);
    const auto token = tokenOf(200, body, start);
    QVERIFY(token.has_value());
    QCOMPARE(token->access, QStringLiteral("T"));
    QCOMPARE(token->refresh, QStringLiteral("R"));
    QCOMPARE(token->expires - start, std::chrono::seconds(3600));
    QVERIFY(!token->isExpired(start));
    QVERIFY(token->isExpired(token->expires));
}

void TestOAuth2Messages::badTokens_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* name, int status, const QByteArray& body, const char* problem) {
        QTest::newRow(name) << status << body << QString::fromUtf8(problem);
    };
    row("empty", 200, "", "not with a JSON object");
    row("error page", 502, "<html>Bad Gateway</html>", "answered 502, and not with");
    row("not an object", 200, "[\"access_token\"]", "not with a JSON object");
    row("cut short", 200, "{\"access_token\":\"T\"", "not with a JSON object");
    row("two values", 200, "{\"access_token\":\"T\"} x", "not with a JSON object");
    row("no token", 200, "{}", "no access_token");
    row("token is null", 200, "{\"access_token\":null}", "no access_token");
    row("token is a list", 200, "{\"access_token\":[\"T\"]}", "no access_token");
    row("refused", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"Code expired\"}",
        "not valid any more (invalid_grant): Code expired");
    row("refused with 200", 200, "{\"error\":\"invalid_client\"}", "client id or secret");
    row("401 without an error", 401, "{\"message\":\"no\"}", "answered 401");
    row("500 with a token", 500, "{\"access_token\":\"T\"}", "answered 500");
    row("another type", 200, "{\"access_token\":\"T\",\"token_type\":\"DPoP\"}", "DPoP");
    row("a long story", 400, "{\"error\":\"x\",\"error_description\":\"" + QByteArray(100'000, 'a') + "\"}",
        "the server refused: x: aaa");
    row("deep", 200, QByteArray(100'000, '['), "not with a JSON object");
    row("invalid UTF-8", 200, "{\"access_token\":\"\xff\"}", "not with a JSON object");
}

void TestOAuth2Messages::badTokens()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, problem);
    const auto token = tokenOf(status, body, start);
    QVERIFY(!token);
    QVERIFY2(token.error().contains(problem), qPrintable(token.error()));
    QVERIFY(token.error().size() < 500);
}

void TestOAuth2Messages::expiry_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("seconds"); // −1 = not told
    QTest::newRow("none") << QByteArray("null") << qint64(-1);
    QTest::newRow("zero") << QByteArray("0") << qint64(-1);
    QTest::newRow("negative") << QByteArray("-5") << qint64(-1);
    QTest::newRow("a word") << QByteArray("\"soon\"") << qint64(-1);
    QTest::newRow("fraction") << QByteArray("59.9") << qint64(59);
    QTest::newRow("huge") << QByteArray("1e300") << qint64(10) * 365 * 24 * 3600;
}

void TestOAuth2Messages::expiry()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, seconds);
    const auto token = tokenOf(200, "{\"access_token\":\"T\",\"expires_in\":" + value + "}", start);
    QVERIFY(token.has_value());
    QCOMPARE(token->expires.isValid(), seconds >= 0);
    if (seconds >= 0)
        QCOMPARE(token->expires - start, std::chrono::seconds(seconds));
}

QTEST_APPLESS_MAIN(TestOAuth2Messages)
#include "tst_oauth2messages.moc"
