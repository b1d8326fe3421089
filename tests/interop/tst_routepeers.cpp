// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"
#include "http/httpfixture.h"
#include "interop/squidproxy.h"
#include "support/certificates.h"
#include "support/localport.h"
#include "support/program.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

namespace {

CertificateTerms named(const QByteArray& name, bool isAuthority = false)
{
    CertificateTerms terms;
    terms.commonName = name;
    terms.isAuthority = isAuthority;
    return terms;
}

const QString user = QStringLiteral("alice");
const QString password = QStringLiteral("open sesame");

} // namespace

/// How requests reach their server, with other people's programs on the way: nginx that demands a client's
/// certificate, squid that demands a login, a SOCKS5 proxy; each by both engines and by the terminal program.
class tst_routepeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void clientCertificate_data();
    void clientCertificate();
    void versions_data();
    void versions();
    void oldVersion();
    void squid_data();
    void squid();
    void squidRefuses_data();
    void squidRefuses();
    void squidByDigest_data();
    void squidByDigest();
    void socks_data();
    void socks();
    void socksRefuses();
    void terminal_data();
    void terminal();

private:
    void write(const QString& name, const QByteArray& content);
    void startNginx();
    void startSquid();
    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
    [[nodiscard]] HttpRequest asking(const QString& url, HttpEngine engine) const
    {
        HttpRequest typed = request(url);
        typed.settings.engine = engine;
        typed.settings.tls.caFile = path(QStringLiteral("ca.pem"));
        return typed;
    }
    [[nodiscard]] ProxySpec squidProxy(const QString& word) const
    {
        return {ProxySpec::Kind::Http, QStringLiteral("127.0.0.1"), m_squidPort, user, word};
    }
    [[nodiscard]] QString plainUrl(const QString& host = QStringLiteral("localhost")) const
    {
        return QStringLiteral("http://%1:%2/who").arg(host).arg(m_plainPort);
    }
    [[nodiscard]] QString tlsUrl() const { return QStringLiteral("https://localhost:%1/who").arg(m_tlsPort); }
    [[nodiscard]] QString demandingUrl() const
    {
        return QStringLiteral("https://localhost:%1/who").arg(m_demandingPort);
    }
    static void engines();

    QTemporaryDir m_dir;
    Certificate m_authority{named("Interop authority", true)};
    std::unique_ptr<Program> m_nginx;
    std::unique_ptr<SquidProxy> m_squid;
    std::unique_ptr<SquidProxy> m_digestSquid;
    quint16 m_plainPort = 0;
    quint16 m_tlsPort = 0;
    quint16 m_demandingPort = 0;
    quint16 m_squidPort = 0;
};

