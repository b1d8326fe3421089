// SPDX-License-Identifier: MIT
#include "history/historystore.h"
#include "http/httpfixture.h"
#include "support/patience.h"
#include "support/program.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>
#include <QUrl>

using namespace wl;
using namespace wl::test;
using namespace wltest;

namespace {

const QString debianPython = QStringLiteral("/usr/bin/python3"); // the one that sees Debian's packages

HttpField row(const char* name, const char* value, bool enabled = true)
{
    return {QString::fromUtf8(name), QString::fromUtf8(value), enabled, false, {}};
}

QJsonObject jsonOf(const HttpExchange& exchange)
{
    const std::shared_ptr<BodyFile>& body = exchange.decoded ? exchange.decoded : exchange.body;
    return QJsonDocument::fromJson(contentOf(body)).object();
}

} // namespace

/// What a request can have and what can come of it, each used against httpbin, by both engines.
class tst_httpbinpeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void queriesAndPaths_data() { engines(); }
    void queriesAndPaths();
    void bodies_data();
    void bodies();
    void apiKeys_data() { engines(); }
    void apiKeys();
    void redirects_data() { engines(); }
    void redirects();
    void authOnRedirects_data() { engines(); }
    void authOnRedirects();
    void timeouts_data() { engines(); }
    void timeouts();
    void addresses_data() { engines(); }
    void addresses();
    void codings_data();
    void codings();
    void duplicateFields_data() { engines(); }
    void duplicateFields();
    void pieceByPiece_data() { engines(); }
    void pieceByPiece();
    void pictures_data() { engines(); }
    void pictures();
    void history_data() { engines(); }
    void history();

private:
    static void engines()
    {
        QTest::addColumn<HttpEngine>("engine");
        QTest::newRow("qt") << HttpEngine::Qt;
        QTest::newRow("exact") << HttpEngine::Exact;
    }
    [[nodiscard]] QString url(const QString& target, const char* host = "127.0.0.1") const
    {
        return QStringLiteral("http://%1:%2%3").arg(QLatin1String(host)).arg(m_port).arg(target);
    }
    [[nodiscard]] HttpRequest asking(const QString& target, const char* method = "GET") const
    {
        QFETCH(HttpEngine, engine);
        HttpRequest typed = request(url(target), QString::fromLatin1(method));
        typed.settings.engine = engine;
        return typed;
    }
    /// What httpbin says that it got.
    [[nodiscard]] QJsonObject got(const HttpRequest& typed) { return jsonOf(m_http->run(typed)); }

    QTemporaryDir m_dir;
    std::unique_ptr<Program> m_httpbin;
    quint16 m_port = 0;
    std::unique_ptr<HttpFixture> m_http;
};

void tst_httpbinpeers::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.filePath(QStringLiteral("cache")).toUtf8());
    m_httpbin = std::make_unique<Program>(debianPython, QStringList{QFINDTESTDATA("httpbin_server.py")});
    m_port = m_httpbin->line().toUShort();
}

void tst_httpbinpeers::init()
{
    if (m_port == 0)
        QSKIP("python3-httpbin is not there");
    m_http = std::make_unique<HttpFixture>();
}

void tst_httpbinpeers::cleanupTestCase()
{
    m_http.reset();
    m_httpbin.reset();
}

void tst_httpbinpeers::queriesAndPaths()
{
    HttpRequest typed = asking(QStringLiteral("/anything/:kind/x?first=1"));
    typed.pathVariables = {row("kind", "a b/c")};
    typed.query = {row("second", "\u00e4&="), row("second", "again"), row("off", "not", false)};
    const QJsonObject told = got(typed);
    const QJsonObject expected{
        {QStringLiteral("first"), QStringLiteral("1")},
        {QStringLiteral("second"), QJsonArray{QStringLiteral("\u00e4&="), QStringLiteral("again")}}};
    QCOMPARE(told.value(QLatin1String("args")).toObject(), expected);
    QVERIFY2(told.value(QLatin1String("url")).toString().contains(QStringLiteral("/anything/a b/c/x?")) ||
                 told.value(QLatin1String("url")).toString().contains(QStringLiteral("/anything/a%20b")),
             qPrintable(told.value(QLatin1String("url")).toString()));
    // As typed: what is encoded already stays so.
    HttpRequest plain = asking(QStringLiteral("/anything?q=%2B+b"));
    plain.settings.encodeUrl = false;
    const HttpExchange exchange = m_http->run(plain);
    QVERIFY(exchange.hops.first().requestHead.startsWith("GET /anything?q=%2B+b HTTP/1.1\r\n"));
    QCOMPARE(jsonOf(exchange).value(QLatin1String("args")).toObject().value(QLatin1String("q")).toString(),
             QStringLiteral("+ b"));
}

