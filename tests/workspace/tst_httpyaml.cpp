// SPDX-License-Identifier: MIT
#include "httpyamlkit.h"

#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

HttpRequest fullRequest()
{
    HttpRequest r;
    r.method = QStringLiteral("REPORT");
    r.url = QStringLiteral("https://[::1]:8443/a b?x=1#f");
    r.query = {{QStringLiteral("a"), QStringLiteral("1 & 2"), true, false, QStringLiteral("the a")},
               {QStringLiteral("a"), QString(), false, false, QString()},
               {QStringLiteral("key"), QStringLiteral("s3cret"), true, true, QString()}};
    r.headers = {{QStringLiteral("Authorization"), QStringLiteral("Bearer x"), true, true, QString()},
                 {QStringLiteral("X-Y"), QStringLiteral("yes"), false, false, QStringLiteral("not now")},
                 {QStringLiteral("X-Y"), QStringLiteral("12"), true, false, QString()}};
    r.body.kind = HttpBody::Kind::Json;
    r.body.text = QStringLiteral("{\n  \"a\": 1.0,\n\t\"b\": [true]\n}\n");
    r.body.contentType = QStringLiteral("application/vnd.api+json");
    r.settings.engine = HttpEngine::Exact;
    r.settings.encodeUrl = false;
    r.settings.followRedirects = false;
    r.settings.maxRedirects = 3;
    r.settings.connectTimeout = std::chrono::milliseconds(1);
    r.settings.firstByteTimeout = std::chrono::milliseconds(2);
    r.settings.idleTimeout = std::chrono::milliseconds(3);
    r.settings.totalTimeout = std::chrono::milliseconds(4);
    r.settings.tls.caFile = QStringLiteral("/etc/ca: #1.pem");
    r.settings.tls.serverName = QStringLiteral("true");
    r.settings.tls.alpn = {QStringLiteral("h2"), QStringLiteral("http/1.1")};
    r.settings.tls.minVersion = TlsVersion::Tls10;
    r.settings.tls.maxVersion = TlsVersion::Tls13;
    r.settings.tls.certificateFile = QStringLiteral("/home/me/me: #1.p12");
    r.settings.tls.keyFile = QStringLiteral("/home/me/key.pem");
    r.settings.keepMethod = true;
    r.settings.keepAuth = true;
    r.settings.useCookies = false;
    r.settings.keepConnection = false;
    r.settings.version = HttpVersion::Http2Prior;
    r.settings.proxy = {ProxySpec::Kind::Socks5, QStringLiteral("::1"), 1080, QStringLiteral("al: ice"), {}};
    r.settings.resolve = {{QStringLiteral("*"), 0, QStringLiteral("::1")},
                          {QStringLiteral("a.b"), 443, QStringLiteral("127.0.0.1")}};
    return r;
}

HttpPart part(const char* name, const char* text, const QStringList& files = {})
{
    HttpPart p;
    p.name = QString::fromUtf8(name);
    p.text = QString::fromUtf8(text);
    p.files = files;
    return p;
}

} // namespace

class TestHttpYaml : public QObject
{
    Q_OBJECT
private slots:
    void roundTrips_data();
    void roundTrips();
    void writesNoDefaults();
    void readsOthers();
    void editKeepsWhatItDoesNotKnow();
    void editsOnlyWhatChanged();
    void choosesAVariant();
    void noBodyLeavesTheOtherVariants();
    void aQueryThatLooksLikeTheUrls();
    void aRenamedRowKeepsItsKeys();
    void urlQueryIsNotSentTwice_data();
    void urlQueryIsNotSentTwice();
    void notesWhatIsNotUsed();
    void refusesWrongTypes_data();
    void refusesWrongTypes();
    void refusesAnUnknownEngine();
    void refusesUnknownWords_data();
    void refusesUnknownWords();
    void neverWritesUnverified();
    void neverWritesPasswords();
    void graphQlItems();
    void kindOfBodyChangesTheItemsType();
};

