// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/support/proxypeer.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/securepeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using wl::test::authorityTerms;
using wl::test::Certificate;
using wl::test::SecurePeer;
using Kind = ProxySpec::Kind;

namespace {

ProxySpec through(const ProxyPeer& peer, Kind kind, const QString& user = {}, const QString& password = {})
{
    return {kind, QStringLiteral("127.0.0.1"), peer.serverPort(), user, password};
}

const QString user = QStringLiteral("alice");
const QString password = QStringLiteral("s3cret");

} // namespace

class TestHttpProxy : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void absoluteForm();
    void connectForTls();
    void connectIsTimedAndRecorded();
    void socks_data();
    void socks();
    void credentialsStayWithTheProxy_data();
    void credentialsStayWithTheProxy();
    void wrongCredentials_data();
    void wrongCredentials();
    void refusals_data();
    void refusals();
    void unreachable();
    void silentProxy_data();
    void silentProxy();
    void proxyIsPartOfTheConnection();
    void redirectFromProxyToTunnel();
    void environmentDoesNothing();
    void systemProxyIsAsked();
    void cancelDuringTheHandshake();
    void addressOverride();
    void addressOverrideThroughAProxy();
    void badProxyIsRefused();
    void rawRequestsAreSentOnce();

private:
    [[nodiscard]] HttpRequest trusting(const QString& url) const
    {
        HttpRequest typed = request(url);
        typed.settings.tls.caFile = m_authorityFile;
        return typed;
    }

    QTemporaryDir m_dir;
    Certificate m_authority{authorityTerms()};
    QString m_authorityFile;
};

void TestHttpProxy::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
    m_authorityFile = m_dir.filePath(QStringLiteral("authority.pem"));
    QFile file(m_authorityFile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(m_authority.pem());
}

void TestHttpProxy::absoluteForm()
{
    ProxyPeer proxy(ProxyPeer::Kind::Http, user.toUtf8(), password.toUtf8());
    HttpFixture http;
    HttpRequest typed = request(QStringLiteral("http://api.example:8080/a?b=1#c"));
    typed.settings.proxy = through(proxy, Kind::Http, user, password);
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("by proxy\n"));
    QCOMPARE(proxy.asked, QByteArrayList{"GET http://api.example:8080/a?b=1 HTTP/1.1"});
    QVERIFY(proxy.received.contains("\r\nHost: api.example:8080\r\n"));
    QVERIFY(proxy.received.contains("\r\nProxy-Authorization: Basic YWxpY2U6czNjcmV0\r\n"));
    QCOMPARE(exchange.hops.first().proxy, QStringLiteral("http://127.0.0.1:%1").arg(proxy.serverPort()));
    // What "will be sent" says is what was sent.
    const Result<HttpPreview> preview = HttpClient::preview(typed);
    QVERIFY(preview);
    QCOMPARE(preview->head, proxy.received);
    QVERIFY(preview->notes.join(u' ').contains(QStringLiteral("exact engine")));
    // The connection to the proxy is kept for the next.
    QVERIFY(http.run(typed).hops.first().timings.reused);
    QCOMPARE(proxy.connections, 1);
}

void TestHttpProxy::connectForTls()
{
    SecurePeer peer(Certificate({}, &m_authority));
    ProxyPeer proxy(ProxyPeer::Kind::Http, user.toUtf8(), password.toUtf8());
    HttpFixture http;
    HttpRequest typed = trusting(peer.url());
    typed.settings.proxy = through(proxy, Kind::Http, user, password);
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("secure"));
    QCOMPARE(proxy.asked, QByteArrayList{"localhost:" + QByteArray::number(peer.serverPort())});
    QVERIFY(exchange.hops.first().tls->verified);
    QVERIFY(peer.received.startsWith("GET / HTTP/1.1\r\nHost: localhost:"));
    QVERIFY(http.run(typed).hops.first().timings.reused);
    QCOMPARE(proxy.connections, 1);
}

void TestHttpProxy::connectIsTimedAndRecorded()
{
    SecurePeer peer(Certificate({}, &m_authority));
    ProxyPeer proxy(ProxyPeer::Kind::Http);
    HttpFixture http;
    HttpRequest typed = trusting(peer.url());
    typed.settings.proxy = through(proxy, Kind::Http);
    const HttpExchange exchange = http.run(typed);
    const HttpTimings& times = exchange.hops.first().timings;
    QVERIFY(times.tunneled >= times.connected && times.encrypted >= times.tunneled);
    const wl::test::SinkRow row = http.sink.row(exchange.hops.first().connection);
    QCOMPARE(row.info.peer.port, proxy.serverPort());
    QVERIFY(row.sent.startsWith(proxy.received));
    QCOMPARE(row.sent.sliced(proxy.received.size()), exchange.hops.first().requestHead);
    QVERIFY(row.received.startsWith("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n"));
    QCOMPARE(row.count(RecordKind::Opened), 1);
}

