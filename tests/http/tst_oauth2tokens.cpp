// SPDX-License-Identifier: MIT
#include "http/oauth2tokens.h"
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>
#include <QUrlQuery>

using namespace wl;
using namespace wltest;

namespace {

QByteArray json(const QByteArray& body, const QByteArray& status = "200 OK")
{
    return "HTTP/1.1 " + status +
           "\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) +
           "\r\n\r\n" + body;
}

QByteArray grant(const QByteArray& access, int seconds = 3600, const QByteArray& refresh = {})
{
    QByteArray body = "{\"access_token\":\"" + access +
                      "\",\"token_type\":\"Bearer\",\"expires_in\":" + QByteArray::number(seconds);
    if (!refresh.isEmpty())
        body += ",\"refresh_token\":\"" + refresh + "\"";
    return json(body + "}");
}

} // namespace

/// Tokens by way of a real token endpoint, and a browser that is a socket.
class TestOAuth2Tokens : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void clientCredentials();
    void oneTokenForAll();
    void refreshKeepsItsToken();
    void refusedRefreshIsForgotten();
    void brokenEndpoints_data();
    void brokenEndpoints();
    void slowAnswer();
    void endlessAnswer();
    void byBrowser();
    void badRedirects_data();
    void badRedirects();
    void otherRequestsAreNotTheAnswer();
    void cancelStopsListening();
    void portInUse();
    void codedAnswer();

private:
    [[nodiscard]] OAuth2Tokens& tokens() { return m_http->client->tokens(); }
    void fetch() { tokens().fetch(m_spec, m_settings, EndpointId(1)); }
    [[nodiscard]] bool waits() { return tokens().state(m_spec).isBusy; }
    /// Sends a request to where the browser would be sent back, and gives the answer.
    QByteArray visit(const QString& target, const QByteArray& method = "GET");
    QUrl startBrowser();

    QTemporaryDir m_dir;
    std::unique_ptr<HttpFixture> m_http;
    OAuth2Spec m_spec;
    HttpSettings m_settings;
    QUrl m_back; ///< the redirect URI
};

void TestOAuth2Tokens::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestOAuth2Tokens::init()
{
    m_http = std::make_unique<HttpFixture>();
    m_spec = OAuth2Spec();
    m_spec.flow = OAuth2Spec::Flow::ClientCredentials;
    m_spec.clientId = QStringLiteral("id");
    m_spec.clientSecret = QStringLiteral("secret");
}

void TestOAuth2Tokens::clientCredentials()
{
    ScriptedPeer peer(ScriptedPeer::fixed(grant("T1", 60), false));
    m_spec.tokenUrl = peer.url(QStringLiteral("/token"));
    QVERIFY(tokens().renew(m_spec, m_settings, EndpointId(7)));
    QVERIFY(waits());
    fetch(); // while it is at it: nothing
    QTRY_VERIFY(!waits());
    QCOMPARE(tokens().state(m_spec).problem, QString());
    QCOMPARE(tokens().access(m_spec), QStringLiteral("T1"));
    QCOMPARE(peer.requests.size(), 1);
    QVERIFY(peer.requests.first().startsWith("POST /token HTTP/1.1\r\n"));
    QVERIFY(peer.requests.first().endsWith("\r\n\r\ngrant_type=client_credentials"));
    QVERIFY(peer.requests.first().contains("Authorization: Basic " + QByteArray("id:secret").toBase64()));
    const auto left = tokens().state(m_spec).token->expires - now();
    QVERIFY(left > std::chrono::seconds(0) && left <= std::chrono::seconds(60));
    tokens().forget(m_spec);
    QCOMPARE(tokens().access(m_spec), QString());
}