void TestHttpYaml::roundTrips_data()
{
    QTest::addColumn<HttpRequest>("request");
    QTest::newRow("new") << HttpRequest();
    QTest::newRow("full") << fullRequest();
    const auto withBody = [](const char* name, const HttpBody& body) {
        HttpRequest request;
        request.body = body;
        QTest::newRow(name) << request;
    };
    HttpBody body;
    for (const auto kind : {HttpBody::Kind::Text, HttpBody::Kind::Json, HttpBody::Kind::Xml}) {
        for (const char* text :
             {"", "one line", "two\nlines", "two\nlines\n", "\n\n", " x\n  y", "a\r\nb\r\n", "tab\t\n\tx",
              "\x01\x7f\n", "{{variable}} # no comment", "---\n...\n", "é\n한\n"}) {
            body.kind = kind;
            body.text = QString::fromUtf8(text);
            withBody(QByteArray(text).toPercentEncoding().constData(), body);
        }
    }
    body = {};
    body.kind = HttpBody::Kind::Form;
    withBody("empty form", body);
    body.fields = {{QStringLiteral("a"), QStringLiteral("b\nc"), true, false, QString()},
                   {QString(), QString(), false, true, QStringLiteral("d")}};
    withBody("form", body);
    body = {};
    body.kind = HttpBody::Kind::Multipart;
    body.parts = {part("a", "text"), part("", "several\nlines"),
                  part("one", "", {QStringLiteral("/tmp/a b")}),
                  part("two", "", {QStringLiteral("/tmp/a"), QStringLiteral("C:\\b")})};
    body.parts[0].contentType = QStringLiteral("text/plain; charset=utf-8");
    body.parts[1].enabled = false;
    body.parts[1].description = QStringLiteral("why");
    body.parts.append(part("two", "", {QStringLiteral("/tmp/c")}));
    body.parts[0].fileName = QStringLiteral("text.txt");
    body.parts[4].fileName = QStringLiteral("other \"name\"");
    withBody("multipart", body);
    body = {};
    body.kind = HttpBody::Kind::File;
    withBody("no file", body);
    body.filePath = QStringLiteral("/tmp/x.bin");
    body.contentType = QStringLiteral("image/png");
    withBody("file", body);
    body = {};
    body.kind = HttpBody::Kind::GraphQl;
    withBody("empty GraphQL", body);
    body.text = QStringLiteral("query Q($x: Int) {\n  a(x: $x)\n}\n");
    body.variables = QStringLiteral("{ \"x\": 1.00 }");
    body.contentType = QStringLiteral("application/graphql+json");
    withBody("GraphQL", body);
    HttpRequest request;
    request.url = QStringLiteral("http://h/:id/:off");
    request.pathVariables = {
        {QStringLiteral("id"), QStringLiteral("a/b"), true, false, QStringLiteral("the id")},
        {QStringLiteral("off"), QString(), false, false, QString()}};
    request.query = {{QStringLiteral("q"), QStringLiteral("1"), true, false, QString()}};
    QTest::newRow("path variables") << request;
    request = {};
    request.isRaw = true;
    QTest::newRow("empty raw") << request;
    request.raw.text = QStringLiteral("GET / HTTP/1.1\r\nHost: h\r\n\r\n body\n");
    QTest::newRow("raw") << request;
    request.isRaw = false;
    request.raw.escapes = true;
    request.raw.text = QStringLiteral("GET / HTTP/1.1\\r\n\\x00");
    QTest::newRow("raw that is not sent") << request;
    request.raw = verbatimPayload();
    request.raw.form = PayloadSpec::Form::Hex;
    request.raw.text = QStringLiteral("47 45");
    QTest::newRow("raw hex") << request;
}

void TestHttpYaml::roundTrips()
{
    QFETCH(const HttpRequest, request);
    QVERIFY(roundTrip(request) == request);
    // Also as an edit of a request that was something else.
    HttpYaml yaml;
    HttpRequest before = fullRequest();
    encodeHttp(yaml, nullptr, before);
    encodeHttp(yaml, &before, request);
    const HttpRequest after = decoded(writeYaml({yaml.item, {}}), writeYaml({yaml.extra, {}}));
    QVERIFY(after == request);
}

