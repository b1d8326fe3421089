// SPDX-License-Identifier: MIT
#include "http/oauth2tokens.h"
#include "tests/http/httpfixture.h"
#include "tests/interop/gotrequest.h"
#include "tests/support/program.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

namespace {

QString script(const char* name)
{
    return QFINDTESTDATA(QString::fromLatin1(name));
}

QByteArray field(const QByteArray& request, const QByteArray& name)
{
    return GotRequest(request).values(name).value(0);
}

} // namespace

/// Authentication against servers and a client that other people wrote, with both engines.
class TestAuthPeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void digest_data();
    void digest();
    void digestWrongPassword();
    void digestStale();
    void basicAndBearer();
    void oauth2ClientCredentials_data();
    void oauth2ClientCredentials();
    void oauth2ByBrowser();
    void oauth2Denied();
    void awsAsCurl_data();
    void awsAsCurl();

private:
    [[nodiscard]] HttpRequest bin(const QString& path, HttpEngine engine) const
    {
        HttpRequest typed;
        typed.url = QStringLiteral("http://127.0.0.1:%1%2").arg(m_binPort).arg(path);
        typed.settings.engine = engine;
        return typed;
    }
    [[nodiscard]] OAuth2Spec spec() const;
    [[nodiscard]] QString oauth(const char* path) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_oauthPort).arg(QString::fromLatin1(path));
    }
    QByteArray callApi(HttpFixture& http, const OAuth2Spec& spec);

    QTemporaryDir m_dir;
    std::unique_ptr<Program> m_bin;
    std::unique_ptr<Program> m_oauth;
    int m_binPort = 0;
    int m_oauthPort = 0;
};

void TestAuthPeers::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
    // Debian's modules belong to Debian's Python.
    const QString python = QStringLiteral("/usr/bin/python3");
    if (!Program::isThere(python))
        QSKIP("python3 is not there");
    m_bin = std::make_unique<Program>(python, QStringList{script("httpbin_server.py")});
    m_oauth = std::make_unique<Program>(python, QStringList{script("oauth2_server.py")});
    m_binPort = m_bin->line().toInt();
    m_oauthPort = m_oauth->line().toInt();
    QVERIFY(m_oauthPort > 0);
    if (m_binPort == 0)
        QSKIP("python3-httpbin is not there");
}

void TestAuthPeers::digest_data()
{
    QTest::addColumn<QString>("qop");
    QTest::addColumn<QString>("algorithm");
    QTest::addColumn<int>("engine");
    for (const char* qop : {"auth", "auth-int", "none"}) {
        for (const char* algorithm : {"MD5", "SHA-256"}) {
            for (const HttpEngine engine : {HttpEngine::Qt, HttpEngine::Exact})
                QTest::addRow("%s %s %d", qop, algorithm, int(engine))
                    << QString::fromLatin1(qop) << QString::fromLatin1(algorithm) << int(engine);
        }
    }
}

void TestAuthPeers::digest()
{
    QFETCH(QString, qop);
    QFETCH(QString, algorithm);
    QFETCH(int, engine);
    HttpRequest typed =
        bin(QStringLiteral("/digest-auth/%1/me/passw0rd/%2").arg(qop, algorithm), HttpEngine(engine));
    typed.auth.kind = HttpAuth::Kind::Digest;
    typed.auth.user = QStringLiteral("me");
    typed.auth.password = QStringLiteral("passw0rd");
    HttpFixture http;
    const HttpExchange first = http.run(typed);
    QCOMPARE(first.error, Error());
    QCOMPARE(first.hops.size(), 2);
    QCOMPARE(first.hops[0].status, 401);
    QCOMPARE(first.hops[1].status, 200);
    QVERIFY2(contentOf(first.decoded).replace(" ", "").contains("\"authenticated\":true"),
             contentOf(first.decoded).constData());
    // The nonce serves again.
    const HttpExchange second = http.run(typed);
    QCOMPARE(second.hops.size(), 1);
    QCOMPARE(second.hops[0].status, 200);
}

void TestAuthPeers::digestWrongPassword()
{
    HttpRequest typed = bin(QStringLiteral("/digest-auth/auth/me/pw/SHA-256"), HttpEngine::Qt);
    typed.auth.kind = HttpAuth::Kind::Digest;
    typed.auth.user = QStringLiteral("me");
    typed.auth.password = QStringLiteral("wrong");
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.phase, HttpExchange::Phase::Done);
    QCOMPARE(exchange.hops.size(), 2);
    QCOMPARE(exchange.hops.last().status, 401);
}