void TestOAuth2Tokens::oneTokenForAll()
{
    ScriptedPeer peer(ScriptedPeer::fixed(grant("T1"), false));
    m_spec.tokenUrl = peer.url();
    fetch();
    QTRY_VERIFY(!waits());
    OAuth2Spec same = m_spec;
    same.headerPrefix = QStringLiteral("Token");
    QCOMPARE(tokens().access(same), QStringLiteral("T1"));
    for (QString OAuth2Spec::*member : {&OAuth2Spec::clientId, &OAuth2Spec::clientSecret, &OAuth2Spec::scope,
                                        &OAuth2Spec::audience, &OAuth2Spec::tokenUrl}) {
        OAuth2Spec other = m_spec;
        other.*member += QStringLiteral("x");
        QCOMPARE(tokens().access(other), QString());
    }
}

void TestOAuth2Tokens::refreshKeepsItsToken()
{
    int answers = 0;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        socket.write(++answers == 1 ? grant("T1", 3600, "R1") : grant("T2"));
    });
    m_spec.tokenUrl = peer.url();
    fetch();
    QTRY_VERIFY(!waits());
    tokens().refresh(m_spec, m_settings, EndpointId(1));
    QTRY_VERIFY(!waits());
    QCOMPARE(tokens().access(m_spec), QStringLiteral("T2"));
    QVERIFY(peer.requests.last().endsWith("grant_type=refresh_token&refresh_token=R1"));
    // RFC 6749 §6: no new one came, so the old one stays.
    QCOMPARE(tokens().state(m_spec).token->refresh, QStringLiteral("R1"));
}

void TestOAuth2Tokens::refusedRefreshIsForgotten()
{
    QByteArray next = grant("T1", 3600, "R1");
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) { socket.write(next); });
    m_spec.tokenUrl = peer.url();
    fetch();
    QTRY_VERIFY(!waits());
    next = json("{\"error\":\"temporarily_unavailable\"}", "503 Busy");
    tokens().refresh(m_spec, m_settings, EndpointId(1));
    QTRY_VERIFY(!waits());
    QCOMPARE(tokens().state(m_spec).token->refresh, QStringLiteral("R1"));
    next = json("{\"error\":\"invalid_grant\"}", "400 Bad");
    tokens().refresh(m_spec, m_settings, EndpointId(1));
    QTRY_VERIFY(!waits());
    QVERIFY(tokens().state(m_spec).problem.contains(QStringLiteral("invalid_grant")));
    QCOMPARE(tokens().state(m_spec).token->refresh, QString());
    // The next one asks anew.
    next = grant("T3");
    QVERIFY(tokens().renew(m_spec, m_settings, EndpointId(1)));
    QTRY_COMPARE(tokens().access(m_spec), QStringLiteral("T3"));
}

void TestOAuth2Tokens::brokenEndpoints_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("problem");
    QTest::newRow("not JSON") << json("hello") << QStringLiteral("not with a JSON object");
    QTest::newRow("error page") << json("<html>", "500 Oops") << QStringLiteral("answered 500");
    QTest::newRow("no token") << json("{}") << QStringLiteral("no access_token");
    QTest::newRow("no body") << json({}, "204 No Content") << QStringLiteral("answered 204");
    QTest::newRow("redirect")
        << QByteArray("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n")
        << QStringLiteral("answered 302");
    QTest::newRow("refused") << json("{\"error\":\"invalid_client\"}", "401 No")
                             << QStringLiteral("client id or secret");
    QTest::newRow("not HTTP") << QByteArray("SSH-2.0-x\r\n\r\n") << QStringLiteral("Cannot ask");
    QTest::newRow("cut short") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"access")
                               << QStringLiteral("Cannot ask");
}

void TestOAuth2Tokens::brokenEndpoints()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, problem);
    ScriptedPeer peer(ScriptedPeer::fixed(answer, true));
    m_spec.tokenUrl = peer.url();
    fetch();
    QTRY_VERIFY(!waits());
    QVERIFY2(tokens().state(m_spec).problem.contains(problem), qPrintable(tokens().state(m_spec).problem));
    QCOMPARE(tokens().access(m_spec), QString());
    QCOMPARE(peer.requests.size(), 1);
}

