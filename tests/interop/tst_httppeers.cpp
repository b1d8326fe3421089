// SPDX-License-Identifier: MIT
#include "http/httpfixture.h"
#include "support/localport.h"
#include "support/patience.h"
#include "support/program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;
using Phase = HttpExchange::Phase;

namespace {

bool writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

/// The HTTP client against servers that other people wrote: Python's http.server, nginx, openssl s_server.
class tst_httppeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();

    void python_data();
    void python();
    void pythonUnderstandsForms();
    void pythonUnderstandsParts();
    void pythonAnswers_data();
    void pythonAnswers();
    void pythonStreamsEvents_data();
    void pythonStreamsEvents();

    void nginxServesFiles();
    void nginxEndsKeptConnections();
    void nginxRefusesALargeUpload();
    void nginxRedirects();
    void nginxByTls_data();
    void nginxByTls();
    void nginxToldPlainOnItsTlsPort();

    void opensslServer_data();
    void opensslServer();

private:
    void startPython();
    void startNginx();
    /// Makes an authority and certificates with the openssl program: good, expired, for another name.
    void makeCertificates();
    [[nodiscard]] bool openssl(const QStringList& arguments);
    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }
    [[nodiscard]] QString python(const QString& target) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_pythonPort).arg(target);
    }
    [[nodiscard]] QString nginx(const QString& target) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_nginxPort).arg(target);
    }
    [[nodiscard]] QJsonObject understood(const HttpRequest& typed);

    QTemporaryDir m_dir;
    std::unique_ptr<Program> m_python;
    std::unique_ptr<Program> m_nginx;
    quint16 m_pythonPort = 0;
    quint16 m_nginxPort = 0;
    quint16 m_tlsPort = 0;
    quint16 m_expiredPort = 0;
    quint16 m_otherNamePort = 0;
};

void tst_httppeers::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", path(QStringLiteral("cache")).toUtf8());
    makeCertificates();
    startPython();
    startNginx();
}

void tst_httppeers::init()
{
    const QByteArray name = QTest::currentTestFunction();
    if (name.startsWith("python") && m_pythonPort == 0)
        QSKIP("python3 is not there");
    if (name.startsWith("nginx") && m_nginxPort == 0)
        QSKIP("nginx is not there");
    if (name.startsWith("openssl") && !Program::isThere(QStringLiteral("openssl")))
        QSKIP("openssl is not there");
}

bool tst_httppeers::openssl(const QStringList& arguments)
{
    Program program(QStringLiteral("openssl"), arguments);
    const int code = program.wait();
    if (code != 0)
        qWarning("openssl: %s", program.errors().constData());
    return code == 0;
}