void TestHttpYaml::writesNoDefaults()
{
    HttpYaml yaml;
    HttpRequest request;
    request.url = QStringLiteral("http://127.0.0.1:8080/a");
    encodeHttp(yaml, nullptr, request);
    QCOMPARE(writeYaml({yaml.item, {}}),
             QByteArray("http:\n  method: GET\n  url: http://127.0.0.1:8080/a\n"));
    QVERIFY(yaml.extra.isEmpty());
}

void TestHttpYaml::readsOthers()
{
    const HttpRequest request =
        decoded("info: {name: x, type: http, seq: 1}\n"
                "http:\n"
                "  url: http://a/\n"
                "  headers:\n"
                "    - {name: X-N, value: 007, description: {content: c, type: text/plain}}\n"
                "    - {name: X-E, value: }\n"
                "  body: {type: sparql, data: SELECT}\n"
                "settings: {encodeUrl: inherit, timeout: inherit, maxRedirects: inherit, "
                "followRedirects: inherit}\n");
    QCOMPARE(request.method, QStringLiteral("GET"));
    QCOMPARE(request.headers.at(0).value, QStringLiteral("007"));
    QCOMPARE(request.headers.at(0).description, QStringLiteral("c"));
    QCOMPARE(request.headers.at(1).value, QString());
    QCOMPARE(request.body.contentType, QStringLiteral("application/sparql-query"));
    QVERIFY(request.settings == HttpSettings());
    QVERIFY(decoded("info: {type: http}\n") == HttpRequest());
}

void TestHttpYaml::editKeepsWhatItDoesNotKnow()
{
    const QByteArray text = "# about this request\n"
                            "info:\n"
                            "  name: x\n"
                            "  type: http\n"
                            "  tags: [a, b]\n"
                            "http:\n"
                            "  method: GET # the method\n"
                            "  url: http://a/:id\n"
                            "  headers:\n"
                            "    # first\n"
                            "    - name: A\n"
                            "      value: '1' # one\n"
                            "      future: yes\n"
                            "    - name: B\n"
                            "      value: '2'\n"
                            "  params:\n"
                            "    - name: id\n"
                            "      value: '7'\n"
                            "      type: path\n"
                            "  auth:\n"
                            "    type: basic\n"
                            "    username: me\n"
                            "runtime:\n"
                            "  assertions:\n"
                            "    - expression: res.status\n"
                            "      operator: eq\n"
                            "      value: '200'\n"
                            "settings:\n"
                            "  timeout: inherit\n"
                            "docs: |\n"
                            "  # Heading\n"
                            "  text\n";
    HttpYaml yaml;
    yaml.item = readYaml(text)->root;
    YamlDecoder decoder;
    QStringList notes;
    const HttpRequest before = decodeHttp(yaml, decoder, notes);
    HttpYaml untouched = yaml;
    encodeHttp(untouched, &before, before);
    QCOMPARE(writeYaml({untouched.item, {}}), text);

    HttpRequest now = before;
    now.method = QStringLiteral("PUT");
    now.headers = {{QStringLiteral("B"), QStringLiteral("3"), true, false, QString()}, before.headers.at(0)};
    now.query = {{QStringLiteral("q"), QStringLiteral("v"), true, false, QString()}};
    encodeHttp(yaml, &before, now);
    QByteArray expected = text;
    expected.replace("GET #", "PUT #");
    expected.replace("    # first\n    - name: A\n      value: '1' # one\n      future: yes\n    - name: B\n "
                     "     value: '2'\n",
                     "    - name: B\n      value: '3'\n    # first\n    - name: A\n      value: '1' # one\n  "
                     "    future: yes\n");
    expected.replace("    - name: id\n",
                     "    - name: q\n      value: v\n      type: query\n    - name: id\n");
    QCOMPARE(writeYaml({yaml.item, {}}), expected);
}