void TestAuthPeers::digestStale()
{
    // The server calls every nonce stale: one more try, then it is the answer.
    HttpRequest typed = bin(QStringLiteral("/digest-auth/auth/me/pw/MD5/0"), HttpEngine::Exact);
    typed.headers = {
        {QStringLiteral("Cookie"), QStringLiteral("stale_after=0; fake=fake_value"), true, false, {}}};
    typed.auth.kind = HttpAuth::Kind::Digest;
    typed.auth.user = QStringLiteral("me");
    typed.auth.password = QStringLiteral("pw");
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.hops.size(), 3);
    QCOMPARE(exchange.hops.last().status, 401);
}

void TestAuthPeers::basicAndBearer()
{
    for (const HttpEngine engine : {HttpEngine::Qt, HttpEngine::Exact}) {
        HttpFixture http;
        HttpRequest typed = bin(QStringLiteral("/basic-auth/me/p:w"), engine);
        QCOMPARE(http.run(typed).hops.last().status, 401);
        typed.auth.kind = HttpAuth::Kind::Basic;
        typed.auth.user = QStringLiteral("me");
        typed.auth.password = QStringLiteral("p:w");
        QCOMPARE(http.run(typed).hops.last().status, 200);
        HttpRequest bearer = bin(QStringLiteral("/bearer"), engine);
        bearer.auth.kind = HttpAuth::Kind::Bearer;
        bearer.auth.token = QStringLiteral("xyz"); // httpbin strips letters of "Bearer" from its start
        const HttpExchange exchange = http.run(bearer);
        QCOMPARE(exchange.hops.last().status, 200);
        QVERIFY(contentOf(exchange.decoded).replace(" ", "").contains("\"token\":\"xyz\""));
    }
}

OAuth2Spec TestAuthPeers::spec() const
{
    OAuth2Spec spec;
    spec.authorizationUrl = oauth("/authorize");
    spec.tokenUrl = oauth("/token");
    spec.clientId = QStringLiteral("app");
    spec.clientSecret = QStringLiteral("s:e+c ret");
    spec.scope = QStringLiteral("read write");
    return spec;
}

QByteArray TestAuthPeers::callApi(HttpFixture& http, const OAuth2Spec& spec)
{
    HttpRequest typed;
    typed.url = oauth("/api");
    typed.auth.kind = HttpAuth::Kind::OAuth2;
    typed.auth.oauth2 = spec;
    typed.auth.token = http.client->tokens().access(spec);
    return contentOf(http.run(typed).body);
}

void TestAuthPeers::oauth2ClientCredentials_data()
{
    QTest::addColumn<int>("place");
    QTest::newRow("in the header") << int(OAuth2Spec::ClientPlace::Header);
    QTest::newRow("in the body") << int(OAuth2Spec::ClientPlace::Body);
}

void TestAuthPeers::oauth2ClientCredentials()
{
    QFETCH(int, place);
    OAuth2Spec client = spec();
    client.flow = OAuth2Spec::Flow::ClientCredentials;
    client.clientPlace = OAuth2Spec::ClientPlace(place);
    HttpFixture http;
    OAuth2Tokens& tokens = http.client->tokens();
    QVERIFY(tokens.renew(client, {}, EndpointId(1)));
    QTRY_VERIFY(!tokens.state(client).isBusy);
    QCOMPARE(tokens.state(client).problem, QString());
    QCOMPARE(callApi(http, client), QByteArray("{\"token_of\": \"client_credentials\"}"));
    tokens.refresh(client, {}, EndpointId(1));
    QTRY_VERIFY(!tokens.state(client).isBusy);
    QCOMPARE(callApi(http, client), QByteArray("{\"token_of\": \"refresh_token\"}"));

    OAuth2Spec wrong = client;
    wrong.clientSecret = QStringLiteral("no");
    tokens.fetch(wrong, {}, EndpointId(1));
    QTRY_VERIFY(!tokens.state(wrong).isBusy);
    QVERIFY(tokens.state(wrong).problem.contains(QStringLiteral("invalid_client")));
}

/// The browser is curl, which follows the redirect back to us.
void TestAuthPeers::oauth2ByBrowser()
{
    if (!Program::isThere(QStringLiteral("curl")))
        QSKIP("curl is not there");
    HttpFixture http;
    OAuth2Tokens& tokens = http.client->tokens();
    QSignalSpy wanted(&tokens, &OAuth2Tokens::browserWanted);
    tokens.fetch(spec(), {}, EndpointId(1));
    QTRY_COMPARE(wanted.size(), 1);
    Program curl(QStringLiteral("curl"),
                 {QStringLiteral("-sL"), QStringLiteral("--noproxy"), QStringLiteral("*"),
                  wanted[0][0].toUrl().toString(QUrl::FullyEncoded)});
    QCOMPARE(curl.wait(), 0);
    QVERIFY(curl.process().readAllStandardOutput().contains("You can close this page"));
    QTRY_VERIFY(!tokens.state(spec()).isBusy);
    QCOMPARE(tokens.state(spec()).problem, QString());
    QCOMPARE(callApi(http, spec()), QByteArray("{\"token_of\": \"authorization_code\"}"));
}