void tst_routepeers::write(const QString& name, const QByteArray& content)
{
    QFile file(path(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void tst_routepeers::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", path(QStringLiteral("cache")).toUtf8());
    // squid gives up its rights where it has any.
    QVERIFY(QFile::setPermissions(m_dir.path(), QFile::Permissions(0x7755)));
    const Certificate server({}, &m_authority);
    const Certificate alice(named("alice"), &m_authority);
    const Certificate stranger(named("stranger"));
    write(QStringLiteral("ca.pem"), m_authority.pem());
    write(QStringLiteral("server.pem"), server.pem());
    write(QStringLiteral("server.key"), server.keyPem());
    write(QStringLiteral("alice.pem"), alice.pem());
    write(QStringLiteral("alice.key"), alice.keyPem("word"));
    write(QStringLiteral("alice.p12"), alice.pkcs12("word"));
    write(QStringLiteral("stranger.pem"), stranger.pem() + stranger.keyPem());
    write(QStringLiteral("word.txt"), "word\n");
    write(QStringLiteral("bareword.txt"), "word");
    startNginx();
    startSquid();
}

void tst_routepeers::startNginx()
{
    if (!QFile::exists(QStringLiteral("/usr/sbin/nginx")))
        return;
    m_plainPort = freePort();
    m_tlsPort = freePort();
    m_demandingPort = freePort();
    const QByteArray home = m_dir.path().toUtf8();
    const QByteArray who =
        "location /who { default_type text/plain; return 200 \"$ssl_client_s_dn|$http_host|"
        "$http_proxy_authorization|$ssl_protocol\"; }";
    const QByteArray tls = " ssl; ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate " + home +
                           "/server.pem; ssl_certificate_key " + home + "/server.key; ";
    const auto listen = [](quint16 port) { return "server { listen 127.0.0.1:" + QByteArray::number(port); };
    write(QStringLiteral("nginx.conf"),
          "daemon off; master_process off; pid " + home + "/nginx.pid; error_log " + home +
              "/error.log;\nevents { worker_connections 256; }\nhttp { access_log "
              "off;\nclient_body_temp_path " +
              home + "/body; proxy_temp_path " + home + "/proxy; fastcgi_temp_path " + home +
              "/fastcgi; uwsgi_temp_path " + home + "/uwsgi; scgi_temp_path " + home + "/scgi;\n" +
              listen(m_plainPort) + "; " + who + "}\n" + listen(m_tlsPort) + tls + who + "}\n" +
              listen(m_demandingPort) + tls + "ssl_verify_client on; ssl_client_certificate " + home +
              "/ca.pem; " + who + "}\n}\n");
    m_nginx = std::make_unique<Program>(QStringLiteral("/usr/sbin/nginx"),
                                        QStringList{QStringLiteral("-p"), m_dir.path(), QStringLiteral("-e"),
                                                    path(QStringLiteral("error.log")), QStringLiteral("-c"),
                                                    path(QStringLiteral("nginx.conf"))});
    QTRY_VERIFY2(answers(m_plainPort), m_nginx->errors().constData());
}

void tst_routepeers::startSquid()
{
    if (!SquidProxy::isThere())
        return;
    m_squid = std::make_unique<SquidProxy>(m_dir.path(), SquidProxy::Login::Basic, user, password);
    m_digestSquid = std::make_unique<SquidProxy>(m_dir.path(), SquidProxy::Login::Digest, user, password);
    QVERIFY(m_squid->isUp());
    QVERIFY(m_digestSquid->isUp());
    m_squidPort = m_squid->port();
}

void tst_routepeers::engines()
{
    QTest::addColumn<HttpEngine>("engine");
    QTest::newRow("qt") << HttpEngine::Qt;
    QTest::newRow("exact") << HttpEngine::Exact;
}

void tst_routepeers::clientCertificate_data()
{
    engines();
}

void tst_routepeers::clientCertificate()
{
    QFETCH(HttpEngine, engine);
    if (!m_nginx)
        QSKIP("nginx is not there");
    HttpFixture http;
    HttpRequest typed = asking(demandingUrl(), engine);
    // Without one nginx says so, as a page.
    HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.hops.first().status, 400);
    QVERIFY(contentOf(exchange.decoded).contains("No required SSL certificate was sent"));
    // One of somebody else.
    typed.settings.tls.certificateFile = path(QStringLiteral("stranger.pem"));
    exchange = http.run(typed);
    QCOMPARE(exchange.hops.first().status, 400);
    QVERIFY(contentOf(exchange.decoded).contains("The SSL certificate error"));
    // PEM in two files, then PKCS#12.
    for (const QString& file : {QStringLiteral("alice.pem"), QStringLiteral("alice.p12")}) {
        typed.settings.tls.certificateFile = path(file);
        typed.settings.tls.keyFile =
            file.endsWith(QStringLiteral("pem")) ? path(QStringLiteral("alice.key")) : QString();
        typed.settings.tls.keyPassword = QStringLiteral("word");
        exchange = http.run(typed);
        QVERIFY2(exchange.error.code == ErrorCode::None, qPrintable(exchange.error.detail));
        QCOMPARE(exchange.hops.first().status, 200);
        QVERIFY(contentOf(exchange.decoded).startsWith("CN=alice|"));
    }
}

void tst_routepeers::versions_data()
{
    QTest::addColumn<HttpEngine>("engine");
    QTest::addColumn<TlsVersion>("lowest");
    QTest::addColumn<TlsVersion>("highest");
    QTest::addColumn<QByteArray>("used");
    for (const HttpEngine engine : {HttpEngine::Qt, HttpEngine::Exact}) {
        const char* name = engine == HttpEngine::Qt ? "qt" : "exact";
        QTest::addRow("%s, 1.2 at most", name)
            << engine << TlsVersion::Default << TlsVersion::Tls12 << QByteArray("TLSv1.2");
        QTest::addRow("%s, 1.3 at least", name)
            << engine << TlsVersion::Tls13 << TlsVersion::Default << QByteArray("TLSv1.3");
        QTest::addRow("%s, 1.1 at most", name)
            << engine << TlsVersion::Default << TlsVersion::Tls11 << QByteArray();
    }
}

void tst_routepeers::versions()
{
    QFETCH(HttpEngine, engine);
    QFETCH(TlsVersion, lowest);
    QFETCH(TlsVersion, highest);
    QFETCH(QByteArray, used);
    if (!m_nginx)
        QSKIP("nginx is not there");
    HttpFixture http;
    HttpRequest typed = asking(tlsUrl(), engine);
    typed.settings.tls.minVersion = lowest;
    typed.settings.tls.maxVersion = highest;
    const HttpExchange exchange = http.run(typed);
    if (used.isEmpty()) {
        QCOMPARE(exchange.error.code, ErrorCode::TlsFailed);
        QVERIFY2(exchange.error.detail.contains(QStringLiteral("protocol version")),
                 qPrintable(exchange.error.detail));
        return;
    }
    QVERIFY2(exchange.error.code == ErrorCode::None, qPrintable(exchange.error.detail));
    QVERIFY(contentOf(exchange.decoded).endsWith('|' + used));
}

/// A server that has nothing newer is reached where that is asked for, and only there.
void tst_routepeers::oldVersion()
{
    if (!Program::isThere(QStringLiteral("openssl")))
        QSKIP("openssl is not there");
    const quint16 port = freePort();
    Program server(
        QStringLiteral("openssl"),
        {QStringLiteral("s_server"), QStringLiteral("-www"), QStringLiteral("-quiet"),
         QStringLiteral("-tls1_1"), QStringLiteral("-cipher"), QStringLiteral("DEFAULT:@SECLEVEL=0"),
         QStringLiteral("-accept"), QStringLiteral("127.0.0.1:%1").arg(port), QStringLiteral("-cert"),
         path(QStringLiteral("server.pem")), QStringLiteral("-key"), path(QStringLiteral("server.key"))});
    QTRY_VERIFY(answers(port));
    HttpFixture http;
    HttpRequest typed = asking(QStringLiteral("https://localhost:%1/").arg(port), HttpEngine::Exact);
    QCOMPARE(http.run(typed).error.code, ErrorCode::TlsFailed);
    typed.settings.tls.minVersion = TlsVersion::Tls10;
    const HttpExchange exchange = http.run(typed);
    QVERIFY2(exchange.error.code == ErrorCode::None, qPrintable(exchange.error.detail));
    QCOMPARE(exchange.hops.first().tls->protocol, QStringLiteral("TLSv1.1"));
    QVERIFY(exchange.hops.first().tls->verified);
}

void tst_routepeers::squid_data()
{
    engines();
}

void tst_routepeers::squid()
{
    QFETCH(HttpEngine, engine);
    if (!m_squid || !m_nginx)
        QSKIP("squid or nginx is not there");
    HttpFixture http;
    for (const QString& url : {plainUrl(), tlsUrl()}) {
        HttpRequest typed = asking(url, engine);
        typed.settings.proxy = squidProxy(password);
        for (int round = 0; round < 2; ++round) {
            const HttpExchange exchange = http.run(typed);
            QVERIFY2(exchange.error.code == ErrorCode::None, qPrintable(exchange.error.detail));
            const HttpHop& hop = exchange.hops.first();
            QCOMPARE(hop.status, 200);
            const QByteArrayList told = contentOf(exchange.decoded).split('|');
            QCOMPARE(told.value(1), QUrl(url).authority().toUtf8());
            QCOMPARE(told.value(2), QByteArray()); // the login stayed with squid
            QCOMPARE(hop.timings.reused, round == 1);
            QCOMPARE(hop.timings.tunneled.isValid(), round == 0 && url.startsWith(QStringLiteral("https")));
        }
    }
}

void tst_routepeers::squidRefuses_data()
{
    engines();
}

void tst_routepeers::squidRefuses()
{
    QFETCH(HttpEngine, engine);
    if (!m_squid || !m_nginx)
        QSKIP("squid or nginx is not there");
    HttpFixture http;
    HttpRequest typed = asking(plainUrl(), engine);
    typed.settings.proxy = squidProxy(QStringLiteral("wrong"));
    HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error()); // an answer like any other, of the proxy
    QCOMPARE(exchange.hops.first().status, 407);
    QVERIFY(exchange.hops.first().warnings.join(u' ').contains(QStringLiteral("answered, not the server")));
    typed.url = tlsUrl();
    exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ErrorCode::ProxyLoginRefused);
    QVERIFY2(exchange.error.detail.contains(QStringLiteral("407")) &&
                 exchange.error.detail.contains(QStringLiteral("realm \"interop\"")),
             qPrintable(exchange.error.detail));
    typed.settings.proxy = squidProxy(password);
    typed.url = QStringLiteral("https://www.forbidden.example/");
    exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ErrorCode::ProxyRefused);
    QVERIFY2(exchange.error.detail.contains(QStringLiteral("403 Forbidden")),
             qPrintable(exchange.error.detail));
    typed.url = QStringLiteral("https://localhost:%1/").arg(freePort());
    exchange = http.run(typed);
    QVERIFY2(exchange.error.detail.contains(QStringLiteral("503 Service Unavailable")),
             qPrintable(exchange.error.detail));
}