void tst_httppeers::makeCertificates()
{
    if (!Program::isThere(QStringLiteral("openssl")))
        return;
    QVERIFY(openssl({QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                     QStringLiteral("rsa:2048"), QStringLiteral("-nodes"), QStringLiteral("-days"),
                     QStringLiteral("2"), QStringLiteral("-subj"), QStringLiteral("/CN=Interop authority"),
                     QStringLiteral("-keyout"), path(QStringLiteral("ca.key")), QStringLiteral("-out"),
                     path(QStringLiteral("ca.pem"))}));
    const auto issue = [&](const QString& name, const QString& host, const QStringList& validity) {
        const QString request = path(name + QStringLiteral(".csr"));
        const QString extensions = path(name + QStringLiteral(".ext"));
        QVERIFY(writeFile(extensions, "subjectAltName=DNS:" + host.toUtf8() + "\n"));
        QVERIFY(openssl({QStringLiteral("req"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
                         QStringLiteral("-nodes"), QStringLiteral("-subj"), QStringLiteral("/CN=") + host,
                         QStringLiteral("-keyout"), path(name + QStringLiteral(".key")),
                         QStringLiteral("-out"), request}));
        QVERIFY(openssl(QStringList{QStringLiteral("x509"), QStringLiteral("-req"), QStringLiteral("-in"),
                                    request, QStringLiteral("-CA"), path(QStringLiteral("ca.pem")),
                                    QStringLiteral("-CAkey"), path(QStringLiteral("ca.key")),
                                    QStringLiteral("-CAcreateserial"), QStringLiteral("-extfile"), extensions,
                                    QStringLiteral("-out"), path(name + QStringLiteral(".pem"))} +
                        validity));
    };
    issue(QStringLiteral("good"), QStringLiteral("localhost"),
          {QStringLiteral("-days"), QStringLiteral("2")});
    // x509 cannot date back; a certificate of no days is over at once.
    issue(QStringLiteral("expired"), QStringLiteral("localhost"),
          {QStringLiteral("-days"), QStringLiteral("-1")});
    issue(QStringLiteral("other"), QStringLiteral("elsewhere.example"),
          {QStringLiteral("-days"), QStringLiteral("2")});
}

void tst_httppeers::startPython()
{
    if (!Program::isThere(QStringLiteral("python3")))
        return;
    m_python =
        std::make_unique<Program>(QStringLiteral("python3"), QStringList{QFINDTESTDATA("http_server.py")});
    m_pythonPort = m_python->line().toUShort();
    QVERIFY(m_pythonPort != 0);
}

void tst_httppeers::startNginx()
{
    if (!Program::isThere(QStringLiteral("nginx")) && !QFile::exists(QStringLiteral("/usr/sbin/nginx")))
        return;
    m_nginxPort = freePort();
    m_tlsPort = freePort();
    m_expiredPort = freePort();
    m_otherNamePort = freePort();
    QVERIFY(QDir(m_dir.path()).mkpath(QStringLiteral("www/folder")));
    QByteArray big(8 * 1024 * 1024, '\0');
    for (qsizetype i = 0; i < big.size(); ++i)
        big[i] = char(i * 7 + i / 4096);
    QVERIFY(writeFile(path(QStringLiteral("www/big.bin")), big));
    QVERIFY(writeFile(path(QStringLiteral("www/page.txt")), QByteArray("a line of text\n").repeated(1000)));
    const auto tls = [&](quint16 port, const char* name) {
        const QByteArray base = path(QString::fromLatin1(name)).toUtf8();
        return "server { listen 127.0.0.1:" + QByteArray::number(port) + " ssl; ssl_certificate " + base +
               ".pem; ssl_certificate_key " + base + ".key; root " + path(QStringLiteral("www")).toUtf8() +
               "; }\n";
    };
    const QByteArray home = m_dir.path().toUtf8();
    const QByteArray configuration =
        "daemon off; master_process off; pid " + home + "/nginx.pid; error_log " + home +
        "/error.log;\n"
        "events { worker_connections 256; }\nhttp { access_log off; gzip on; gzip_types *; gzip_min_length "
        "100;\n"
        "client_body_temp_path " +
        home + "/body; proxy_temp_path " + home + "/proxy; fastcgi_temp_path " + home +
        "/fastcgi; uwsgi_temp_path " + home + "/uwsgi; scgi_temp_path " + home +
        "/scgi;\n"
        "client_max_body_size 1m;\n"
        "server { listen 127.0.0.1:" +
        QByteArray::number(m_nginxPort) + "; root " + home +
        "/www; keepalive_requests 3; absolute_redirect off;\n"
        "location /plain/ { alias " +
        home +
        "/www/; gzip off; }\n"
        "location /upload { return 200 'taken'; }\n}\n" +
        tls(m_tlsPort, "good") + tls(m_expiredPort, "expired") + tls(m_otherNamePort, "other") + "}\n";
    QVERIFY(writeFile(path(QStringLiteral("nginx.conf")), configuration));
    m_nginx = std::make_unique<Program>(QStringLiteral("/usr/sbin/nginx"),
                                        QStringList{QStringLiteral("-p"), m_dir.path(), QStringLiteral("-e"),
                                                    path(QStringLiteral("error.log")), QStringLiteral("-c"),
                                                    path(QStringLiteral("nginx.conf"))});
    QTRY_VERIFY2(answers(m_nginxPort), m_nginx->errors().constData());
}

QJsonObject tst_httppeers::understood(const HttpRequest& typed)
{
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    if (exchange.error.code != ErrorCode::None)
        return {};
    return QJsonDocument::fromJson(contentOf(exchange.body)).object();
}

void tst_httppeers::python_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("target");
    for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY", "BREW"})
        QTest::newRow(method) << QString::fromLatin1(method) << QStringLiteral("/echo?a=b%20c&d");
}