void TestHttpYaml::editsOnlyWhatChanged()
{
    HttpYaml yaml;
    yaml.item = readYaml("http: {method: GET, url: 'http://a/', body: {type: json, data: '{}'}}\n"
                         "settings: {timeout: inherit, encodeUrl: false}\n")
                    ->root;
    YamlDecoder decoder;
    QStringList notes;
    const HttpRequest before = decodeHttp(yaml, decoder, notes);
    HttpRequest now = before;
    now.settings.encodeUrl = true;
    now.body = {};
    encodeHttp(yaml, &before, now);
    QCOMPARE(
        writeYaml({yaml.item, {}}),
        QByteArray("http: {method: GET, url: 'http://a/'}\nsettings: {timeout: inherit, encodeUrl: true}\n"));
}

void TestHttpYaml::choosesAVariant()
{
    const QByteArray text = "http:\n  body:\n"
                            "    - {title: one, body: {type: json, data: '1'}}\n"
                            "    - {title: two, selected: true, body: {type: text, data: two}}\n"
                            "    - {title: three, body: {type: xml, data: '<a/>'}}\n";
    HttpYaml yaml;
    yaml.item = readYaml(text)->root;
    YamlDecoder decoder;
    QStringList notes;
    const HttpRequest before = decodeHttp(yaml, decoder, notes);
    QCOMPARE(before.body.kind, HttpBody::Kind::Text);
    QCOMPARE(before.body.text, QStringLiteral("two"));
    HttpRequest now = before;
    now.body.text = QStringLiteral("2");
    encodeHttp(yaml, &before, now);
    QCOMPARE(writeYaml({yaml.item, {}}), QByteArray(text).replace("data: two", "data: '2'"));
    QCOMPARE(decoded("http: {body: []}\n").body.kind, HttpBody::Kind::None);
}

void TestHttpYaml::noBodyLeavesTheOtherVariants()
{
    const QByteArray others = "http:\n  body:\n"
                              "    - {title: one, body: {type: json, data: '1'}}\n"
                              "    - {title: three, body: {type: xml, data: <a/>}}\n";
    HttpYaml yaml;
    yaml.item =
        readYaml(QByteArray(others).replace("<a/>}}\n", "<a/>}}\n    - {title: two, selected: true, body: "
                                                        "{type: text, data: two}}\n"))
            ->root;
    YamlDecoder decoder;
    QStringList notes;
    const auto set = [&](HttpBody::Kind kind, const QString& text) {
        const HttpRequest before = decodeHttp(yaml, decoder, notes);
        HttpRequest now = before;
        now.body = {};
        now.body.kind = kind;
        now.body.text = text;
        encodeHttp(yaml, &before, now);
        // As after loading it again.
        const HttpRequest again = decoded(writeYaml({yaml.item, {}}), writeYaml({yaml.extra, {}}));
        QCOMPARE(again.body.kind, kind);
        QCOMPARE(again.body.text, text);
    };
    set(HttpBody::Kind::None, {});
    QCOMPARE(writeYaml({yaml.item, {}}), others);
    set(HttpBody::Kind::None, {});
    set(HttpBody::Kind::Json, QStringLiteral("{}"));
    const QByteArray text = writeYaml({yaml.item, {}});
    QVERIFY2(text.startsWith(others) && text.contains("selected: true"), text.constData());
    set(HttpBody::Kind::None, {});
    QCOMPARE(writeYaml({yaml.item, {}}), others);
}

void TestHttpYaml::aQueryThatLooksLikeTheUrls()
{
    HttpRequest request;
    request.url = QStringLiteral("http://a/?x=1");
    request.query = {{QStringLiteral("x"), QStringLiteral("1"), true, false, QString()}};
    QCOMPARE(roundTrip(request), request);
    // It comes to look so by an edit of the URL alone, and ceases to.
    HttpRequest before = request;
    before.url = QStringLiteral("http://a/");
    HttpYaml yaml;
    encodeHttp(yaml, nullptr, before);
    QVERIFY(yaml.extra.isEmpty());
    encodeHttp(yaml, &before, request);
    QCOMPARE(decoded(writeYaml({yaml.item, {}}), writeYaml({yaml.extra, {}})), request);
    encodeHttp(yaml, &request, before);
    QVERIFY(yaml.extra.isEmpty());
    QCOMPARE(decoded(writeYaml({yaml.item, {}})), before);
}