void tst_routepeers::squidByDigest_data()
{
    engines();
}

/// Refused once, answered, and for plain HTTP answered at once from then on.
void tst_routepeers::squidByDigest()
{
    QFETCH(HttpEngine, engine);
    if (!m_digestSquid || !m_nginx)
        QSKIP("squid or nginx is not there");
    HttpFixture http;
    HttpRequest typed = asking(plainUrl(), engine);
    typed.method = QStringLiteral("POST");
    typed.body.kind = HttpBody::Kind::Text;
    typed.body.text = QStringLiteral("sent twice");
    typed.settings.proxy = {ProxySpec::Kind::Http, QStringLiteral("127.0.0.1"), m_digestSquid->port(), user,
                            password};
    for (const int hops : {2, 1}) {
        const HttpExchange exchange = http.run(typed);
        QCOMPARE(exchange.error, Error());
        QCOMPARE(exchange.hops.size(), hops);
        QCOMPARE(exchange.hops.first().status, hops == 2 ? 407 : 200);
        QCOMPARE(exchange.hops.last().status, 200);
        QVERIFY(
            exchange.hops.last().requestHead.contains("\r\nProxy-Authorization: Digest username=\"alice\""));
        QCOMPARE(contentOf(exchange.decoded).split('|').value(2), QByteArray());
    }
    typed.url = tlsUrl();
    for (int round = 0; round < 2; ++round) {
        const HttpExchange exchange = http.run(typed);
        QCOMPARE(exchange.error, Error());
        QCOMPARE(exchange.hops.size(), 1);
        QCOMPARE(exchange.hops.first().timings.reused, round == 1);
    }
    typed.settings.proxy.password = QStringLiteral("wrong");
    const HttpExchange refused = http.run(typed);
    QCOMPARE(refused.error.code, ErrorCode::ProxyLoginRefused);
    QVERIFY2(refused.error.detail.contains(QStringLiteral("does not take this user and password")),
             qPrintable(refused.error.detail));
    typed.url = plainUrl();
    const HttpExchange answered = http.run(typed);
    QCOMPARE(answered.hops.size(), 2);
    QCOMPARE(answered.hops.last().status, 407);
}