void tst_httpbinpeers::bodies_data()
{
    QTest::addColumn<HttpEngine>("engine");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("type");
    using Kind = HttpBody::Kind;
    for (const HttpEngine engine : {HttpEngine::Qt, HttpEngine::Exact}) {
        const auto body = [&](const char* name, Kind kind, const char* text, const char* type) {
            QTest::addRow("%s %s", engine == HttpEngine::Qt ? "qt" : "exact", name)
                << engine << int(kind) << QString::fromUtf8(text) << QString::fromUtf8(type);
        };
        body("text", Kind::Text, "a\n\u00e4", "text/plain");
        body("JSON", Kind::Json, "{\"b\": 1.10, \"a\": [null, \"\u00e4\"]}", "application/json");
        body("XML", Kind::Xml, "<a b='1'>\u00e4</a>", "application/xml");
        body("GraphQL", Kind::GraphQl, "query Q($a: Int) { x(a: $a) }", "application/json");
        body("file", Kind::File, "bytes of a file", "application/octet-stream");
    }
}

void tst_httpbinpeers::bodies()
{
    QFETCH(int, kind);
    QFETCH(QString, text);
    QFETCH(QString, type);
    HttpRequest typed = asking(QStringLiteral("/anything"), "PUT");
    typed.body.kind = HttpBody::Kind(kind);
    typed.body.text = text;
    QByteArray expected = text.toUtf8();
    if (typed.body.kind == HttpBody::Kind::GraphQl)
        typed.body.variables = QStringLiteral("{\"a\": 1.0}");
    if (typed.body.kind == HttpBody::Kind::File) {
        QFile file(m_dir.filePath(QStringLiteral("body.bin")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(expected) > 0);
        typed.body.filePath = file.fileName();
    }
    const QJsonObject told = got(typed);
    QCOMPARE(told.value(QLatin1String("method")).toString(), QStringLiteral("PUT"));
    const QString sent = told.value(QLatin1String("data")).toString();
    if (typed.body.kind == HttpBody::Kind::GraphQl) {
        const QJsonObject query = QJsonDocument::fromJson(sent.toUtf8()).object();
        QCOMPARE(query.value(QLatin1String("query")).toString(), text);
        QCOMPARE(query.value(QLatin1String("operationName")).toString(), QStringLiteral("Q"));
        QVERIFY(sent.contains(QStringLiteral("{\"a\": 1.0}"))); // letter by letter
    } else {
        QCOMPARE(sent.toUtf8(), expected);
    }
    const QString saidType =
        told.value(QLatin1String("headers")).toObject().value(QLatin1String("Content-Type")).toString();
    QVERIFY2(saidType.startsWith(type), qPrintable(saidType));
}

void tst_httpbinpeers::apiKeys()
{
    HttpRequest typed = asking(QStringLiteral("/anything"));
    typed.auth.kind = HttpAuth::Kind::ApiKey;
    typed.auth.keyName = QStringLiteral("X-Key");
    typed.auth.keyValue = QStringLiteral("s3cret");
    QCOMPARE(got(typed).value(QLatin1String("headers")).toObject().value(QLatin1String("X-Key")).toString(),
             QStringLiteral("s3cret"));
    typed.auth.keyInQuery = true;
    const QJsonObject told = got(typed);
    QCOMPARE(told.value(QLatin1String("args")).toObject().value(QLatin1String("X-Key")).toString(),
             QStringLiteral("s3cret"));
    QVERIFY(!told.value(QLatin1String("headers")).toObject().contains(QLatin1String("X-Key")));
}

void tst_httpbinpeers::redirects()
{
    HttpRequest typed = asking(QStringLiteral("/redirect/4"));
    QCOMPARE(m_http->run(typed).hops.size(), 5);
    typed.settings.maxRedirects = 3;
    const HttpExchange limited = m_http->run(typed);
    QCOMPARE(limited.error.code, ErrorCode::TooManyRedirects);
    QCOMPARE(limited.hops.size(), 4);
    typed.settings.followRedirects = false;
    const HttpExchange first = m_http->run(typed);
    QCOMPARE(first.hops.size(), 1);
    QCOMPARE(first.hops.first().status, 302);

    HttpRequest posted = asking(QStringLiteral("/redirect-to?status_code=302&url=/anything"), "POST");
    posted.body.kind = HttpBody::Kind::Json;
    posted.body.text = QStringLiteral("{\"a\":1}");
    const QJsonObject got302 = got(posted);
    QCOMPARE(got302.value(QLatin1String("method")).toString(), QStringLiteral("GET"));
    QCOMPARE(got302.value(QLatin1String("data")).toString(), QString());
    posted.settings.keepMethod = true;
    const QJsonObject kept = got(posted);
    QCOMPARE(kept.value(QLatin1String("method")).toString(), QStringLiteral("POST"));
    QCOMPARE(kept.value(QLatin1String("data")).toString(), QStringLiteral("{\"a\":1}"));
    posted.settings.keepMethod = false;
    posted.url = url(QStringLiteral("/redirect-to?status_code=307&url=/anything"));
    QCOMPARE(got(posted).value(QLatin1String("method")).toString(), QStringLiteral("POST"));
}

void tst_httpbinpeers::authOnRedirects()
{
    // The same server by another name is another place.
    HttpRequest typed =
        asking(QStringLiteral("/redirect-to?url=") +
               QString::fromLatin1(QUrl::toPercentEncoding(url(QStringLiteral("/anything"), "localhost"))));
    typed.auth.kind = HttpAuth::Kind::Bearer;
    typed.auth.token = QStringLiteral("t0ken");
    const auto authorization = [&] {
        return got(typed)
            .value(QLatin1String("headers"))
            .toObject()
            .value(QLatin1String("Authorization"))
            .toString();
    };
    QCOMPARE(authorization(), QString());
    typed.settings.keepAuth = true;
    QCOMPARE(authorization(), QStringLiteral("Bearer t0ken"));
    typed.settings.keepAuth = false;
    typed.url = url(QStringLiteral("/redirect-to?url=/anything"));
    QCOMPARE(authorization(), QStringLiteral("Bearer t0ken"));
}

void tst_httpbinpeers::timeouts()
{
    HttpRequest late = asking(QStringLiteral("/delay/9"));
    late.settings.firstByteTimeout = std::chrono::milliseconds(200);
    QCOMPARE(m_http->run(late).error.code, ErrorCode::FirstByteTimeout);
    HttpRequest slow = asking(QStringLiteral("/drip?numbytes=9&duration=9&delay=0"));
    slow.settings.idleTimeout = std::chrono::milliseconds(200);
    const HttpExchange idle = m_http->run(slow);
    QCOMPARE(idle.error.code, ErrorCode::IdleTimeout);
    QVERIFY(!contentOf(idle.body).isEmpty()); // what came is kept
    slow.settings.idleTimeout = std::chrono::milliseconds(60'000);
    slow.settings.totalTimeout = std::chrono::milliseconds(300);
    QCOMPARE(m_http->run(slow).error.code, ErrorCode::TotalTimeout);
}

void tst_httpbinpeers::addresses()
{
    HttpRequest typed = asking({});
    typed.url = url(QStringLiteral("/anything"), "api.interop.test");
    typed.settings.resolve = {{QStringLiteral("api.interop.test"), m_port, QStringLiteral("127.0.0.1")}};
    QCOMPARE(got(typed).value(QLatin1String("headers")).toObject().value(QLatin1String("Host")).toString(),
             QStringLiteral("api.interop.test:%1").arg(m_port));
}

void tst_httpbinpeers::codings_data()
{
    QTest::addColumn<HttpEngine>("engine");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("key");
    for (const HttpEngine engine : {HttpEngine::Qt, HttpEngine::Exact}) {
        for (const auto& [target, key] : {std::pair("/gzip", "gzipped"), std::pair("/deflate", "deflated"),
                                          std::pair("/brotli", "brotli")})
            QTest::addRow("%s %s", engine == HttpEngine::Qt ? "qt" : "exact", target)
                << engine << QString::fromLatin1(target) << QString::fromLatin1(key);
    }
}

void tst_httpbinpeers::codings()
{
    QFETCH(QString, target);
    QFETCH(QString, key);
    const HttpExchange exchange = m_http->run(asking(target));
    QCOMPARE(exchange.error, Error());
    QVERIFY(!exchange.decodeError);
    QVERIFY2(jsonOf(exchange).value(key).toBool(), contentOf(exchange.decoded).constData());
    QVERIFY(exchange.decoded != exchange.body);
    QCOMPARE(exchange.hops.first().wireBodyBytes, contentOf(exchange.body).size());
    QVERIFY(exchange.decodedBytes != exchange.bodyBytes);
}

void tst_httpbinpeers::duplicateFields()
{
    const HttpExchange exchange =
        m_http->run(asking(QStringLiteral("/response-headers?X-Twice=1&X-Twice=2")));
    QByteArrayList values;
    for (const WireField& field : exchange.hops.first().fields) {
        if (field.name == "X-Twice")
            values.append(field.value);
    }
    QCOMPARE(values, (QByteArrayList{"1", "2"}));
    QCOMPARE(m_http->run(asking(QStringLiteral("/status/418"))).hops.first().status, 418);
}

/// A streamed body is there as it comes, and cancel ends it at once.
void tst_httpbinpeers::pieceByPiece()
{
    const HttpExchange lines = m_http->run(asking(QStringLiteral("/stream/5")));
    QCOMPARE(contentOf(lines.body).count('\n'), 5);
    const Result<ExchangeId> id =
        m_http->start(asking(QStringLiteral("/drip?numbytes=60&duration=30&delay=0")));
    QVERIFY(id);
    QTRY_VERIFY_WITH_TIMEOUT(m_http->last[*id].bodyBytes >= 2, kPatienceMs);
    QCOMPARE(m_http->last[*id].phase, HttpExchange::Phase::Receiving);
    QVERIFY(contentOf(m_http->last[*id].body).startsWith("**"));
    m_http->client->cancel(*id);
    const HttpExchange canceled = m_http->wait(*id);
    QCOMPARE(canceled.phase, HttpExchange::Phase::Canceled);
    QVERIFY(contentOf(canceled.body).size() < 60);
}

void tst_httpbinpeers::pictures()
{
    for (const auto& [target, begins] :
         {std::pair("/image/png", QByteArray("\x89PNG")),
          std::pair("/image/jpeg", QByteArray("\xff\xd8\xff")), std::pair("/image/webp", QByteArray("RIFF")),
          std::pair("/image/svg", QByteArray("<svg"))}) {
        const HttpExchange exchange = m_http->run(asking(QString::fromLatin1(target)));
        QCOMPARE(exchange.error, Error());
        QVERIFY2(contentOf(exchange.decoded).startsWith(begins), target);
    }
}

/// An exchange comes out of the history as it was, and its request does the same again.
void tst_httpbinpeers::history()
{
    HttpRequest typed = asking(QStringLiteral("/anything?a=1"), "POST");
    typed.body.kind = HttpBody::Kind::Json;
    typed.body.text = QStringLiteral("{\"n\": 1.10}");
    typed.auth.kind = HttpAuth::Kind::Basic;
    typed.auth.user = QStringLiteral("me");
    typed.auth.password = QStringLiteral("s3cret");
    HistoryStore store(
        {m_dir.filePath(QStringLiteral("history-%1").arg(int(typed.settings.engine))), 1 << 30});
    const Result<qint64> id = store.begin(typed, 1);
    QVERIFY(id);
    const HttpExchange exchange = m_http->run(typed);
    QVERIFY(store.finish(*id, typed, exchange));
    const Result<StoredExchange> stored = store.load(*id);
    QVERIFY(stored);
    QCOMPARE(contentOf(stored->exchange.body), contentOf(exchange.body));
    QCOMPARE(stored->exchange.hops.first().responseHead, exchange.hops.first().responseHead);
    QCOMPARE(stored->emptied, QStringList{QStringLiteral("password")});
    HttpRequest again = stored->request;
    again.auth.password = typed.auth.password;
    QCOMPARE(again, typed);
    const QJsonObject first = jsonOf(exchange);
    const QJsonObject second = got(again);
    for (const char* key : {"method", "data", "args", "headers"})
        QCOMPARE(second.value(QLatin1String(key)), first.value(QLatin1String(key)));
}

QTEST_GUILESS_MAIN(tst_httpbinpeers)
#include "tst_httpbinpeers.moc"
