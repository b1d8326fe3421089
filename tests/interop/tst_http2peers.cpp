// SPDX-License-Identifier: MIT
#include "http/httpfixture.h"
#include "interop/squidproxy.h"
#include "support/localport.h"
#include "support/program.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

namespace {

const QString user = QStringLiteral("alice");
const QString password = QStringLiteral("open sesame");

} // namespace

/// HTTP/2 with servers that other people wrote, nghttpd and nginx, and with curl on the same servers.
class tst_http2peers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();

    void files_data();
    void files();
    void methods_data();
    void methods();
    void uploads_data();
    void uploads();
    void trailers();
    void reuse();
    void nginxWithoutHttp2();
    void priorKnowledgeOfNoHttp2_data();
    void priorKnowledgeOfNoHttp2();
    void untrusted();
    void throughProxies_data();
    void throughProxies();
    void proxyRefuses();
    void terminal_data();
    void terminal();

private:
    void startNghttpd();
    void startNginx();
    void startProxies();
    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
    [[nodiscard]] QByteArray home() const { return m_dir.path().toUtf8(); }
    /// A request to a server by its name in the tests' rows.
    [[nodiscard]] HttpRequest to(const QString& server, const QString& target) const;
    /// What curl says of the same: the body, then a line with the version of HTTP.
    [[nodiscard]] QByteArray byCurl(const HttpRequest& request) const;

    /// Of a proxy by its name in the tests' rows; None where it is not there.
    [[nodiscard]] ProxySpec proxyOf(const QString& name) const;

    QTemporaryDir m_dir;
    QByteArray m_big;
    std::unique_ptr<Program> m_plain;
    std::unique_ptr<Program> m_secure;
    std::unique_ptr<Program> m_nginx;
    std::unique_ptr<Program> m_socks;
    std::unique_ptr<SquidProxy> m_squid;
    std::unique_ptr<SquidProxy> m_digestSquid;
    QHash<QString, quint16> m_ports;
};

void tst_http2peers::initTestCase()
{
    QVERIFY(m_dir.isValid());
    // squid gives up its rights where it has any.
    QVERIFY(QFile::setPermissions(m_dir.path(), QFile::Permissions(0x7755)));
    qputenv("XDG_CACHE_HOME", path(QStringLiteral("cache")).toUtf8());
    if (!Program::isThere(QStringLiteral("openssl")))
        QSKIP("openssl is not there");
    QVERIFY(QDir(m_dir.path()).mkpath(QStringLiteral("www")));
    m_big.resize(8 * 1024 * 1024);
    for (qsizetype i = 0; i < m_big.size(); ++i)
        m_big[i] = char(i * 7 + i / 4096);
    QFile big(path(QStringLiteral("www/big.bin")));
    QVERIFY(big.open(QIODevice::WriteOnly) && big.write(m_big) == m_big.size());
    Program certificate(QStringLiteral("openssl"),
                        {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                         QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
                         QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=localhost"),
                         QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost"),
                         QStringLiteral("-keyout"), path(QStringLiteral("key.pem")), QStringLiteral("-out"),
                         path(QStringLiteral("cert.pem"))});
    QCOMPARE(certificate.wait(), 0);
    startNghttpd();
    startNginx();
    startProxies();
}

void tst_http2peers::startNghttpd()
{
    if (!Program::isThere(QStringLiteral("nghttpd")))
        return;
    const quint16 plain = m_ports[QStringLiteral("h2c")] = freePort();
    const quint16 secure = m_ports[QStringLiteral("nghttpd")] = freePort();
    const QStringList common{QStringLiteral("-a127.0.0.1"),
                             QStringLiteral("--echo-upload"),
                             QStringLiteral("--padding=255"),
                             QStringLiteral("--trailer=x-trailer: the end"),
                             QStringLiteral("-d"),
                             path(QStringLiteral("www"))};
    m_plain = std::make_unique<Program>(
        QStringLiteral("nghttpd"), common + QStringList{QStringLiteral("--no-tls"), QString::number(plain)});
    m_secure = std::make_unique<Program>(QStringLiteral("nghttpd"),
                                         common + QStringList{QString::number(secure),
                                                              path(QStringLiteral("key.pem")),
                                                              path(QStringLiteral("cert.pem"))});
    QTRY_VERIFY(answers(plain));
    QTRY_VERIFY(answers(secure));
}