void TestHttpProxy::socks_data()
{
    QTest::addColumn<bool>("isTls");
    QTest::addColumn<bool>("hasLogin");
    for (const bool isTls : {false, true}) {
        for (const bool hasLogin : {false, true})
            QTest::addRow("%s%s", isTls ? "https" : "http", hasLogin ? " with login" : "")
                << isTls << hasLogin;
    }
}

void TestHttpProxy::socks()
{
    QFETCH(bool, isTls);
    QFETCH(bool, hasLogin);
    ScriptedPeer plain(ScriptedPeer::fixed(ScriptedPeer::ok("plain"), false));
    SecurePeer secure(Certificate({}, &m_authority));
    ProxyPeer proxy(ProxyPeer::Kind::Socks5, hasLogin ? user.toUtf8() : QByteArray(), password.toUtf8());
    HttpFixture http;
    const QByteArray port = QByteArray::number(isTls ? secure.serverPort() : plain.serverPort());
    HttpRequest typed = trusting((isTls ? QStringLiteral("https://localhost:%1/")
                                        : QStringLiteral("http://only-the-proxy-knows.example:%1/"))
                                     .arg(QString::fromLatin1(port)));
    typed.settings.proxy = through(proxy, Kind::Socks5, hasLogin ? user : QString(), password);
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray(isTls ? "secure" : "plain"));
    // The proxy is given the name.
    QCOMPARE(proxy.asked, QByteArrayList{(isTls ? "localhost:" : "only-the-proxy-knows.example:") + port});
    QVERIFY(exchange.hops.first().timings.tunneled.isValid());
    QVERIFY(http.run(typed).hops.first().timings.reused);
}

void TestHttpProxy::credentialsStayWithTheProxy_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("isTls");
    QTest::newRow("http, tunnel") << int(Kind::Http) << true;
    QTest::newRow("socks, plain") << int(Kind::Socks5) << false;
    QTest::newRow("socks, tunnel") << int(Kind::Socks5) << true;
}

void TestHttpProxy::credentialsStayWithTheProxy()
{
    QFETCH(int, kind);
    QFETCH(bool, isTls);
    ScriptedPeer plain(ScriptedPeer::fixed(ScriptedPeer::ok("plain"), false));
    SecurePeer secure(Certificate({}, &m_authority));
    ProxyPeer proxy(Kind(kind) == Kind::Http ? ProxyPeer::Kind::Http : ProxyPeer::Kind::Socks5, user.toUtf8(),
                    password.toUtf8());
    HttpFixture http;
    HttpRequest typed = trusting(isTls ? secure.url() : plain.url());
    typed.settings.proxy = through(proxy, Kind(kind), user, password);
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    const QByteArray atServer = isTls ? secure.received : plain.received;
    QVERIFY(!atServer.isEmpty());
    QVERIFY(!atServer.contains("Proxy-Authorization"));
    QVERIFY(!atServer.contains(password.toUtf8()));
    QVERIFY(!exchange.hops.first().proxy.contains(password));
}

void TestHttpProxy::wrongCredentials_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("typedUser");
    QTest::addColumn<QString>("words");
    QTest::newRow("http, none") << int(Kind::Http) << QString()
                                << QStringLiteral("wants a user and a password");
    QTest::newRow("http, wrong") << int(Kind::Http) << user << QStringLiteral("does not take this user");
    QTest::newRow("socks, none") << int(Kind::Socks5) << QString()
                                 << QStringLiteral("wants a user and a password");
    QTest::newRow("socks, wrong") << int(Kind::Socks5) << user << QStringLiteral("does not take this user");
}