void TestHttpYaml::aRenamedRowKeepsItsKeys()
{
    const QByteArray text = "http:\n  headers:\n"
                            "    # the first\n"
                            "    - name: A\n      value: '1'\n      other: a\n"
                            "    - name: B\n      value: '2' # two\n      other: b\n";
    HttpYaml yaml;
    yaml.item = readYaml(text)->root;
    YamlDecoder decoder;
    QStringList notes;
    const HttpRequest before = decodeHttp(yaml, decoder, notes);
    HttpRequest now = before;
    now.headers[0].name = QStringLiteral("C");
    encodeHttp(yaml, &before, now);
    QCOMPARE(writeYaml({yaml.item, {}}), QByteArray(text).replace("name: A", "name: C"));
}

void TestHttpYaml::urlQueryIsNotSentTwice_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("params");
    QTest::addColumn<int>("rows");
    const auto row = [](const char* url, const char* params, int rows) {
        QTest::addRow("%s and %s", url, params) << QString::fromLatin1(url) << QByteArray(params) << rows;
    };
    row("http://a/?x=1&y=2", "x=1 y=2", 0);
    row("http://a/?x=1&y=2#f", "x=1 y=2", 0);
    row("http://a/?x=%20b", "x=%20b", 0);
    row("http://a/?x=a%2Fb", "x=a/b", 0);
    row("http://a/?x=1&y", "x=1 y=", 0);
    row("http://a/?x=1", "x=1 !z=3", 1); // one that is switched off stays
    row("http://a/?x=1", "y=2", 1);
    row("http://a/?x=1", "x=1 y=2", 2);
    row("http://a/?x=1&y=2", "y=2 x=1", 2);
    row("http://a/", "x=1", 1);
    row("http://a/?", "x=1", 1);
    row("http://a/?x=1", "!x=1", 1);
}

void TestHttpYaml::urlQueryIsNotSentTwice()
{
    QFETCH(const QString, url);
    QFETCH(const QByteArray, params);
    QFETCH(const int, rows);
    YamlNode list = YamlNode::sequence();
    for (const QByteArray& pair : params.split(' ')) {
        YamlNode row = YamlNode::map();
        const QString text = QString::fromLatin1(pair).remove(u'!');
        row.set(QStringLiteral("name"), YamlNode::text(text.section(u'=', 0, 0)));
        row.set(QStringLiteral("value"), YamlNode::text(text.section(u'=', 1)));
        row.set(QStringLiteral("type"), YamlNode::text(QStringLiteral("query")));
        if (pair.startsWith('!'))
            row.set(QStringLiteral("disabled"), YamlNode::boolean(true));
        list.append(row);
    }
    YamlNode http = YamlNode::map();
    http.set(QStringLiteral("url"), YamlNode::text(url));
    http.set(QStringLiteral("params"), list);
    HttpYaml yaml;
    yaml.item.set(QStringLiteral("http"), http);
    YamlDecoder decoder;
    QStringList notes;
    const HttpRequest before = decodeHttp(yaml, decoder, notes);
    QCOMPARE(before.query.size(), rows);
    QCOMPARE(before.url, url);
    // Whatever is edited, the rows are what the file says afterwards.
    HttpRequest now = before;
    now.url = QStringLiteral("http://other/?q");
    encodeHttp(yaml, &before, now);
    const HttpRequest after = decodeHttp(yaml, decoder, notes);
    QVERIFY(after == now);
}

