// SPDX-License-Identifier: MIT
#include "http/bodydevice.h"
#include "http/httpcompose.h"
#include "tests/http/httpfixture.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;

Q_DECLARE_METATYPE(wl::HttpRequest)

namespace {

/// Answers when as many bytes have come as are expected, whatever they say of their length.
class ByteRecorder : public QTcpServer
{
public:
    ByteRecorder()
    {
        setProxy(QNetworkProxy::NoProxy);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection()) {
                connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
                connect(socket, &QIODevice::readyRead, this, [this, socket] { take(*socket); });
            }
        });
        listen(QHostAddress::LocalHost);
    }

    void expect(qsizetype bytes)
    {
        received.clear();
        m_expected = bytes;
    }

    QByteArray received;

private:
    void take(QTcpSocket& socket)
    {
        received += socket.readAll();
        if (m_expected > 0 && received.size() >= m_expected) {
            m_expected = 0;
            socket.write("HTTP/1.1 204 No Content\r\n\r\n");
        }
    }

    qsizetype m_expected = 0;
};

HttpField field(const QString& name, const QString& value)
{
    return {name, value, true, false, {}};
}

HttpBody textBody(const QString& text, const QString& type = {})
{
    HttpBody body;
    body.kind = HttpBody::Kind::Text;
    body.text = text;
    body.contentType = type;
    return body;
}

} // namespace

/// Odd requests of every kind: the bytes that a server gets are those of the preview.
class TestHttpExactness : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void sent_data();
    void sent();
    void enoughWereSent();

private:
    void addTargets();
    void addQueries();
    void addFields();
    void addBodies();
    void addFiles();
    void addNaughtyStrings();
    void add(const QString& name, const HttpRequest& typed)
    {
        QTest::newRow(qPrintable(QStringLiteral("%1 %2").arg(++m_rows).arg(name.left(60)))) << typed;
    }
    [[nodiscard]] QString file(const QString& name, const QByteArray& content);

    QTemporaryDir m_dir;
    int m_rows = 0;
    int m_sent = 0;
    int m_refused = 0;
    ByteRecorder m_server;
    std::unique_ptr<HttpFixture> m_http;
};

void TestHttpExactness::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
    m_http = std::make_unique<HttpFixture>(false);
}

QString TestHttpExactness::file(const QString& name, const QByteArray& content)
{
    QFile out(m_dir.filePath(name));
    if (!out.open(QIODevice::WriteOnly) || out.write(content) != content.size())
        qFatal("cannot write");
    return out.fileName();
}

void TestHttpExactness::addTargets()
{
    QStringList targets;
    for (const char* target : {"",
                               "/",
                               "?",
                               "/?",
                               "?x",
                               "?x=1&y",
                               "/a/b/c",
                               "/a?b?c",
                               "/a??b",
                               "/a/../b",
                               "/a/./b",
                               "/..",
                               "/../../x",
                               "/a/..",
                               "/a/.",
                               "/.../a",
                               "/a/b/../../c/../d",
                               "//",
                               "//a//b//",
                               "///",
                               "/a;b;c=d",
                               "/%41%7e%2E",
                               "/%2e%2e/a",
                               "/%zz",
                               "/100%",
                               "/%",
                               "/%4",
                               "/a%2fb",
                               "/a%2Fb%5c",
                               "/%00",
                               "/%0d%0aX:%20y",
                               "/\u00e4",
                               "/\u20ac/\u65e5\u672c\u8a9e",
                               "/\U0001F600",
                               "/e\u0301",
                               "/\u202e",
                               "/\ufeff",
                               "/a b",
                               "/a%20b",
                               "/a+b",
                               "/a|b",
                               "/a\"b",
                               "/<>",
                               "/`^",
                               "/{a}",
                               "/[x]",
                               "/a\\b",
                               "/'",
                               "/!$&'()*+,;=@",
                               "/~._-",
                               "/a#frag",
                               "/a#?b",
                               "/#",
                               "/@x",
                               "/http://x/",
                               "/a:b",
                               "/a%25",
                               "/%%",
                               "/*",
                               "/a/?",
                               "/a=b&c"})
        targets.append(QString::fromUtf8(target));
    targets.append(u'/' + QString(8000, u'x'));
    targets.append(u'/' + QStringLiteral("\u00e4%").repeated(500));
    for (const bool encode : {true, false}) {
        for (const QString& target : std::as_const(targets)) {
            HttpRequest typed = request(target);
            typed.settings.encodeUrl = encode;
            add(QStringLiteral("%1 %2").arg(encode ? QStringLiteral("target") : QStringLiteral("as typed"),
                                            target),
                typed);
        }
    }
}