void tst_httppeers::python()
{
    QFETCH(QString, method);
    QFETCH(QString, target);
    HttpRequest typed = request(python(target), method);
    typed.body.kind = HttpBody::Kind::Json;
    typed.body.text = QStringLiteral("{\"ä\": [1, 2.5, null]}");
    typed.headers = {{QStringLiteral("X-Own"), QStringLiteral("value"), true, false, {}}};
    const QJsonObject told = understood(typed);
    QCOMPARE(told[QStringLiteral("method")].toString(), method);
    QCOMPARE(told[QStringLiteral("path")].toString(), target);
    QCOMPARE(told[QStringLiteral("json")].toObject(),
             QJsonDocument::fromJson(typed.body.text.toUtf8()).object());
    const QJsonArray fields = told[QStringLiteral("fields")].toArray();
    QVERIFY(fields.contains(QJsonArray({QStringLiteral("X-Own"), QStringLiteral("value")})));
    QVERIFY(fields.contains(
        QJsonArray({QStringLiteral("Host"), QStringLiteral("127.0.0.1:%1").arg(m_pythonPort)})));
}

void tst_httppeers::pythonUnderstandsForms()
{
    HttpRequest typed = request(python(QStringLiteral("/form")), QStringLiteral("POST"));
    typed.body.kind = HttpBody::Kind::Form;
    typed.body.fields = {{QStringLiteral("a b"), QStringLiteral("1&2=3+4%"), true, false, {}},
                         {QStringLiteral("ü"), QStringLiteral("€\r\nnext"), true, false, {}},
                         {QStringLiteral("empty"), {}, true, false, {}},
                         {QStringLiteral("a b"), QStringLiteral("again"), true, false, {}}};
    const QJsonArray expected{QJsonArray{QStringLiteral("a b"), QStringLiteral("1&2=3+4%")},
                              QJsonArray{QStringLiteral("ü"), QStringLiteral("€\r\nnext")},
                              QJsonArray{QStringLiteral("empty"), QString()},
                              QJsonArray{QStringLiteral("a b"), QStringLiteral("again")}};
    QCOMPARE(understood(typed)[QStringLiteral("form")].toArray(), expected);
}

void tst_httppeers::pythonUnderstandsParts()
{
    const QByteArray bytes =
        QByteArray("binary \r\n--not a boundary\r\n\x01\xfe", 29) + QByteArray(100'000, 'z');
    QVERIFY(writeFile(path(QStringLiteral("pic ture.png")), bytes));
    HttpRequest typed = request(python(QStringLiteral("/parts")), QStringLiteral("POST"));
    typed.body.kind = HttpBody::Kind::Multipart;
    typed.body.parts = {{QStringLiteral("text"), QStringLiteral("line\r\nline"), {}, {}, true, {}},
                        {QStringLiteral("file"), {}, {path(QStringLiteral("pic ture.png"))}, {}, true, {}}};
    const QJsonArray expected{QJsonArray{QStringLiteral("text"), QJsonValue(), QStringLiteral("text/plain"),
                                         QStringLiteral("line\r\nline")},
                              QJsonArray{QStringLiteral("file"), QStringLiteral("pic ture.png"),
                                         QStringLiteral("image/png"), QString::fromLatin1(bytes)}};
    QCOMPARE(understood(typed)[QStringLiteral("parts")].toArray(), expected);
}

void tst_httppeers::pythonAnswers_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("target");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("decoded");
    const auto row = [](const char* name, const char* method, const char* target, int status,
                        const QByteArray& decoded) {
        QTest::newRow(name) << QString::fromLatin1(method) << QString::fromLatin1(target) << status
                            << decoded;
    };
    row("gzip", "GET", "/gzip", 200, QByteArray("plain ").repeated(1000));
    row("chunked", "GET", "/chunked", 200, "one two three");
    row("until close", "GET", "/until-close", 200, "until the end");
    row("redirect", "GET", "/redirect?/chunked", 200, "one two three");
    row("HEAD", "HEAD", "/gzip", 200, "");
    row("404", "GET", "/status/404", 404, "body");
    row("500", "POST", "/status/500", 500, "body");
}

void tst_httppeers::pythonAnswers()
{
    QFETCH(QString, method);
    QFETCH(QString, target);
    QFETCH(int, status);
    QFETCH(QByteArray, decoded);
    HttpFixture http;
    for (int round = 0; round < 2; ++round) {
        const HttpExchange exchange = http.run(request(python(target), method));
        QCOMPARE(exchange.error, Error());
        QCOMPARE(exchange.hops.last().status, status);
        QCOMPARE(contentOf(exchange.decoded), decoded);
        QVERIFY(!exchange.decodeError);
        QCOMPARE(exchange.hops.last().warnings, QStringList());
    }
}

void tst_httppeers::pythonStreamsEvents_data()
{
    QTest::addColumn<HttpEngine>("engine");
    QTest::newRow("qt") << HttpEngine::Qt;
    QTest::newRow("exact") << HttpEngine::Exact;
}