void TestAuthPeers::oauth2Denied()
{
    if (!Program::isThere(QStringLiteral("curl")))
        QSKIP("curl is not there");
    OAuth2Spec denied = spec();
    denied.scope = QStringLiteral("deny");
    HttpFixture http;
    OAuth2Tokens& tokens = http.client->tokens();
    QSignalSpy wanted(&tokens, &OAuth2Tokens::browserWanted);
    tokens.fetch(denied, {}, EndpointId(1));
    QTRY_COMPARE(wanted.size(), 1);
    Program curl(QStringLiteral("curl"),
                 {QStringLiteral("-sL"), QStringLiteral("--noproxy"), QStringLiteral("*"),
                  wanted[0][0].toUrl().toString(QUrl::FullyEncoded)});
    QCOMPARE(curl.wait(), 0);
    QTRY_VERIFY(!tokens.state(denied).isBusy);
    QVERIFY2(
        tokens.state(denied).problem.contains(QStringLiteral("access was denied (access_denied): not today")),
        qPrintable(tokens.state(denied).problem));
}

void TestAuthPeers::awsAsCurl_data()
{
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("body");
    QTest::addColumn<QStringList>("headers");
    QTest::newRow("plain") << QStringLiteral("/") << QStringLiteral("GET") << QString() << QStringList();
    QTest::newRow("path") << QStringLiteral("/a/b-c_d.e~f") << QStringLiteral("DELETE") << QString()
                          << QStringList();
    QTest::newRow("query") << QStringLiteral("/x?Action=List&Version=2010-05-08") << QStringLiteral("GET")
                           << QString() << QStringList();
    QTest::newRow("body") << QStringLiteral("/x") << QStringLiteral("POST") << QStringLiteral("{\"a\":1}")
                          << QStringList{QStringLiteral("Content-Type: application/json")};
    QTest::newRow("own fields") << QStringLiteral("/x") << QStringLiteral("GET") << QString()
                                << QStringList{QStringLiteral("X-Own: b"), QStringLiteral("A-Field: c")};
}

/// Both send to the same recording server; curl's date is given to us.
void TestAuthPeers::awsAsCurl()
{
    if (!Program::isThere(QStringLiteral("curl")))
        QSKIP("curl is not there");
    QFETCH(QString, target);
    QFETCH(QString, method);
    QFETCH(QString, body);
    QFETCH(QStringList, headers);
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok({}), true));
    QStringList words{QStringLiteral("-s"),
                      QStringLiteral("--noproxy"),
                      QStringLiteral("*"),
                      QStringLiteral("--path-as-is"),
                      QStringLiteral("-X"),
                      method,
                      QStringLiteral("--aws-sigv4"),
                      QStringLiteral("aws:amz:us-east-1:service"),
                      QStringLiteral("--user"),
                      QStringLiteral("AKIDEXAMPLE:a/secret+key"),
                      peer.url(target)};
    for (const QString& header : headers)
        words << QStringLiteral("-H") << header;
    if (!body.isEmpty())
        words << QStringLiteral("--data-binary") << body;
    Program curl(QStringLiteral("curl"), words);
    QCOMPARE(curl.wait(), 0);
    QCOMPARE(peer.requests.size(), 1);

    HttpRequest typed;
    typed.method = method;
    typed.url = peer.url(target);
    typed.auth.kind = HttpAuth::Kind::AwsV4;
    typed.auth.aws = {QStringLiteral("AKIDEXAMPLE"),
                      QStringLiteral("a/secret+key"),
                      {},
                      QStringLiteral("us-east-1"),
                      QStringLiteral("service")};
    typed.headers.append({QStringLiteral("X-Amz-Date"),
                          QString::fromLatin1(field(peer.requests[0], "X-Amz-Date")),
                          true,
                          false,
                          {}});
    for (const QString& header : headers)
        typed.headers.append({header.section(QStringLiteral(": "), 0, 0),
                              header.section(QStringLiteral(": "), 1),
                              true,
                              false,
                              {}});
    if (!body.isEmpty()) {
        typed.body.kind = HttpBody::Kind::Text;
        typed.body.text = body;
    }
    HttpFixture http;
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(peer.requests.size(), 2);
    const QByteArray theirs = field(peer.requests[0], "Authorization");
    QVERIFY(theirs.startsWith("AWS4-HMAC-SHA256 "));
    QCOMPARE(field(peer.requests[1], "Authorization"), theirs);
}

QTEST_GUILESS_MAIN(TestAuthPeers)
#include "tst_authpeers.moc"
