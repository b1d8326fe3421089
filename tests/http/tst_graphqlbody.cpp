// SPDX-License-Identifier: MIT
#include "decode/jsonparser.h"
#include "decode/jsonstring.h"
#include "http/graphqlbody.h"
#include "http/httpcompose.h"

#include <QTest>
#include <QUrlQuery>

using namespace wl;

class TestGraphQlBody : public QObject
{
    Q_OBJECT
private slots:
    void operations_data();
    void operations();
    void hostileDocumentsAreLinear();
    void hostileText_data();
    void hostileText();
    void variablesStayAsTyped();
    void getGoesIntoTheQuery();
    void severalOperationsAreNoted();

private:
    static HttpBody body(const QString& query, const QString& variables = {})
    {
        HttpBody made;
        made.kind = HttpBody::Kind::GraphQl;
        made.text = query;
        made.variables = variables;
        return made;
    }
};

void TestGraphQlBody::operations_data()
{
    QTest::addColumn<QString>("document");
    QTest::addColumn<QStringList>("names");
    const auto row = [](const char* document, const QStringList& names) {
        QTest::newRow(document) << QString::fromUtf8(document) << names;
    };
    const QString none;
    row("{ a }", {none});
    row("query { a }", {none});
    row("query A { a }", {QStringLiteral("A")});
    row("mutation M($x: T = {a: 1}) @d(x: {y: 2}) { a }", {QStringLiteral("M")});
    row("subscription\n# why\n , S { a }", {QStringLiteral("S")});
    row("fragment F on T { query } query Q { ...F }", {QStringLiteral("Q")});
    row("query A { a } query B { b } { c }", {QStringLiteral("A"), QStringLiteral("B"), none});
    row("# query No { }\nquery Yes { a(s: \"} query No {\") }", {QStringLiteral("Yes")});
    row("{ a(s: \"\"\"} query No { \\\"\"\" \" \"\"\") } query Q { b }", {none, QStringLiteral("Q")});
    row("{ a(s: \"\\\"}\") }", {none});
    row("query", {none});
    row("query _1a{a}", {QStringLiteral("_1a")});
    row("}}}} query A {", {QStringLiteral("A")});
    row("\"open", {});
    row("\"\"\"open", {});
    row("just words", {});
}

void TestGraphQlBody::operations()
{
    QFETCH(QString, document);
    QFETCH(QStringList, names);
    QCOMPARE(graphQlOperations(document), names);
}

void TestGraphQlBody::hostileDocumentsAreLinear()
{
    constexpr int many = 1'000'000;
    QCOMPARE(graphQlOperations(QString(many, u'{')).size(), 1);
    QVERIFY(graphQlOperations(QString(many, u'}')).isEmpty());
    QVERIFY(graphQlOperations(QString(many, u'"')).isEmpty());
    QVERIFY(graphQlOperations(QString(many, u'#')).isEmpty());
    QCOMPARE(graphQlOperations(QStringLiteral("{}").repeated(many)).size(), many);
}

void TestGraphQlBody::hostileText_data()
{
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const QString& text) { QTest::newRow(name) << text; };
    row("quotes", QStringLiteral("{ a(s: \"b\\\"c\") }"));
    row("lines", QStringLiteral("{\r\n\ta\n}\u2028\u2029"));
    row("controls", QString::fromLatin1("\x00\x01\x1f\x7f", 4));
    row("out of the string", QStringLiteral("\"}, \"variables\": {\"x\": 1}, \"y\": \""));
    row("script", QStringLiteral("</script><!--"));
    row("characters", QString::fromUtf8("ü€😀한"));
    row("a lone surrogate", QString(QChar(0xd800)) + u'x');
    row("the other half", u'x' + QString(QChar(0xdc00)));
    row("backslash at the end", QStringLiteral("\\"));
    row("empty", QString());
}

void TestGraphQlBody::hostileText()
{
    QFETCH(QString, text);
    const QByteArray json = graphQlBody(body(text));
    QVERIFY2(!checkJson(json).has_value(), json.constData());
    QVERIFY(json.startsWith("{\"query\":\""));
    // The only member is the text, whatever is in it.
    QVERIFY(json.endsWith("\"}"));
    const QByteArray token = json.sliced(9, json.size() - 10);
    QCOMPARE(jsonStringText(token), text);
    QCOMPARE(jsonStringToken(text), token);
}

void TestGraphQlBody::variablesStayAsTyped()
{
    const QString variables =
        QStringLiteral("{ \"n\": 1.00, \"big\": 12345678901234567890, \"n\": 2,\n\"e\": \"\\u0041\" }");
    QCOMPARE(graphQlBody(body(QStringLiteral("query Q { a }"), variables)),
             "{\"query\":\"query Q { a }\",\"variables\":" + variables.toUtf8() +
                 ",\"operationName\":\"Q\"}");
    QCOMPARE(graphQlBody(body(QStringLiteral("{a}"), QStringLiteral(" \n"))),
             QByteArray("{\"query\":\"{a}\"}"));
    // What is no JSON is sent as it is, too.
    QCOMPARE(graphQlBody(body(QStringLiteral("{a}"), QStringLiteral("{x}"))),
             QByteArray("{\"query\":\"{a}\",\"variables\":{x}}"));
}

void TestGraphQlBody::getGoesIntoTheQuery()
{
    HttpRequest request;
    request.url = QStringLiteral("http://h/g?a=1");
    request.query = {{QStringLiteral("b"), QStringLiteral("2"), true, false, {}}};
    request.body = body(QStringLiteral("query Q { a(s: \"&#=%\") }"), QStringLiteral("{\"x\": \"+\"}"));
    for (const bool encode : {true, false}) {
        request.settings.encodeUrl = encode;
        const Result<ComposedRequest> composed = composeRequest(request);
        QVERIFY(composed.has_value());
        QVERIFY(!composed->body.exists);
        const QUrlQuery query(composed->url);
        const auto value = [&](const QString& name) {
            return query.queryItemValue(name, QUrl::FullyDecoded);
        };
        QCOMPARE(value(QStringLiteral("b")), QStringLiteral("2"));
        QCOMPARE(value(QStringLiteral("query")), request.body.text);
        QCOMPARE(value(QStringLiteral("variables")), request.body.variables);
        QCOMPARE(value(QStringLiteral("operationName")), QStringLiteral("Q"));
    }
    request.method = QStringLiteral("POST");
    const Result<ComposedRequest> posted = composeRequest(request);
    QVERIFY(posted.has_value());
    QCOMPARE(posted->body.contentType, QByteArray("application/json"));
    QCOMPARE(posted->body.segments.first().bytes, graphQlBody(request.body));
    QVERIFY(!posted->target.contains("operationName"));
}

void TestGraphQlBody::severalOperationsAreNoted()
{
    HttpRequest request;
    request.method = QStringLiteral("POST");
    request.url = QStringLiteral("http://h/g");
    request.body = body(QStringLiteral("query A {a} query B {b}"));
    const Result<ComposedRequest> composed = composeRequest(request);
    QVERIFY(composed.has_value());
    QVERIFY(composed->notes.join(u' ').contains(QStringLiteral("A is run")));
}

QTEST_GUILESS_MAIN(TestGraphQlBody)
#include "tst_graphqlbody.moc"