/// Events are there as they come, and cancel closes the socket at once: the server sees it.
void tst_httppeers::pythonStreamsEvents()
{
    QFETCH(HttpEngine, engine);
    HttpFixture http;
    HttpRequest typed = request(python(QStringLiteral("/ended")));
    typed.settings.engine = engine;
    const int before = contentOf(http.run(typed).body).toInt();
    typed.url = python(QStringLiteral("/events"));
    const Result<ExchangeId> id = http.start(typed);
    QVERIFY(id);
    QTRY_VERIFY_WITH_TIMEOUT(contentOf(http.last[*id].body).count("event: tick") >= 3, kPatienceMs);
    QCOMPARE(http.last[*id].phase, Phase::Receiving);
    http.client->cancel(*id);
    QCOMPARE(http.wait(*id).phase, Phase::Canceled);
    typed.url = python(QStringLiteral("/ended"));
    QTRY_COMPARE_WITH_TIMEOUT(contentOf(http.run(typed).body).toInt(), before + 1, kPatienceMs);
}

void tst_httppeers::nginxServesFiles()
{
    HttpFixture http;
    HttpExchange exchange = http.run(request(nginx(QStringLiteral("/plain/big.bin"))));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.bodyBytes, 8 * 1024 * 1024);
    QFile original(path(QStringLiteral("www/big.bin")));
    QVERIFY(original.open(QIODevice::ReadOnly));
    QVERIFY(contentOf(exchange.body) == original.readAll());

    // gzip by nginx comes chunked.
    exchange = http.run(request(nginx(QStringLiteral("/page.txt"))));
    QCOMPARE(contentOf(exchange.decoded), QByteArray("a line of text\n").repeated(1000));
    QVERIFY(exchange.bodyBytes < exchange.decodedBytes / 10);
    QVERIFY(exchange.hops.first().fields.contains(WireField{"Content-Encoding", "gzip"}));
    QVERIFY(exchange.hops.first().fields.contains(WireField{"Transfer-Encoding", "chunked"}));

    HttpRequest part = request(nginx(QStringLiteral("/plain/page.txt")));
    part.headers = {{QStringLiteral("Range"), QStringLiteral("bytes=2-5"), true, false, {}}};
    exchange = http.run(part);
    QCOMPARE(exchange.hops.first().status, 206);
    QCOMPARE(contentOf(exchange.body), QByteArray("line"));

    QCOMPARE(http.run(request(nginx(QStringLiteral("/missing")))).hops.first().status, 404);
    QCOMPARE(
        http.run(request(nginx(QStringLiteral("/page.txt")), QStringLiteral("BREW"))).hops.first().status,
        405);
}

void tst_httppeers::nginxEndsKeptConnections()
{
    // keepalive_requests 3: the server says so in its third answer, and the fourth request takes a new
    // connection.
    HttpFixture http;
    QList<bool> reused;
    for (int i = 0; i < 7; ++i) {
        const HttpExchange exchange = http.run(request(nginx(QStringLiteral("/plain/page.txt"))));
        QCOMPARE(exchange.error, Error());
        reused.append(exchange.hops.first().timings.reused);
    }
    QCOMPARE(reused, QList<bool>({false, true, true, false, true, true, false}));
}

void tst_httppeers::nginxRefusesALargeUpload()
{
    HttpFixture http;
    HttpRequest typed = request(nginx(QStringLiteral("/upload")), QStringLiteral("POST"));
    typed.body.kind = HttpBody::Kind::File;
    typed.body.filePath = path(QStringLiteral("www/big.bin"));
    const HttpExchange exchange = http.run(typed);
    // It answers before the body is there and closes: the answer counts, unless its reset overtakes it.
    QVERIFY(exchange.hops.first().status == 413 || exchange.error.code == ErrorCode::ConnectionReset);
    QCOMPARE(http.run(request(nginx(QStringLiteral("/plain/page.txt")))).error, Error());
}

void tst_httppeers::nginxRedirects()
{
    HttpFixture http;
    const HttpExchange exchange = http.run(request(nginx(QStringLiteral("/folder"))));
    QCOMPARE(exchange.hops.size(), 2);
    QCOMPARE(exchange.hops.first().status, 301);
    QCOMPARE(exchange.hops.last().url, nginx(QStringLiteral("/folder/")));
    QCOMPARE(exchange.hops.last().status, 403);
}