void TestHttpYaml::graphQlItems()
{
    const QByteArray text = "info:\n"
                            "  name: G\n"
                            "  type: graphql\n"
                            "  seq: 3\n"
                            "graphql:\n"
                            "  url: http://h/g # here\n"
                            "  headers:\n"
                            "    - name: A\n"
                            "      value: b\n"
                            "  body:\n"
                            "    query: |-\n"
                            "      query Q {\n"
                            "        a\n"
                            "      }\n"
                            "    variables: '{\"x\": 1}'\n"
                            "    future: 1\n"
                            "settings:\n"
                            "  timeout: 5\n";
    HttpYaml yaml;
    yaml.item = readYaml(text)->root;
    YamlDecoder decoder;
    QStringList notes;
    const HttpRequest before = decodeHttp(yaml, decoder, notes);
    QVERIFY(!decoder.error().has_value());
    QCOMPARE(before.method, QStringLiteral("POST"));
    QCOMPARE(int(before.body.kind), int(HttpBody::Kind::GraphQl));
    QCOMPARE(before.body.text, QStringLiteral("query Q {\n  a\n}"));
    QCOMPARE(before.body.variables, QStringLiteral("{\"x\": 1}"));
    QCOMPARE(before.headers.size(), 1);
    encodeHttp(yaml, &before, before);
    QCOMPARE(writeYaml({yaml.item, {}}), text);
    HttpRequest now = before;
    now.body.variables = QStringLiteral("{}");
    encodeHttp(yaml, &before, now);
    QCOMPARE(writeYaml({yaml.item, {}}), QByteArray(text).replace("'{\"x\": 1}'", "'{}'"));
}

void TestHttpYaml::kindOfBodyChangesTheItemsType()
{
    HttpYaml yaml;
    HttpRequest request;
    request.url = QStringLiteral("http://h/g");
    request.method = QStringLiteral("POST");
    request.body.kind = HttpBody::Kind::Json;
    request.body.text = QStringLiteral("{}");
    encodeHttp(yaml, nullptr, request);
    QVERIFY(!isGraphQlItem(yaml.item));
    HttpRequest graphQl = request;
    graphQl.body.kind = HttpBody::Kind::GraphQl;
    graphQl.body.text = QStringLiteral("{a}");
    encodeHttp(yaml, &request, graphQl);
    QVERIFY(isGraphQlItem(yaml.item));
    QVERIFY(!yaml.item.contains(QStringLiteral("http")));
    QCOMPARE(decoded(writeYaml({yaml.item, {}})), graphQl);
    encodeHttp(yaml, &graphQl, request);
    QVERIFY(!isGraphQlItem(yaml.item));
    QCOMPARE(decoded(writeYaml({yaml.item, {}})), request);
}

void TestHttpYaml::notesWhatIsNotUsed()
{
    QStringList notes;
    (void)decoded(
        "http: {auth: {type: ntlm, username: t}, params: [{name: a, value: b, type: path}]}\nruntime: "
        "{scripts: []}\n",
        {}, &notes);
    QCOMPARE(notes.size(), 2);
    notes.clear();
    (void)decoded("http: {auth: inherit}\n", {}, &notes);
    (void)decoded("http: {auth: {type: none}}\n", {}, &notes);
    QCOMPARE(notes, QStringList());
}

void TestHttpYaml::refusesWrongTypes_data()
{
    QTest::addColumn<QByteArray>("item");
    for (const char* item :
         {"http: 5",
          "http: [a]",
          "http: {url: [a]}",
          "http: {url: {a: b}}",
          "http: {method: {a: b}}",
          "http: {headers: 5}",
          "http: {headers: {a: b}}",
          "http: {headers: [a]}",
          "http: {headers: [[a]]}",
          "http: {headers: [{name: [a], value: b}]}",
          "http: {headers: [{name: a, value: b, disabled: 5}]}",
          "http: {headers: [{name: a, value: b, disabled: 'true'}]}",
          "http: {params: x}",
          "http: {auth: [a]}",
          "http: {auth: {type: [a]}}",
          "http: {auth: {type: basic, username: {a: b}}}",
          "http: {auth: {type: oauth2, flow: client_credentials, credentials: 5}}",
          "http: {body: 5}",
          "http: {body: {type: nothing, data: x}}",
          "http: {body: {type: json, data: {a: 1}}}",
          "http: {body: {type: form-urlencoded, data: x}}",
          "http: {body: {type: multipart-form, data: {a: b}}}",
          "http: {body: {type: multipart-form, data: [{name: a, type: file, value: [[x]]}]}}",
          "http: {body: {type: file, data: [x]}}",
          "http: {body: {data: x}}",
          "settings: x",
          "settings: {timeout: fast}",
          "settings: {timeout: -1}",
          "settings: {timeout: 1.5}",
          "settings: {timeout: 99999999999999999999}",
          "settings: {maxRedirects: true}",
          "settings: {encodeUrl: maybe}",
          "settings: {encodeUrl: 'false'}"})
        QTest::newRow(item) << QByteArray(item);
}