void TestHttpProxy::wrongCredentials()
{
    QFETCH(int, kind);
    QFETCH(QString, typedUser);
    QFETCH(QString, words);
    SecurePeer peer(Certificate({}, &m_authority));
    ProxyPeer proxy(Kind(kind) == Kind::Http ? ProxyPeer::Kind::Http : ProxyPeer::Kind::Socks5, user.toUtf8(),
                    password.toUtf8());
    HttpFixture http;
    HttpRequest typed = trusting(peer.url());
    typed.settings.proxy = through(proxy, Kind(kind), typedUser, QStringLiteral("wr0ng"));
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.phase, HttpExchange::Phase::Failed);
    QVERIFY2(exchange.error.detail.contains(words), qPrintable(exchange.error.detail));
    QCOMPARE(exchange.error.code, ErrorCode::ProxyLoginRefused);
    if (Kind(kind) == Kind::Http)
        QVERIFY(exchange.error.detail.contains(QStringLiteral("realm \"test\"")));
    QVERIFY(!exchange.error.detail.contains(QStringLiteral("wr0ng")));
    QCOMPARE(peer.handshakes, 0);
    QCOMPARE(proxy.connections, 1);
}

void TestHttpProxy::refusals_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<bool>("closes");
    QTest::addColumn<QString>("words");
    const auto http = int(Kind::Http);
    const auto socks = int(Kind::Socks5);
    QTest::newRow("403") << http << QByteArray("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
                         << false << QStringLiteral("answered 403 Forbidden");
    QTest::newRow("502") << http << QByteArray("HTTP/1.1 502 No DNS\r\n\r\n") << true
                         << QStringLiteral("answered 502 No DNS");
    QTest::newRow("garbage") << http << QByteArray("\x16\x03\x01\x02garbage\r\n\r\n") << false
                             << QStringLiteral("did not answer as HTTP");
    QTest::newRow("endless") << http << "HTTP/1.1 200 OK\r\nX: " + QByteArray(400'000, 'x') << false
                             << QStringLiteral("did not answer as HTTP");
    QTest::newRow("half a head") << http << QByteArray("HTTP/1.1 200 OK\r\nVia: ") << true
                                 << QStringLiteral("closed the connection without an answer");
    QTest::newRow("socks garbage") << socks << QByteArray("HTTP/1.1 400 Bad\r\n\r\n") << true
                                   << QStringLiteral("does not speak SOCKS5");
    QTest::newRow("socks refused") << socks << QByteArray("\x05\x00\x05\x05\x00\x01\0\0\0\0\0\0", 12) << false
                                   << QStringLiteral("connection refused (SOCKS code 5)");
    QTest::newRow("socks closes") << socks << QByteArray("\x05\x00\x05\x00", 4) << true
                                  << QStringLiteral("closed the connection without an answer");
    QTest::newRow("too much") << socks
                              << QByteArray("\x05\x00\x05\x00\x00\x01\0\0\0\0\0\0HTTP/1.1 200 OK\r\n\r\n", 31)
                              << false << QStringLiteral("sent more than its answer");
}

void TestHttpProxy::refusals()
{
    QFETCH(int, kind);
    QFETCH(QByteArray, says);
    QFETCH(bool, closes);
    QFETCH(QString, words);
    SecurePeer peer(Certificate({}, &m_authority));
    ProxyPeer proxy(ProxyPeer::Kind::Http);
    proxy.says = says;
    proxy.closesAfter = closes;
    HttpFixture http;
    HttpRequest typed = trusting(peer.url());
    typed.settings.proxy = through(proxy, Kind(kind));
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.phase, HttpExchange::Phase::Failed);
    // One that closes before it has read all resets the connection.
    const bool isReset = closes && exchange.error.code == ErrorCode::ConnectionReset;
    QVERIFY2(isReset || exchange.error.detail.contains(words), qPrintable(exchange.error.detail));
    QVERIFY(exchange.error.detail.startsWith(QStringLiteral("the proxy ")));
    QCOMPARE(proxy.connections, 1);
    QCOMPARE(peer.handshakes, 0);
}

void TestHttpProxy::unreachable()
{
    quint16 closedPort = 0;
    {
        QTcpServer gone;
        gone.setProxy(QNetworkProxy::NoProxy);
        QVERIFY(gone.listen(QHostAddress::LocalHost));
        closedPort = gone.serverPort();
    }
    SecurePeer peer(Certificate({}, &m_authority));
    HttpFixture http;
    HttpRequest typed = trusting(peer.url());
    typed.settings.proxy = {Kind::Socks5, QStringLiteral("127.0.0.1"), closedPort, {}, {}};
    HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ErrorCode::ConnectionRefused);
    QVERIFY2(exchange.error.detail.startsWith(QStringLiteral("the proxy socks5://127.0.0.1:")),
             qPrintable(exchange.error.detail));
    // Also where the proxy gets the request itself.
    HttpRequest plain = request(QStringLiteral("http://api.example/"));
    plain.settings.proxy = {Kind::Http, QStringLiteral("127.0.0.1"), closedPort, {}, {}};
    exchange = http.run(plain);
    QCOMPARE(exchange.error.code, ErrorCode::ConnectionRefused);
    QVERIFY2(exchange.error.detail.startsWith(QStringLiteral("the proxy http://127.0.0.1:")),
             qPrintable(exchange.error.detail));
    typed.settings.proxy.host = QStringLiteral("no-such-proxy.invalid");
    exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ErrorCode::NameNotFound);
    QVERIFY(exchange.error.detail.contains(QStringLiteral("no-such-proxy.invalid")));
    QCOMPARE(peer.handshakes, 0);
}