void tst_httppeers::nginxByTls_data()
{
    QTest::addColumn<QString>("server");
    QTest::addColumn<bool>("verify");
    QTest::addColumn<int>("code");
    QTest::newRow("good") << QStringLiteral("good") << true << int(ErrorCode::None);
    QTest::newRow("expired") << QStringLiteral("expired") << true << int(ErrorCode::CertificateExpired);
    QTest::newRow("other name") << QStringLiteral("other") << true << int(ErrorCode::CertificateWrongHost);
    QTest::newRow("expired, anyway") << QStringLiteral("expired") << false << int(ErrorCode::None);
    QTest::newRow("other name, anyway") << QStringLiteral("other") << false << int(ErrorCode::None);
}

void tst_httppeers::nginxByTls()
{
    QFETCH(QString, server);
    QFETCH(bool, verify);
    QFETCH(int, code);
    const quint16 port = server == QStringLiteral("good")      ? m_tlsPort
                         : server == QStringLiteral("expired") ? m_expiredPort
                                                               : m_otherNamePort;
    HttpRequest typed = request(QStringLiteral("https://localhost:%1/page.txt").arg(port));
    typed.settings.tls.caFile = path(QStringLiteral("ca.pem"));
    typed.settings.tls.verify = verify;
    HttpFixture http;
    for (int round = 0; round < 2; ++round) {
        const HttpExchange exchange = http.run(typed);
        QVERIFY2(int(exchange.error.code) == code, qPrintable(exchange.error.detail));
        const HttpHop& hop = exchange.hops.first();
        QVERIFY(hop.tls && !hop.tls->certificateChainPem.isEmpty());
        const bool isGood = server == QStringLiteral("good");
        QCOMPARE(hop.tls->verified, isGood);
        QCOMPARE(hop.tls->problems.isEmpty(), isGood);
        QCOMPARE(hop.timings.reused, isGood && round == 1);
        if (code == 0)
            QCOMPARE(contentOf(exchange.decoded), QByteArray("a line of text\n").repeated(1000));
    }
}

void tst_httppeers::nginxToldPlainOnItsTlsPort()
{
    HttpFixture http;
    const HttpExchange exchange = http.run(request(QStringLiteral("http://127.0.0.1:%1/").arg(m_tlsPort)));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.first().status, 400);
    QVERIFY(contentOf(exchange.decoded).contains("plain HTTP request was sent to HTTPS port"));
}

void tst_httppeers::opensslServer_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QString>("protocol");
    QTest::newRow("TLS 1.2") << QStringLiteral("-tls1_2") << QStringLiteral("TLSv1.2");
    QTest::newRow("TLS 1.3") << QStringLiteral("-tls1_3") << QStringLiteral("TLSv1.3");
}

void tst_httppeers::opensslServer()
{
    QFETCH(QString, option);
    QFETCH(QString, protocol);
    const quint16 port = freePort();
    Program server(QStringLiteral("openssl"),
                   {QStringLiteral("s_server"), QStringLiteral("-www"), QStringLiteral("-quiet"), option,
                    QStringLiteral("-accept"), QStringLiteral("127.0.0.1:%1").arg(port),
                    QStringLiteral("-cert"), path(QStringLiteral("good.pem")), QStringLiteral("-key"),
                    path(QStringLiteral("good.key")), QStringLiteral("-alpn"), QStringLiteral("http/1.1")});
    HttpRequest typed = request(QStringLiteral("https://localhost:%1/").arg(port));
    typed.settings.tls.caFile = path(QStringLiteral("ca.pem"));
    typed.settings.tls.alpn = {QStringLiteral("http/1.1")};
    HttpFixture http;
    HttpExchange exchange;
    for (int i = 0; i < 200; ++i) {
        exchange = http.run(typed);
        if (exchange.error.code != ErrorCode::ConnectionRefused)
            break;
        QTest::qWait(20);
    }
    QVERIFY2(exchange.error.code == ErrorCode::None, qPrintable(errorName(exchange.error.code)));
    const HttpHop& hop = exchange.hops.first();
    QCOMPARE(hop.status, 200);
    QVERIFY(hop.tls && hop.tls->verified);
    QCOMPARE(hop.tls->protocol, protocol);
    QCOMPARE(hop.tls->alpn, QStringLiteral("http/1.1"));
    // Its page tells the cipher that it used, in its own words.
    QVERIFY(contentOf(exchange.decoded).contains(hop.tls->cipher.toUtf8()));
}

QTEST_GUILESS_MAIN(tst_httppeers)
#include "tst_httppeers.moc"