void tst_routepeers::socks_data()
{
    engines();
}

void tst_routepeers::socks()
{
    QFETCH(HttpEngine, engine);
    if (!m_nginx || !Program::isThere(QStringLiteral("python3")))
        QSKIP("python3 or nginx is not there");
    for (const bool hasLogin : {false, true}) {
        QStringList arguments{QFINDTESTDATA("socks5_server.py")};
        if (hasLogin)
            arguments << user << password;
        Program proxy(QStringLiteral("python3"), arguments);
        const quint16 port = proxy.line().toUShort();
        HttpFixture http;
        for (const QString& url : {plainUrl(QStringLiteral("far.example")), tlsUrl()}) {
            HttpRequest typed = asking(url, engine);
            typed.settings.proxy = {ProxySpec::Kind::Socks5, QStringLiteral("127.0.0.1"), port,
                                    hasLogin ? user : QString(), password};
            const HttpExchange exchange = http.run(typed);
            QVERIFY2(exchange.error.code == ErrorCode::None, qPrintable(exchange.error.detail));
            QCOMPARE(contentOf(exchange.decoded).split('|').value(1), QUrl(url).authority().toUtf8());
            QCOMPARE(QString::fromUtf8(proxy.line()), QUrl(url).authority());
        }
    }
}

void tst_routepeers::socksRefuses()
{
    if (!Program::isThere(QStringLiteral("python3")))
        QSKIP("python3 is not there");
    Program proxy(QStringLiteral("python3"), {QFINDTESTDATA("socks5_server.py"), user, password});
    const quint16 port = proxy.line().toUShort();
    HttpFixture http;
    HttpRequest typed = asking(QStringLiteral("http://localhost:%1/").arg(freePort()), HttpEngine::Exact);
    const auto through = [&](const QString& word) {
        typed.settings.proxy = {ProxySpec::Kind::Socks5, QStringLiteral("127.0.0.1"), port,
                                word.isEmpty() ? QString() : user, word};
        return http.run(typed).error.detail;
    };
    QVERIFY(through({}).contains(QStringLiteral("wants a user and a password")));
    QVERIFY(
        through(QStringLiteral("wrong")).contains(QStringLiteral("does not take this user and password")));
    QVERIFY(through(password).contains(QStringLiteral("connection refused (SOCKS code 5)")));
}