void TestHttpProxy::silentProxy_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("http") << int(Kind::Http);
    QTest::newRow("socks") << int(Kind::Socks5);
}

void TestHttpProxy::silentProxy()
{
    QFETCH(int, kind);
    ProxyPeer proxy(ProxyPeer::Kind::Http);
    proxy.isSilent = true;
    HttpFixture http;
    HttpRequest typed = trusting(QStringLiteral("https://localhost:1/"));
    typed.settings.proxy = through(proxy, Kind(kind));
    typed.settings.connectTimeout = std::chrono::milliseconds(150);
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ErrorCode::ConnectTimeout);
    QVERIFY2(exchange.error.detail.startsWith(QStringLiteral("the proxy ")),
             qPrintable(exchange.error.detail));
}

void TestHttpProxy::proxyIsPartOfTheConnection()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    ProxyPeer one(ProxyPeer::Kind::Socks5);
    ProxyPeer other(ProxyPeer::Kind::Socks5);
    HttpFixture http;
    HttpRequest typed = request(peer.url());
    const QList<ProxySpec> ways{{}, through(one, Kind::Socks5), through(other, Kind::Socks5)};
    for (const ProxySpec& way : ways) {
        typed.settings.proxy = way;
        QVERIFY(!http.run(typed).hops.first().timings.reused);
    }
    QCOMPARE(peer.connections, 3);
    for (const ProxySpec& way : ways) {
        typed.settings.proxy = way;
        QVERIFY(http.run(typed).hops.first().timings.reused);
    }
    QCOMPARE(peer.connections, 3);
    QCOMPARE(one.connections, 1);
    QCOMPARE(other.connections, 1);
}

void TestHttpProxy::redirectFromProxyToTunnel()
{
    SecurePeer secure(Certificate({}, &m_authority));
    ProxyPeer redirecting(ProxyPeer::Kind::Http);
    redirecting.says =
        "HTTP/1.1 302 X\r\nLocation: " + secure.url().toUtf8() + "\r\nContent-Length: 0\r\n\r\n";
    HttpFixture http;
    HttpRequest typed = trusting(QStringLiteral("http://api.example/"));
    typed.settings.proxy = through(redirecting, Kind::Http, user, password);
    redirecting.closesAfter = true;
    HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.hops.size(), 2);
    // CONNECT is answered by the redirect too: no tunnel.
    QVERIFY(exchange.error.detail.contains(QStringLiteral("answered 302")));
    QCOMPARE(secure.handshakes, 0);
    QVERIFY(redirecting.received.contains("CONNECT localhost:"));
    QVERIFY(redirecting.received.startsWith("GET http://api.example/ HTTP/1.1\r\n"));
}

void TestHttpProxy::environmentDoesNothing()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    ProxyPeer proxy(ProxyPeer::Kind::Http);
    const QByteArray url = "http://127.0.0.1:" + QByteArray::number(proxy.serverPort());
    qputenv("http_proxy", url);
    qputenv("all_proxy", url);
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    qunsetenv("http_proxy");
    qunsetenv("all_proxy");
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("x"));
    QCOMPARE(exchange.hops.first().proxy, QString());
    QCOMPARE(proxy.connections, 0);
}

void TestHttpProxy::systemProxyIsAsked()
{
    ProxyPeer proxy(ProxyPeer::Kind::Http);
    qputenv("http_proxy", "http://127.0.0.1:" + QByteArray::number(proxy.serverPort()));
    HttpFixture http;
    HttpRequest typed = request(QStringLiteral("http://api.example/x"));
    typed.settings.proxy.kind = Kind::System;
    const HttpExchange exchange = http.run(typed);
    qunsetenv("http_proxy");
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("by proxy\n"));
    QCOMPARE(exchange.hops.first().proxy, QStringLiteral("http://127.0.0.1:%1").arg(proxy.serverPort()));
    QVERIFY(HttpClient::preview(typed)->notes.join(u' ').contains(QStringLiteral("If the system names")));
}