void TestHttpExactness::addQueries()
{
    for (const char* query : {"a=1&a=2",     "a=&b",     "=",     "&&",           "a=b=c",
                              "a=%26",       "a=\u00e4", "a=b c", "a[]=1&a[b]=2", "q='\"<>",
                              "a=%",         "/../x",    "a;b;c", "a=b+c%2B",     "a=\\",
                              "a={\"b\":1}", "?",        "a=1&",  "a=|^`",        "\u65e5\u672c=\u8a9e",
                              "a=b/c?d:e@f", "%",        "a=%e4", "a=~!*()"}) {
        for (const bool encode : {true, false}) {
            HttpRequest typed = request(QStringLiteral("/?") + QString::fromUtf8(query));
            typed.settings.encodeUrl = encode;
            add(QStringLiteral("query ") + QString::fromUtf8(query), typed);
            HttpRequest rows = request(QStringLiteral("/p"));
            rows.settings.encodeUrl = encode;
            rows.query = {field(QString::fromUtf8(query), QString::fromUtf8(query)),
                          field({}, QStringLiteral("v")), field(QStringLiteral("n"), {})};
            add(QStringLiteral("rows ") + QString::fromUtf8(query), rows);
        }
    }
}

void TestHttpExactness::addFields()
{
    const auto one = [this](const char* name, const QList<HttpField>& fields) {
        HttpRequest typed = request(QStringLiteral("/"));
        typed.headers = fields;
        add(QLatin1String("field ") + QLatin1String(name), typed);
    };
    const auto pair = [](const char* name, const char* value) {
        return field(QString::fromUtf8(name), QString::fromUtf8(value));
    };
    one("two of a name", {pair("X", "1"), pair("x", "2"), pair("X", "3")});
    one("empty", {pair("X", "")});
    one("blanks", {pair("X", "   ")});
    one("blanks around", {pair("X", "  a  b  ")});
    one("tabs", {pair("X", "\ta\t\tb\t")});
    one("odd name", {pair("!#$%&'*+-.^_`|~0", "x")});
    one("case", {pair("x-lower", "x"), pair("X-UPPER", "x"), pair("hOsT", "odd.example")});
    one("UTF-8", {pair("X", "z\u00fcrich \u20ac \U0001F600")});
    one("control", {pair("X", "a\x01\x7f z")});
    one("quotes", {pair("X", "\"a\\\"b\", <c>; d=e")});
    one("colon", {pair("X", ": a: b")});
    one("folding", {pair("X", "a\r\n b")});
    one("folding by LF", {pair("X", "a\n b")});
    one("CR", {pair("X", "a\rb")});
    one("line break in a name", {pair("X\r\nY", "a")});
    one("blank in a name", {pair("X Y", "a")});
    one("colon in a name", {pair("X:Y", "a")});
    one("letter in a name", {pair("X\u00e4", "a")});
    one("long", {field(QStringLiteral("X"), QString(60'000, u'x'))});
    one("own Host", {pair("Host", "other.example:1")});
    one("empty Host", {pair("Host", "")});
    one("two Hosts", {pair("Host", "a"), pair("Host", "b")});
    one("own everything",
        {pair("Host", "h"), pair("User-Agent", "u"), pair("Accept", "a/b"),
         pair("Accept-Encoding", "identity"), pair("Accept-Language", "de"), pair("Connection", "close")});
    one("empty everything", {pair("User-Agent", ""), pair("Accept", ""), pair("Accept-Encoding", ""),
                             pair("Accept-Language", ""), pair("Connection", "")});
    one("connection options",
        {pair("Connection", "keep-alive, X-Hop"), pair("X-Hop", "1"), pair("Keep-Alive", "timeout=5")});
    one("upgrade", {pair("Connection", "Upgrade"), pair("Upgrade", "websocket")});
    one("cookies", {pair("Cookie", "a=b; c=\"d e\""), pair("Cookie", "f=g")});
    one("conditions", {pair("If-None-Match", "W/\"x\""), pair("If-Modified-Since", "yesterday"),
                       pair("Range", "bytes=-5")});
    one("trailer", {pair("TE", "trailers"), pair("Trailer", "X")});
    one("expect", {pair("Expect", "100-continue")});
    one("pseudo", {pair(":path", "/x")});
    one("proxy", {pair("Proxy-Authorization", "Basic x"), pair("Proxy-Connection", "close")});
    QList<HttpField> many;
    for (int i = 0; i < 200; ++i)
        many.append(field(QStringLiteral("X-%1").arg(i % 150), QString::number(i)));
    one("many", many);
    QList<HttpField> away;
    for (const char* name :
         {"Host", "User-Agent", "Accept", "Accept-Encoding", "Accept-Language", "Connection"})
        away.append({QLatin1String(name), {}, false, false, {}});
    one("taken away", away);
}

void TestHttpExactness::addBodies()
{
    const QString odd =
        QStringLiteral("a\r\n\r\nb\n\tc") + QChar(0) + QStringLiteral("\u00e4\U0001F600\ufeff%41&=+ \"'<>");
    for (const char* method :
         {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "QUERY", "brew", "M-SEARCH"}) {
        for (const QString& text : {QString(), QStringLiteral("x"), odd}) {
            HttpRequest typed = request(QStringLiteral("/?a=b"), QLatin1String(method));
            typed.body = textBody(text);
            add(QStringLiteral("%1 with %2 letters").arg(QLatin1String(method)).arg(text.size()), typed);
        }
        add(QLatin1String(method) + QStringLiteral(" without a body"),
            request(QStringLiteral("/?a"), QLatin1String(method)));
    }
    HttpRequest typed = request(QStringLiteral("/"), QStringLiteral("POST"));
    typed.body = textBody(QString(300'000, u'\u20ac'));
    add(QStringLiteral("large"), typed);
    typed.body = textBody(odd, QStringLiteral("text/odd; x=\"y\""));
    add(QStringLiteral("type"), typed);
    typed.headers = {{QStringLiteral("Content-Type"), {}, false, false, {}}};
    add(QStringLiteral("no type"), typed);
    typed.headers = {field(QStringLiteral("content-type"), {})};
    add(QStringLiteral("empty type"), typed);
    typed.headers.clear();
    typed.body = {};
    typed.body.kind = HttpBody::Kind::Json;
    typed.body.text =
        QStringLiteral("{\"b\": 1.0, \"a\": 12345678901234567890, \"a\": \"\\u00e9\\/\"} trailing");
    add(QStringLiteral("JSON"), typed);
    typed.body.kind = HttpBody::Kind::Xml;
    typed.body.text = QStringLiteral("<?xml version='1.0'?>\r\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>");
    add(QStringLiteral("XML"), typed);
    typed.body = {};
    typed.body.kind = HttpBody::Kind::Form;
    typed.body.fields = {field(QStringLiteral("a b"), odd), field(QStringLiteral("a b"), {}),
                         field({}, QStringLiteral("~*-._!'()")),
                         field(QStringLiteral("&="), QStringLiteral("+%/#\u20ac"))};
    add(QStringLiteral("form"), typed);
    typed.body = {};
    typed.body.kind = HttpBody::Kind::Multipart;
    typed.body.contentType = QStringLiteral("multipart/form-data; boundary=fixed");
    for (const QString& name :
         {QStringLiteral("a"), QStringLiteral("a\"\r\nX: y"), QString(), QStringLiteral("\u00e4%\\")}) {
        typed.body.parts.append({name, odd, {}, {}, true, {}});
        typed.body.parts.append({name, name, {}, QStringLiteral("x/y; z=1"), true, {}});
    }
    add(QStringLiteral("parts"), typed);
    typed.body.parts.clear();
    add(QStringLiteral("no parts"), typed);
}

void TestHttpExactness::addFiles()
{
    QByteArray binary;
    for (int i = 0; i < 100'000; ++i)
        binary += char(i * 7 % 256);
    HttpRequest typed = request(QStringLiteral("/"), QStringLiteral("PUT"));
    typed.body.kind = HttpBody::Kind::File;
    typed.body.filePath = file(QStringLiteral("binary.bin"), binary);
    add(QStringLiteral("file"), typed);
    typed.body.filePath = file(QStringLiteral("empty.txt"), {});
    add(QStringLiteral("empty file"), typed);
    typed.body = {};
    typed.body.kind = HttpBody::Kind::Multipart;
    typed.body.contentType = QStringLiteral("multipart/mixed; boundary=\"odd boundary\"");
    typed.body.parts = {{QStringLiteral("f"),
                         {},
                         {file(QStringLiteral("a\"\n\u00e4.png"), binary.first(1000)),
                          file(QStringLiteral("b"), "\r\n--x--\r\n")},
                         {},
                         true,
                         {}}};
    add(QStringLiteral("files in parts"), typed);
}

void TestHttpExactness::addNaughtyStrings()
{
    QFile strings(qEnvironmentVariable("WIRELOUPE_TEST_DATA") + QStringLiteral("/naughty-strings.json"));
    if (!strings.open(QIODevice::ReadOnly))
        return;
    int i = 0;
    const QJsonArray list = QJsonDocument::fromJson(strings.readAll()).array();
    for (const QJsonValue& value : list) {
        const QString text = value.toString();
        HttpRequest typed = request(QStringLiteral("/"));
        switch (++i % 5) {
        case 0: typed.url = u'/' + text; break;
        case 1: typed.query = {field(text, text)}; break;
        case 2: typed.headers = {field(QStringLiteral("X"), text)}; break;
        case 3: typed.body = textBody(text); break;
        default: typed.body.kind = HttpBody::Kind::Form; typed.body.fields = {field(text, text)};
        }
        add(QStringLiteral("naughty %1").arg(i), typed);
    }
}

void TestHttpExactness::sent_data()
{
    QTest::addColumn<HttpRequest>("typed"); // its URL is a target
    addTargets();
    addQueries();
    addFields();
    addBodies();
    addFiles();
    addNaughtyStrings();
}

void TestHttpExactness::sent()
{
    QFETCH(HttpRequest, typed);
    typed.url = QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort()) + typed.url;
    const Result<HttpPreview> preview = HttpClient::preview(typed);
    const Result<ComposedRequest> composed = composeRequest(typed);
    QCOMPARE(preview.has_value(), composed.has_value());
    if (!preview) {
        // What is refused has a reason, and nothing goes out.
        ++m_refused;
        m_server.expect(0);
        QVERIFY(!preview.error().detail.isEmpty());
        QVERIFY(!m_http->start(typed).has_value());
        QCOMPARE(m_server.received, QByteArray());
        return;
    }
    BodyDevice body(composed->body);
    const QByteArray promised = preview->head + body.readAll();
    // No typed text makes a line of its own.
    QCOMPARE(preview->head.count('\n'), composed->fields.size() + 2);
    QCOMPARE(preview->head.count('\r'), composed->fields.size() + 2);
    m_server.expect(promised.size());
    const HttpExchange exchange = m_http->run(typed);
    QCOMPARE(m_server.received, promised);
    QVERIFY2(exchange.error.code == ErrorCode::None, qPrintable(exchange.error.detail));
    QCOMPARE(exchange.hops.first().requestHead, preview->head);
    ++m_sent;
}

void TestHttpExactness::enoughWereSent()
{
    qInfo("%d sent as promised, %d refused", m_sent, m_refused);
    QVERIFY(m_sent >= 200);
    QVERIFY(m_refused >= 7); // those that would break out of their line
}

QTEST_GUILESS_MAIN(TestHttpExactness)
#include "tst_httpexactness.moc"