void tst_routepeers::terminal_data()
{
    QTest::addColumn<QString>("engine");
    QTest::newRow("qt") << QStringLiteral("qt");
    QTest::newRow("exact") << QStringLiteral("exact");
}

void tst_routepeers::terminal()
{
    QFETCH(QString, engine);
    if (!m_squid || !m_nginx)
        QSKIP("squid or nginx is not there");
    const QStringList common{QStringLiteral("http"),     QStringLiteral("GET"),
                             QStringLiteral("--engine"), engine,
                             QStringLiteral("--ca"),     path(QStringLiteral("ca.pem"))};
    const QString at = QStringLiteral("@127.0.0.1:%1").arg(m_squidPort);
    const QString withWord = QStringLiteral("http://alice:open%20sesame") + at;
    for (const QString& url : {plainUrl(), tlsUrl()}) {
        CliProcess cli;
        QCOMPARE(cli.run(common + QStringList{url, QStringLiteral("--proxy"), withWord}), 0);
        QVERIFY2(cli.out().contains('|' + QUrl(url).authority().toUtf8() + '|'), cli.out().constData());
        QVERIFY(!cli.words().contains("sesame"));
    }
    CliProcess environment;
    environment.withVariable(QStringLiteral("WIRELOUPE_PROXY_PASSWORD"), password);
    QCOMPARE(environment.run(common + QStringList{tlsUrl(), QStringLiteral("--proxy"),
                                                  QStringLiteral("http://alice") + at}),
             0);
    CliProcess wrong;
    QCOMPARE(wrong.run(common + QStringList{tlsUrl(), QStringLiteral("--proxy"),
                                            QStringLiteral("http://alice:wrong") + at}),
             3);
    QVERIFY2(wrong.words().contains("407"), wrong.words().constData());
    for (const char* word : {"word.txt", "bareword.txt"}) {
        CliProcess certificate;
        QCOMPARE(
            certificate.run(common + QStringList{demandingUrl(), QStringLiteral("--cert"),
                                                 path(QStringLiteral("alice.pem")), QStringLiteral("--key"),
                                                 path(QStringLiteral("alice.key")),
                                                 QStringLiteral("--pass-file"), path(QLatin1String(word))}),
            0);
        QVERIFY2(certificate.out().startsWith("CN=alice|"), certificate.out().constData());
    }
    CliProcess address;
    QCOMPARE(address.run(common + QStringList{plainUrl(QStringLiteral("nowhere.example")),
                                              QStringLiteral("--resolve"),
                                              QStringLiteral("nowhere.example:*:127.0.0.1")}),
             0);
    QVERIFY2(address.out().contains("|nowhere.example:"), address.out().constData());
}

QTEST_GUILESS_MAIN(tst_routepeers)
#include "tst_routepeers.moc"