void TestOAuth2Tokens::slowAnswer()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray&) {
        const QByteArray answer = grant("T1");
        socket.write(answer.first(answer.size() - 4));
        QTimer::singleShot(150, &socket, [&socket, answer] { socket.write(answer.last(4)); });
    });
    m_spec.tokenUrl = peer.url();
    fetch();
    QTRY_VERIFY(!waits());
    QCOMPARE(tokens().access(m_spec), QStringLiteral("T1"));
}

void TestOAuth2Tokens::endlessAnswer()
{
    ScriptedPeer peer(ScriptedPeer::fixed(json(QByteArray(2'000'000, ' ')), false));
    m_spec.tokenUrl = peer.url();
    fetch();
    QTRY_VERIFY(!waits());
    QVERIFY(tokens().state(m_spec).problem.contains(QStringLiteral("1 MiB")));
}

void TestOAuth2Tokens::codedAnswer()
{
    // "{"access_token":"Z"}" by gzip
    const QByteArray body = QByteArray::fromHex(
        "1f8b0800000000000203ab564a4c4e4e2d2e8e2fc9cf4ecd53b2528a52aa05005da31c8614000000");
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok(body, "Content-Encoding: gzip\r\n"), false));
    m_spec.tokenUrl = peer.url();
    fetch();
    QTRY_VERIFY(!waits());
    QCOMPARE(tokens().access(m_spec), QStringLiteral("Z"));
}

QUrl TestOAuth2Tokens::startBrowser()
{
    m_spec.flow = OAuth2Spec::Flow::AuthorizationCode;
    m_spec.authorizationUrl = QStringLiteral("http://127.0.0.1:1/authorize");
    QSignalSpy wanted(&tokens(), &OAuth2Tokens::browserWanted);
    fetch();
    (void)QTest::qWaitFor([&] { return !wanted.isEmpty() || !waits(); });
    const QUrl url = wanted.isEmpty() ? QUrl() : wanted.first().first().toUrl();
    m_back = QUrl(QUrlQuery(url).queryItemValue(QStringLiteral("redirect_uri"), QUrl::FullyDecoded));
    return url;
}

QByteArray TestOAuth2Tokens::visit(const QString& target, const QByteArray& method)
{
    QTcpSocket socket;
    socket.setProxy(QNetworkProxy::NoProxy);
    socket.connectToHost(QHostAddress::LocalHost, quint16(m_back.port()));
    socket.write(method + ' ' + target.toUtf8() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    (void)QTest::qWaitFor([&] { return socket.state() == QAbstractSocket::UnconnectedState; });
    return socket.readAll();
}

void TestOAuth2Tokens::byBrowser()
{
    ScriptedPeer peer(ScriptedPeer::fixed(grant("T1"), false));
    m_spec.tokenUrl = peer.url();
    m_spec.redirectPath = QStringLiteral("/back/here");
    const QUrl url = startBrowser();
    QCOMPARE(m_back.host(), QStringLiteral("127.0.0.1"));
    QCOMPARE(m_back.path(), QStringLiteral("/back/here"));
    QCOMPARE(tokens().state(m_spec).browserUrl, url);
    const QString state = QUrlQuery(url).queryItemValue(QStringLiteral("state"));
    const QByteArray page = visit(QStringLiteral("/back/here?code=C1&state=") + state);
    QVERIFY2(page.startsWith("HTTP/1.1 200 OK\r\n"), page.constData());
    QVERIFY(page.contains("You can close this page"));
    QTRY_VERIFY(!waits());
    QCOMPARE(tokens().state(m_spec).problem, QString());
    QCOMPARE(tokens().access(m_spec), QStringLiteral("T1"));
    const QByteArray sent = peer.requests.first();
    QVERIFY(sent.contains("grant_type=authorization_code&code=C1&redirect_uri=http%3A%2F%2F127.0.0.1%3A"));
    // PKCE: the verifier is the one of the challenge.
    const qsizetype at = sent.indexOf("code_verifier=") + 14;
    const QByteArray verifier = sent.sliced(at).split('&').first();
    QCOMPARE(QString::fromLatin1(OAuth2Proof{{}, verifier}.challenge()),
             QUrlQuery(url).queryItemValue(QStringLiteral("code_challenge")));
    // It was for once.
    QTRY_VERIFY(visit(QStringLiteral("/back/here?code=C2&state=") + state).isEmpty());
    // What the browser sent is a connection of the capture.
    bool hasServer = false;
    for (int i = 0; i < m_http->sink.count(); ++i)
        hasServer = hasServer || m_http->sink.row(i).info.role == Role::Server;
    QVERIFY(hasServer);
}

void TestOAuth2Tokens::badRedirects_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("problem");
    QTest::newRow("denied") << QStringLiteral("error=access_denied&state=STATE") << QStringLiteral("denied");
    QTest::newRow("another state") << QStringLiteral("code=C&state=x") << QStringLiteral("state");
    QTest::newRow("no state") << QStringLiteral("code=C") << QStringLiteral("state");
    QTest::newRow("no code") << QStringLiteral("state=STATE") << QStringLiteral("neither");
    QTest::newRow("script") << QStringLiteral("error=%3Cscript%3E&state=STATE") << QStringLiteral("<script>");
}