void TestHttpYaml::refusesWrongTypes()
{
    QFETCH(const QByteArray, item);
    HttpYaml yaml;
    yaml.item = readYaml("info: {name: x}\n" + item)->root;
    YamlDecoder decoder;
    QStringList notes;
    (void)decodeHttp(yaml, decoder, notes);
    QVERIFY(decoder.error());
    QCOMPARE(decoder.error()->code, ErrorCode::FileMalformed);
    QVERIFY2(decoder.error()->detail.startsWith(QLatin1String("line 2, column ")),
             qPrintable(decoder.error()->detail));
}

void TestHttpYaml::refusesAnUnknownEngine()
{
    HttpYaml yaml;
    yaml.item = readYaml("http: {url: 'http://a/'}\n")->root;
    for (const QByteArray extra : {"engine: best", "engine: [exact]", "engine: {a: b}"}) {
        yaml.extra = readYaml(extra)->root;
        YamlDecoder decoder;
        QStringList notes;
        QCOMPARE(decodeHttp(yaml, decoder, notes).settings.engine, HttpEngine::Qt);
        QVERIFY2(decoder.error(), extra.constData());
    }
}

void TestHttpYaml::refusesUnknownWords_data()
{
    QTest::addColumn<QByteArray>("extra");
    QTest::newRow("proxy") << QByteArray("proxy:\n  type: socks4\n");
    QTest::newRow("proxy is no map") << QByteArray("proxy: http://x\n");
    QTest::newRow("proxy port") << QByteArray("proxy:\n  type: http\n  port: 65536\n");
    QTest::newRow("TLS version") << QByteArray("tlsMin: \"1.4\"\n");
    QTest::newRow("HTTP version") << QByteArray("httpVersion: \"3\"\n");
    QTest::newRow("address") << QByteArray("resolve: [\"h:443:name\"]\n");
}

void TestHttpYaml::refusesUnknownWords()
{
    QFETCH(QByteArray, extra);
    HttpYaml yaml;
    yaml.extra = readYaml(extra)->root;
    YamlDecoder decoder;
    QStringList notes;
    (void)decodeHttp(yaml, decoder, notes);
    QVERIFY(decoder.error());
}

void TestHttpYaml::neverWritesPasswords()
{
    HttpRequest request;
    request.settings.tls.keyPassword = QStringLiteral("s3cret");
    request.settings.proxy = {ProxySpec::Kind::Http, QStringLiteral("h"), 1, QStringLiteral("u"),
                              QStringLiteral("s3cret")};
    HttpYaml yaml;
    encodeHttp(yaml, nullptr, request);
    const QByteArray text = writeYaml({yaml.item, {}}) + writeYaml({yaml.extra, {}});
    QVERIFY(text.contains("user: u"));
    QVERIFY2(!text.contains("s3cret"), text.constData());
    const HttpRequest read = roundTrip(request);
    QCOMPARE(read.settings.proxy.user, QStringLiteral("u"));
    QCOMPARE(read.settings.proxy.password, QString());
}

void TestHttpYaml::neverWritesUnverified()
{
    HttpRequest request = fullRequest();
    request.settings.tls.verify = false;
    QVERIFY(roundTrip(request).settings.tls.verify);
}

QTEST_GUILESS_MAIN(TestHttpYaml)
#include "tst_httpyaml.moc"