void tst_http2peers::startNginx()
{
    if (!QFile::exists(QStringLiteral("/usr/sbin/nginx")))
        return;
    const auto server = [&](const QString& name, const QByteArray& how) {
        m_ports[name] = freePort();
        return "server { listen 127.0.0.1:" + QByteArray::number(m_ports[name]) + how + "; root " + home() +
               "/www; location /upload { return 200 'taken'; } }\n";
    };
    const QByteArray configuration =
        "daemon off; master_process off; pid " + home() + "/nginx.pid; error_log " + home() +
        "/error.log;\nevents { worker_connections 256; }\nhttp { access_log off;\n"
        "client_body_temp_path " +
        home() + "/body; proxy_temp_path " + home() + "/proxy; fastcgi_temp_path " + home() +
        "/fastcgi; uwsgi_temp_path " + home() + "/uwsgi; scgi_temp_path " + home() +
        "/scgi; client_max_body_size 10m;\nssl_certificate " + home() + "/cert.pem; ssl_certificate_key " +
        home() + "/key.pem;\n" + server(QStringLiteral("nginx"), " ssl http2") +
        server(QStringLiteral("nginx-1"), " ssl") + server(QStringLiteral("nginx-plain"), "") + "}\n";
    QFile file(path(QStringLiteral("nginx.conf")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(configuration) == configuration.size());
    file.close();
    m_nginx = std::make_unique<Program>(QStringLiteral("/usr/sbin/nginx"),
                                        QStringList{QStringLiteral("-p"), m_dir.path(), QStringLiteral("-e"),
                                                    path(QStringLiteral("error.log")), QStringLiteral("-c"),
                                                    file.fileName()});
    QTRY_VERIFY2(answers(m_ports[QStringLiteral("nginx")]), m_nginx->errors().constData());
}

void tst_http2peers::startProxies()
{
    if (Program::isThere(QStringLiteral("python3"))) {
        m_socks = std::make_unique<Program>(QStringLiteral("python3"),
                                            QStringList{QFINDTESTDATA("socks5_server.py"), user, password});
        m_ports[QStringLiteral("socks")] = m_socks->line().toUShort();
    }
    if (!SquidProxy::isThere())
        return;
    m_squid = std::make_unique<SquidProxy>(m_dir.path(), SquidProxy::Login::Basic, user, password);
    m_digestSquid = std::make_unique<SquidProxy>(m_dir.path(), SquidProxy::Login::Digest, user, password);
    QVERIFY(m_squid->isUp());
    QVERIFY(m_digestSquid->isUp());
    m_ports[QStringLiteral("squid")] = m_squid->port();
    m_ports[QStringLiteral("squid, digest")] = m_digestSquid->port();
}

ProxySpec tst_http2peers::proxyOf(const QString& name) const
{
    const auto kind = name == QStringLiteral("socks") ? ProxySpec::Kind::Socks5 : ProxySpec::Kind::Http;
    return {m_ports.contains(name) ? kind : ProxySpec::Kind::None, QStringLiteral("127.0.0.1"),
            m_ports.value(name), user, password};
}

void tst_http2peers::init()
{
    const QByteArray row = QTest::currentDataTag();
    const QByteArray test = QTest::currentTestFunction();
    if ((row.startsWith("nginx") || test.startsWith("nginx") || test == "untrusted") && !m_nginx)
        QSKIP("nginx is not there");
    if ((row.startsWith("nghttpd") || row.startsWith("h2c") || test == "trailers" || test == "reuse") &&
        !m_plain)
        QSKIP("nghttpd is not there");
}

HttpRequest tst_http2peers::to(const QString& server, const QString& target) const
{
    const bool isPlain = server == QStringLiteral("h2c") || server == QStringLiteral("nginx-plain");
    HttpRequest typed = request(QStringLiteral("%1://localhost:%2%3")
                                    .arg(isPlain ? QStringLiteral("http") : QStringLiteral("https"))
                                    .arg(m_ports[server])
                                    .arg(target));
    typed.settings.version = isPlain ? HttpVersion::Http2Prior : HttpVersion::Http2;
    typed.settings.tls.caFile = path(QStringLiteral("cert.pem"));
    return typed;
}

QByteArray tst_http2peers::byCurl(const HttpRequest& typed) const
{
    const bool isPlain = typed.url.startsWith(QStringLiteral("http:"));
    Program curl(QStringLiteral("curl"),
                 {QStringLiteral("-qs"),
                  isPlain ? QStringLiteral("--http2-prior-knowledge") : QStringLiteral("--http2"),
                  QStringLiteral("--noproxy"), QStringLiteral("*"), QStringLiteral("--cacert"),
                  path(QStringLiteral("cert.pem")), QStringLiteral("-w"),
                  QStringLiteral("\\n%{http_version}"), typed.url});
    return curl.wait() == 0 ? curl.process().readAllStandardOutput() : QByteArray("curl failed");
}

void tst_http2peers::files_data()
{
    QTest::addColumn<QString>("server");
    for (const char* name : {"h2c", "nghttpd", "nginx"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_http2peers::files()
{
    QFETCH(QString, server);
    HttpFixture http(false);
    const HttpRequest typed = to(server, QStringLiteral("/big.bin"));
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    const HttpHop& hop = exchange.hops.constLast();
    QCOMPARE(hop.status, 200);
    QCOMPARE(hop.version, QByteArray("HTTP/2"));
    QVERIFY(contentOf(exchange.body) == m_big);
    QCOMPARE(exchange.bodyBytes, m_big.size());
    if (hop.tls) {
        QCOMPARE(hop.tls->alpn, QStringLiteral("h2"));
        QVERIFY(hop.tls->verified && hop.timings.encrypted.isValid());
    }
    if (Program::isThere(QStringLiteral("curl")))
        QVERIFY(byCurl(typed) == m_big + "\n2");
}

void tst_http2peers::methods_data()
{
    files_data();
}

void tst_http2peers::methods()
{
    QFETCH(QString, server);
    HttpFixture http(false);
    HttpExchange exchange = http.run(to(server, QStringLiteral("/missing?a=b%20c")));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.constLast().status, 404);
    HttpRequest head = to(server, QStringLiteral("/big.bin"));
    head.method = QStringLiteral("HEAD");
    exchange = http.run(head);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.constLast().status, 200);
    QCOMPARE(exchange.bodyBytes, 0);
    QVERIFY(exchange.hops.constLast().timings.reused);
}

void tst_http2peers::uploads_data()
{
    files_data();
}

void tst_http2peers::uploads()
{
    QFETCH(QString, server);
    HttpFixture http(false);
    HttpRequest typed = to(server, QStringLiteral("/upload"));
    typed.method = QStringLiteral("POST");
    typed.body.kind = HttpBody::Kind::File;
    typed.body.filePath = path(QStringLiteral("www/big.bin"));
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.constLast().status, 200);
    // nginx answers before it has read everything.
    if (server != QStringLiteral("nginx"))
        QCOMPARE(exchange.hops.constLast().requestBodyBytes, m_big.size());
    QVERIFY(contentOf(exchange.body) == (server == QStringLiteral("nginx") ? QByteArray("taken") : m_big));
}

void tst_http2peers::trailers()
{
    HttpFixture http(false);
    const HttpExchange exchange = http.run(to(QStringLiteral("h2c"), QStringLiteral("/big.bin")));
    QVERIFY(exchange.hops.constLast().responseHead.endsWith("x-trailer: the end\r\n\r\n"));
}

void tst_http2peers::reuse()
{
    HttpFixture http(false);
    for (int i = 0; i < 5; ++i) {
        const HttpExchange exchange = http.run(to(QStringLiteral("nghttpd"), QStringLiteral("/big.bin")));
        QCOMPARE(exchange.error, Error());
        QCOMPARE(exchange.bodyBytes, m_big.size());
        QCOMPARE(exchange.hops.constLast().timings.reused, i > 0);
    }
    HttpRequest alone = to(QStringLiteral("nghttpd"), QStringLiteral("/big.bin"));
    alone.settings.keepConnection = false;
    for (int i = 0; i < 2; ++i) {
        const HttpExchange exchange = http.run(alone);
        QCOMPARE(exchange.error, Error());
        QVERIFY(!exchange.hops.constLast().timings.reused);
    }
}

/// The server picks HTTP/1.1: it is spoken over the same connection, and kept.
void tst_http2peers::nginxWithoutHttp2()
{
    HttpFixture http(false);
    for (int i = 0; i < 2; ++i) {
        const HttpExchange exchange = http.run(to(QStringLiteral("nginx-1"), QStringLiteral("/big.bin")));
        QCOMPARE(exchange.error, Error());
        QCOMPARE(exchange.hops.constLast().version, QByteArray("HTTP/1.1"));
        QVERIFY(exchange.hops.constLast().requestHead.startsWith("GET /big.bin HTTP/1.1\r\nHost: localhost"));
        QVERIFY(contentOf(exchange.body) == m_big);
        QCOMPARE(exchange.hops.constLast().timings.reused, i > 0);
    }
    QCOMPARE(http.sink.count(), 1 + int(http.sink.row(0).has(RecordKind::Failed)));
}

void tst_http2peers::priorKnowledgeOfNoHttp2_data()
{
    QTest::addColumn<QString>("server");
    for (const char* name : {"nginx-1", "nginx-plain"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_http2peers::priorKnowledgeOfNoHttp2()
{
    QFETCH(QString, server);
    HttpFixture http(false);
    HttpRequest typed = to(server, QStringLiteral("/big.bin"));
    typed.settings.version = HttpVersion::Http2Prior;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.phase, HttpExchange::Phase::Failed);
    QVERIFY2(exchange.error.code == ErrorCode::NotHttp || exchange.error.code == ErrorCode::BadHttp2 ||
                 exchange.error.code == ErrorCode::TlsFailed,
             qPrintable(errorName(exchange.error.code) + u' ' + exchange.error.detail));
    QVERIFY(!exchange.error.detail.isEmpty());
}

void tst_http2peers::untrusted()
{
    HttpFixture http(false);
    HttpRequest typed = to(QStringLiteral("nginx"), QStringLiteral("/big.bin"));
    QCOMPARE(http.run(typed).error, Error());
    typed.settings.tls.caFile.clear();
    QCOMPARE(http.run(typed).error.code, ErrorCode::CertificateUntrusted);
    typed.settings.tls.verify = false;
    QCOMPARE(http.run(typed).error, Error());
    typed.settings.tls.verify = true;
    QCOMPARE(http.run(typed).error.code, ErrorCode::CertificateUntrusted);
}

void tst_http2peers::throughProxies_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<QString>("proxy");
    for (const char* server : {"h2c", "nghttpd", "nginx"}) {
        for (const char* proxy : {"squid", "squid, digest", "socks"})
            QTest::addRow("%s, %s", server, proxy)
                << QString::fromLatin1(server) << QString::fromLatin1(proxy);
    }
}

/// A tunnel carries HTTP/2 as the wire does: down, up, and again over the same connection. The login stays
/// with the proxy, which is its own phase.
void tst_http2peers::throughProxies()
{
    QFETCH(QString, server);
    QFETCH(QString, proxy);
    HttpRequest typed = to(server, QStringLiteral("/big.bin"));
    typed.settings.proxy = proxyOf(proxy);
    if (typed.settings.proxy.kind == ProxySpec::Kind::None)
        QSKIP("this proxy is not there");
    HttpFixture http(false);
    const HttpExchange down = http.run(typed);
    QCOMPARE(down.error, Error());
    const HttpHop& hop = down.hops.constFirst();
    QCOMPARE(hop.version, QByteArray("HTTP/2"));
    QVERIFY(contentOf(down.body) == m_big);
    QVERIFY(hop.timings.tunneled.isValid());
    QVERIFY(!hop.requestHead.toLower().contains("proxy-authorization"));
    QVERIFY(hop.proxy.endsWith(QString::number(typed.settings.proxy.port)));

    typed.url.replace(QStringLiteral("/big.bin"), QStringLiteral("/upload"));
    typed.method = QStringLiteral("POST");
    typed.body = fileBody(path(QStringLiteral("www/big.bin")));
    const HttpExchange up = http.run(typed);
    QCOMPARE(up.error, Error());
    QCOMPARE(up.hops.first().version, QByteArray("HTTP/2"));
    QVERIFY(up.hops.first().timings.reused);
    // nginx answers before it has read all.
    const bool echoes = server != QStringLiteral("nginx");
    QVERIFY(contentOf(up.decoded) == (echoes ? m_big : QByteArray("taken")));
    QVERIFY(!echoes || up.hops.first().requestBodyBytes == m_big.size());
}

void tst_http2peers::proxyRefuses()
{
    if (!m_squid || !m_nginx)
        QSKIP("squid or nginx is not there");
    HttpFixture http(false);
    HttpRequest typed = to(QStringLiteral("nginx"), QStringLiteral("/big.bin"));
    typed.settings.proxy = proxyOf(QStringLiteral("squid"));
    typed.settings.proxy.password = QStringLiteral("wrong");
    QCOMPARE(http.run(typed).error.code, ErrorCode::ProxyLoginRefused);
    typed.settings.proxy = proxyOf(QStringLiteral("squid"));
    typed.url = QStringLiteral("https://www.forbidden.example/");
    QCOMPARE(http.run(typed).error.code, ErrorCode::ProxyRefused);
    typed.settings.proxy.kind = ProxySpec::Kind::Socks5;
    typed.settings.proxy.port = m_ports[QStringLiteral("nginx-plain")];
    QCOMPARE(http.run(typed).error.code, ErrorCode::BadProxy);
}

void tst_http2peers::terminal_data()
{
    files_data();
}

/// The terminal program, and what its capture says of the frames.
void tst_http2peers::terminal()
{
    QFETCH(QString, server);
    const QString cli = qEnvironmentVariable("WIRELOUPE_CLI");
    if (!QFile::exists(cli))
        QSKIP("the terminal program is not built");
    const HttpRequest typed = to(server, QStringLiteral("/big.bin"));
    const bool isPlain = typed.settings.version == HttpVersion::Http2Prior;
    const QString capture = path(server + QStringLiteral(".pcapng"));
    Program program(cli, {QStringLiteral("http"), QStringLiteral("GET"), typed.url,
                          isPlain ? QStringLiteral("--http2-prior-knowledge") : QStringLiteral("--http2"),
                          QStringLiteral("--ca"), path(QStringLiteral("cert.pem")), QStringLiteral("-o"),
                          path(QStringLiteral("out.bin")), QStringLiteral("--capture"), capture});
    QCOMPARE(program.wait(), 0);
    const QByteArray words = program.errors();
    QVERIFY2(words.contains("HTTP/2 200"), words.constData());
    QFile out(path(QStringLiteral("out.bin")));
    QVERIFY(out.open(QIODevice::ReadOnly) && out.readAll() == m_big);
    for (const char* filter : {"http.status == 200", "http.method == GET", "http2.type == SETTINGS"}) {
        Program list(cli, {QStringLiteral("capture"), QStringLiteral("list"), capture,
                           QStringLiteral("--filter"), QString::fromLatin1(filter)});
        QCOMPARE(list.wait(), 0);
        QVERIFY2(!list.process().readAllStandardOutput().trimmed().isEmpty(), filter);
    }
}

QTEST_MAIN(tst_http2peers)
#include "tst_http2peers.moc"