void TestOAuth2Tokens::badRedirects()
{
    QFETCH(QString, query);
    QFETCH(QString, problem);
    ScriptedPeer peer(ScriptedPeer::fixed(grant("T1"), false));
    m_spec.tokenUrl = peer.url();
    const QUrl url = startBrowser();
    query.replace(QStringLiteral("STATE"), QUrlQuery(url).queryItemValue(QStringLiteral("state")));
    const QByteArray page = visit(QStringLiteral("/callback?") + query);
    QVERIFY(page.startsWith("HTTP/1.1 400 "));
    QVERIFY(!page.contains("<script>"));
    QTRY_VERIFY(!waits());
    QVERIFY2(tokens().state(m_spec).problem.contains(problem), qPrintable(tokens().state(m_spec).problem));
    QCOMPARE(peer.requests.size(), 0);
}

void TestOAuth2Tokens::otherRequestsAreNotTheAnswer()
{
    ScriptedPeer peer(ScriptedPeer::fixed(grant("T1"), false));
    m_spec.tokenUrl = peer.url();
    const QUrl url = startBrowser();
    const QString good =
        QStringLiteral("/callback?code=C&state=") + QUrlQuery(url).queryItemValue(QStringLiteral("state"));
    QVERIFY(visit(QStringLiteral("/favicon.ico")).startsWith("HTTP/1.1 404 "));
    QVERIFY(visit(QStringLiteral("/callback/x?code=C")).startsWith("HTTP/1.1 404 "));
    QVERIFY(visit(good, "POST").startsWith("HTTP/1.1 404 "));
    QVERIFY(visit(QStringLiteral("/") + QString(100'000, u'x')).startsWith("HTTP/1.1 4"));
    QVERIFY(visit(QStringLiteral("/callback"), "\x01\x02").startsWith("HTTP/1.1 404 "));
    QVERIFY(waits());
    QVERIFY(visit(good).startsWith("HTTP/1.1 200 "));
    QTRY_COMPARE(tokens().access(m_spec), QStringLiteral("T1"));
}

void TestOAuth2Tokens::cancelStopsListening()
{
    QVERIFY(startBrowser().isValid());
    tokens().cancel(m_spec);
    QVERIFY(!waits());
    QVERIFY(!tokens().state(m_spec).browserUrl.isValid());
    QTRY_VERIFY(visit(QStringLiteral("/callback")).isEmpty());
    // And again, on the same port as soon as it is free.
    QVERIFY(startBrowser().isValid());
    m_http.reset(); // while it waits
    QTRY_VERIFY(visit(QStringLiteral("/callback")).isEmpty());
}

void TestOAuth2Tokens::portInUse()
{
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    m_spec.redirectPort = other.serverPort();
    QVERIFY(!startBrowser().isValid());
    QVERIFY(!waits());
    QVERIFY2(tokens().state(m_spec).problem.contains(QString::number(other.serverPort())),
             qPrintable(tokens().state(m_spec).problem));
}

QTEST_GUILESS_MAIN(TestOAuth2Tokens)
#include "tst_oauth2tokens.moc"