void TestHttpProxy::cancelDuringTheHandshake()
{
    ProxyPeer proxy(ProxyPeer::Kind::Http);
    proxy.isSilent = true;
    HttpFixture http;
    HttpRequest typed = trusting(QStringLiteral("https://localhost:1/"));
    typed.settings.proxy = through(proxy, Kind::Http);
    const Result<ExchangeId> id = http.start(typed);
    QVERIFY(id);
    QTRY_VERIFY(!proxy.received.isEmpty());
    http.client->cancel(*id);
    QCOMPARE(http.wait(*id).phase, HttpExchange::Phase::Canceled);
    QTRY_COMPARE(proxy.findChildren<QTcpSocket*>().size(), 0);
}

void TestHttpProxy::addressOverride()
{
    ScriptedPeer plain(ScriptedPeer::fixed(ScriptedPeer::ok("plain"), false));
    wl::test::CertificateTerms terms;
    terms.commonName = "api.example";
    terms.altNames = "DNS:api.example";
    SecurePeer secure(Certificate(terms, &m_authority));
    HttpFixture http;
    HttpRequest typed =
        trusting(plain.url().replace(QStringLiteral("127.0.0.1"), QStringLiteral("api.example")));
    typed.settings.resolve = {{QStringLiteral("API.example"), 0, QStringLiteral("127.0.0.1")}};
    QCOMPARE(contentOf(http.run(typed).body), QByteArray("plain"));
    QVERIFY(plain.received.contains("\r\nHost: api.example:"));
    // The name stays the one that is asked for and that the certificate must have.
    typed.url = secure.url(QStringLiteral("api.example"));
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QVERIFY(exchange.hops.first().tls->verified);
    // Another address, another connection.
    typed.settings.resolve = {{QStringLiteral("*"), 0, QStringLiteral("127.0.0.2")}};
    QVERIFY(!http.run(typed).hops.first().timings.reused);
}

void TestHttpProxy::addressOverrideThroughAProxy()
{
    ScriptedPeer plain(ScriptedPeer::fixed(ScriptedPeer::ok("plain"), false));
    ProxyPeer proxy(ProxyPeer::Kind::Socks5);
    HttpFixture http;
    HttpRequest typed =
        request(plain.url().replace(QStringLiteral("127.0.0.1"), QStringLiteral("api.example")));
    typed.settings.resolve = {
        {QStringLiteral("api.example"), plain.serverPort(), QStringLiteral("127.0.0.9")}};
    typed.settings.proxy = through(proxy, Kind::Socks5);
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(proxy.asked, QByteArrayList{"127.0.0.9:" + QByteArray::number(plain.serverPort())});
    QVERIFY(plain.received.contains("\r\nHost: api.example:"));
}

void TestHttpProxy::badProxyIsRefused()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    HttpRequest typed = request(peer.url());
    typed.settings.proxy.kind = Kind::Http;
    QCOMPARE(http.run(typed).error.code, ErrorCode::BadOption);
    QCOMPARE(peer.connections, 0);
}

/// Raw bytes cannot get an answer to a challenge: they go once, and the challenge is shown.
void TestHttpProxy::rawRequestsAreSentOnce()
{
    ScriptedPeer proxy(
        ScriptedPeer::fixed("HTTP/1.1 407 No\r\nContent-Length: 0\r\nProxy-Authenticate: Digest "
                            "realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\n",
                            false));
    HttpFixture http;
    HttpRequest typed = request(QStringLiteral("http://h.test/"));
    typed.isRaw = true;
    typed.raw.form = PayloadSpec::Form::Hex;
    typed.raw.text =
        QString::fromLatin1(QByteArray("GET http://h.test/ HTTP/1.1\r\nHost: h.test\r\n\r\n").toHex());
    typed.settings.proxy.kind = Kind::Http;
    typed.settings.proxy.host = QStringLiteral("127.0.0.1");
    typed.settings.proxy.port = proxy.serverPort();
    typed.settings.proxy.user = user;
    typed.settings.proxy.password = password;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.size(), 1);
    QCOMPARE(exchange.hops.first().status, 407);
    QCOMPARE(proxy.received.count("GET "), 1);
}

QTEST_GUILESS_MAIN(TestHttpProxy)
#include "tst_httpproxy.moc"
