// SPDX-License-Identifier: MIT
#include "decode/jsonquery.h"

#include <QtTest>

using namespace wl;

/// JSONPath as RFC 9535 has it: its own examples, what its grammar refuses, and queries that want to be slow.
class TestJsonQuery : public QObject
{
    Q_OBJECT
private slots:
    void found_data();
    void found();
    void refused_data();
    void refused();
    void cutTextIsSearchedUpToItsError();
    void deepText();
    void nothingRunsForever();
    void canceled();
    void manyElements();
    void normalizedPaths();
    void anyTruncationOfAQueryIsAnswered();
};

namespace {

const QByteArray store =
    R"({"store":{"book":[
{"category":"reference","author":"Nigel Rees","title":"Sayings of the Century","price":8.95},
{"category":"fiction","author":"Evelyn Waugh","title":"Sword of Honour","price":12.99},
{"category":"fiction","author":"Herman Melville","title":"Moby Dick","isbn":"0-553-21311-3","price":8.99},
{"category":"fiction","author":"J. R. R. Tolkien","title":"The Lord of the Rings","isbn":"0-395-19395-8","price":22.99}
],"bicycle":{"color":"red","price":399}}})";

QString foundIn(const QByteArray& text, const QString& query)
{
    const auto parsed = JsonQuery::parse(query);
    if (!parsed)
        return QStringLiteral("error at %1: %2").arg(parsed.error().place).arg(parsed.error().text);
    const auto index = JsonIndex::build(text);
    const JsonNodes nodes(text, *index);
    QStringList values;
    for (const JsonNode& node : runJsonQuery(*parsed, nodes).nodes)
        values << QString::fromUtf8(node.value(text));
    return values.join(QStringLiteral(" ; "));
}

} // namespace

void TestJsonQuery::found_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("expected");
    int number = 0;
    const auto row = [&](const char* text, const char* query, const char* expected) {
        QTest::addRow("%d %s", ++number, query)
            << QByteArray(text) << QString::fromUtf8(query) << QString::fromUtf8(expected);
    };
    const char* s = store.constData();
    // RFC 9535 §1.5
    row(s, "$.store.book[*].author",
        R"("Nigel Rees" ; "Evelyn Waugh" ; "Herman Melville" ; "J. R. R. Tolkien")");
    row(s, "$..author", R"("Nigel Rees" ; "Evelyn Waugh" ; "Herman Melville" ; "J. R. R. Tolkien")");
    row(s, "$.store..price", "8.95 ; 12.99 ; 8.99 ; 22.99 ; 399");
    row(s, "$..book[2].title", R"("Moby Dick")");
    row(s, "$..book[-1].title", R"("The Lord of the Rings")");
    row(s, "$..book[0,1].price", "8.95 ; 12.99");
    row(s, "$..book[:2].price", "8.95 ; 12.99");
    row(s, "$..book[?@.isbn].price", "8.99 ; 22.99");
    row(s, "$..book[?@.price<10].price", "8.95 ; 8.99");
    row(s, "$.store.book[?@.price < $.store.bicycle.price && !@.isbn].price", "8.95 ; 12.99");
    // §2.3.1, §2.3.2
    row(R"({"o":{"j j":{"k.k":3}},"'":{"@":2}})", "$.o['j j']['k.k']", "3");
    row(R"({"o":{"j j":{"k.k":3}},"'":{"@":2}})", "$.o[\"j j\"][\"k.k\"]", "3");
    row(R"({"o":{"j j":{"k.k":3}},"'":{"@":2}})", R"($["'"]["@"])", "2");
    row(R"({"o":{"j":1,"k":2},"a":[5,3]})", "$[*]", R"({"j":1,"k":2} ; [5,3])");
    row(R"({"o":{"j":1,"k":2},"a":[5,3]})", "$.o[*,*]", "1 ; 2 ; 1 ; 2");
    row(R"({"\u0061":1,"b":2})", "$.a", "1");
    row(R"({"a":1})", R"($['\u0061'])", "1");
    row(R"({"a":1,"a":2})", "$.a", "1 ; 2");
    row("{\"\xE2\x82\xAC\":5}", "$.\xE2\x82\xAC", "5");
    row("{\"\xF0\x9D\x84\x9E\":5}", R"($['\uD834\uDD1E'])", "5");
    // §2.3.3, §2.3.4
    row(R"(["a","b"])", "$[1]", R"("b")");
    row(R"(["a","b"])", "$[-2]", R"("a")");
    row(R"(["a","b"])", "$[-3]", "");
    row(R"(["a","b"])", "$[2]", "");
    row("[0,1,2,3,4,5,6]", "$[1:3]", "1 ; 2");
    row("[0,1,2,3,4,5,6]", "$[5:]", "5 ; 6");
    row("[0,1,2,3,4,5,6]", "$[1:5:2]", "1 ; 3");
    row("[0,1,2,3,4,5,6]", "$[5:1:-2]", "5 ; 3");
    row("[0,1,2,3,4,5,6]", "$[::-1]", "6 ; 5 ; 4 ; 3 ; 2 ; 1 ; 0");
    row("[0,1,2,3,4,5,6]", "$[::-3]", "6 ; 3 ; 0");
    row("[0,1,2,3,4,5,6]", "$[1:3:0]", "");
    row("[0,1,2]", "$[-9007199254740991:9007199254740991:9007199254740991]", "0");
    row("[0,1,2]", "$[ 1 : 3 : 1 ]", "1 ; 2");
    row("{\"a\":1}", "$[0]", "");
    row("{\"a\":1}", "$[0:2]", "");
    // §2.3.5
    const char* f =
        R"({"a":[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}],"o":{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}},"e":"f"})";
    row(f, "$.a[?@.b == 'kilo']", R"({"b":"kilo"})");
    row(f, "$.a[?(@.b == 'kilo')]", R"({"b":"kilo"})");
    row(f, "$.a[?@>3.5]", "5 ; 4 ; 6");
    row(f, "$.a[?@.b]", R"({"b":"j"} ; {"b":"k"} ; {"b":{}} ; {"b":"kilo"})");
    row(f, "$[?@.*]",
        R"([3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}] ; {"p":1,"q":2,"r":3,"s":5,"t":{"u":6}})");
    row(f, "$.o[?@<3, ?@<3]", "1 ; 2 ; 1 ; 2");
    row(f, "$.a[?@<2 || @.b == \"k\"]", R"(1 ; {"b":"k"})");
    row(f, "$.a[?match(@.b, \"[jk]\")]", R"({"b":"j"} ; {"b":"k"})");
    row(f, "$.a[?search(@.b, \"[jk]\")]", R"({"b":"j"} ; {"b":"k"} ; {"b":"kilo"})");
    row(f, "$.o[?@>1 && @<4]", "2 ; 3");
    row(f, "$.o[?@.u || @.x]", R"({"u":6})");
    row(f, "$.a[?@.b == $.x]", "3 ; 5 ; 1 ; 2 ; 4 ; 6");
    row(f, "$.a[?@ == @]", R"(3 ; 5 ; 1 ; 2 ; 4 ; 6 ; {"b":"j"} ; {"b":"k"} ; {"b":{}} ; {"b":"kilo"})");
    // comparisons, table 11
    const char* c = R"([{"obj":{"x":"y"},"arr":[2,3]}])";
    row(c, "$[?$.absent1 == $.absent2].arr", "[2,3]");
    row(c, "$[?@.absent == 'g'].arr", "");
    row(c, "$[?1 <= 2].arr", "[2,3]");
    row(c, "$[?'a' <= 'b'].arr", "[2,3]");
    row(c, "$[?@.obj == @.arr].arr", "");
    row(c, "$[?@.obj != @.arr].arr", "[2,3]");
    row(c, "$[?@.obj == 17].arr", "");
    row(c, "$[?@.obj <= @.arr].arr", "");
    row(c, "$[?@.arr <= @.arr].arr", "[2,3]");
    row(c, "$[?1 <= @.arr].arr", "");
    row(c, "$[?true <= true].arr", "[2,3]");
    row(c, "$[?true > true].arr", "");
    row(c, "$[?'13' == 13].arr", "");
    row("[1,1.0,10e-1,2]", "$[?@==1]", "1 ; 1.0 ; 10e-1");
    row("[0,-0,0.0]", "$[?@==-0]", "0 ; -0 ; 0.0");
    row("[9007199254740993,9007199254740992]", "$[?@==9007199254740993]", "9007199254740993");
    row(R"([{"a":1,"b":[1,{"c":2}]},{"b":[1,{"c":2}],"a":1},{"a":1,"b":[1,{"c":3}]}])",
        "$[?@ == $[0]].b[1].c", "2 ; 2");
    row(R"(["\u0061","a"])", "$[?@=='a']", R"("\u0061" ; "a")");
    row(R"([null,false,0,""])", "$[?@==null]", "null");
    row(R"([null,false,0,""])", "$[?!@]", "");
    // functions §2.4
    row(R"(["ab","\u20ac\ud83d\ude00",[1,2],{"a":1},5])", "$[?length(@)==2]",
        R"("ab" ; "\u20ac\ud83d\ude00" ; [1,2])");
    row(R"([{"a":[1,2]},{"a":[1]}])", "$[?count(@.a[*])>1]", R"({"a":[1,2]})");
    row(R"([{"a":[1,2]},{"b":{"a":1}}])", "$[?value(@..a)==1]", R"({"b":{"a":1}})");
    row(R"(["a\nb","acb"])", "$[?match(@, 'a.b')]", R"("acb")");
    row(R"(["a.b","acb"])", "$[?match(@, 'a[.]b')]", R"("a.b")");
    row(R"([{"t":"x1","p":"x."},{"t":"y","p":"("}])", "$[?match(@.t, @.p)].t", R"("x1")");
    row(R"(["x"])", "$[?match(@, '(')]", "");
    // §2.5.2
    const char* d = R"({"o":{"j":1,"k":2},"a":[5,3,[{"j":4},{"k":6}]]})";
    row(d, "$..j", "1 ; 4");
    row(d, "$..[0]", R"(5 ; {"j":4})");
    row(d, "$.o..[*, *]", "1 ; 2 ; 1 ; 2");
    row(d, "$.a..[0, 1]", R"(5 ; 3 ; {"j":4} ; {"k":6})");
    row("[[1],2]", "$..*", "[1] ; 2 ; 1");
    row("[[[1]],[2]]", "$..[0]", "[[1]] ; [1] ; 1 ; 2");
    // §2.6, blanks, the root alone
    row(R"({"a":null})", "$.a", "null");
    row(R"({"a":null})", "$.a[0]", "");
    row(R"({"a":{"b":1}})", "$ .a [ 'b' ]", "1");
    row(R"({"a":{"b":1}})", "$\n.a\t['b']", "1");
    row("5", "$", "5");
    row("5", "$..*", "");
    row("", "$", "");
    row("  [1]", "$[0]", "1");
}

void TestJsonQuery::found()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, query);
    QFETCH(QString, expected);
    QCOMPARE(foundIn(text, query), expected);
}

void TestJsonQuery::refused_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("place");
    int number = 0;
    const auto row = [&](const QByteArray& query, int place) {
        QTest::addRow("%d %.60s", ++number, query.constData()) << QString::fromUtf8(query) << place;
    };
    row("", 0);
    row(" $", 0);
    row("$ ", 1);
    row("a", 0);
    row("$.", 2);
    row("$a", 1);
    row("$.1a", 2);
    row("$..", 3);
    row("$...a", 3);
    row("$. a", 2);
    row("$[", 2);
    row("$[]", 2);
    row("$[1", 3);
    row("$[01]", 2);
    row("$[-0]", 2);
    row("$[-]", 2);
    row("$[1.5]", 3);
    row("$[9007199254740992]", 2);
    row("$[-99999999999999999999]", 2);
    row("$['a]", 2);
    row("$['\\x']", 3);
    row("$['\\\"']", 3);
    row("$['\\uD800']", 3);
    row("$['\\uDC00']", 3);
    row("$['\\uD800\\u0041']", 3);
    row("$['\\u12']", 3);
    row("$['a\tb']", 4);
    row("$['a',]", 6);
    row("$[1 2]", 4);
    row("$[?]", 3);
    row("$[?@.a = 1]", 7);
    row("$[?@.a == ]", 10);
    row("$[?1]", 4);
    row("$[?true]", 7);
    row("$[?@.a && 1]", 11);
    row("$[?!@.a == 1]", 3);
    row("$[?@[*] == 1]", 3);
    row("$[?@..a == 1]", 3);
    row("$[?(@.a]", 7);
    row("$[?@.a == [1]]", 10);
    row("$[?@.a == 01]", 10);
    row("$[?@.a == 1.]", 10);
    row("$[?@.a == .5]", 10);
    row("$[?@.a == TRUE]", 10);
    row("$[?length(@.a)]", 3);
    row("$[?length(@.*) == 1]", 10);
    row("$[?length() == 1]", 10);
    row("$[?length(@.a, 1) == 1]", 15);
    row("$[?count(1) == 1]", 9);
    row("$[?match(@.a) ]", 12);
    row("$[?match(@.a, 'b') == true]", 3);
    row("$[?nope(@.a)]", 3);
    row("$[?count (@.a) == 1]", 3);
    row(QByteArray("$[?") + QByteArray(100, '(') + "@.a" + QByteArray(100, ')') + "]", -1);
    row(QByteArray("$[?") + QByteArray("@[?").repeated(100) + "@.a" + QByteArray(101, ']'), -1);
    row(QByteArray("$") + QByteArray(".a").repeated(1000), -1);
    row(QByteArray("$") + QByteArray(20'000, 'x'), -1);
}

void TestJsonQuery::refused()
{
    QFETCH(QString, query);
    QFETCH(int, place);
    const auto parsed = JsonQuery::parse(query);
    QVERIFY(!parsed);
    QVERIFY(!parsed.error().text.isEmpty());
    if (place >= 0)
        QCOMPARE(int(parsed.error().place), place);
}

void TestJsonQuery::cutTextIsSearchedUpToItsError()
{
    QCOMPARE(foundIn(R"({"a":[1,2,)", QStringLiteral("$.a[*]")), QStringLiteral("1 ; 2"));
    QCOMPARE(foundIn(R"([1,2,x,3])", QStringLiteral("$[*]")), QStringLiteral("1 ; 2"));
    QCOMPARE(foundIn(R"([1] trailing)", QStringLiteral("$[*]")), QStringLiteral("1"));
    QCOMPARE(foundIn(R"({"a")", QStringLiteral("$.*")), QString());
    QCOMPARE(foundIn(R"({"a":)", QStringLiteral("$.*")), QString());
    QCOMPARE(foundIn("nonsense", QStringLiteral("$")), QString());
    QCOMPARE(foundIn("[\"\xFF\xFE\",1]", QStringLiteral("$[1]")), QStringLiteral("1"));
}

void TestJsonQuery::deepText()
{
    constexpr int depth = 100'000;
    const QByteArray text = QByteArray(depth, '[') + "7" + QByteArray(depth, ']');
    QCOMPARE(foundIn(text, QStringLiteral("$..[?@==7]")), QStringLiteral("7"));
    const auto index = JsonIndex::build(text);
    QCOMPARE(JsonNodes(text, *index).normalizedPath(depth).size(), 1 + 3 * depth);
    const auto query = JsonQuery::parse(u"$..*");
    QCOMPARE(runJsonQuery(*query, JsonNodes(text, *index)).nodes.size(), size_t(depth));
}

void TestJsonQuery::nothingRunsForever()
{
    QByteArray text = "[";
    for (int i = 0; i < 2000; ++i)
        text += "[1,2,3,[4,[5]]],";
    text += "0]";
    const auto index = JsonIndex::build(text);
    const JsonNodes nodes(text, *index);
    const auto nested = JsonQuery::parse(u"$[?$..[?$..[?$..[?@==1 && @==2]]]]");
    QVERIFY(nested);
    QVERIFY(runJsonQuery(*nested, nodes, {}, 1'000'000).gaveUp);
    const QByteArray tower = QByteArray(200, '[') + QByteArray(200, ']');
    const auto towerIndex = JsonIndex::build(tower);
    const auto many = JsonQuery::parse(u"$..*..*..*..*..*..*");
    QVERIFY(many);
    const auto found = runJsonQuery(*many, JsonNodes(tower, *towerIndex), {}, 1'000'000);
    QVERIFY(found.gaveUp);
    QVERIFY(found.nodes.size() <= 1'000'000);
    // Patterns that are slow elsewhere.
    const QByteArray bomb = "[\"" + QByteArray(100'000, 'a') + "!\"]";
    QCOMPARE(foundIn(bomb, QStringLiteral("$[?match(@, '(a+)+(a+)+(a*)*')]")), QString());
}

void TestJsonQuery::canceled()
{
    const QByteArray text = "[" + QByteArray("1,").repeated(100'000) + "1]";
    const auto index = JsonIndex::build(text);
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!JsonIndex::build(text, stop.get_token()));
    const auto query = JsonQuery::parse(u"$[*]");
    QVERIFY(runJsonQuery(*query, JsonNodes(text, *index), stop.get_token()).isCanceled);
}

void TestJsonQuery::manyElements()
{
    QByteArray text = "[";
    for (int i = 0; i < 5000; ++i)
        text += QByteArray(i == 0 ? "" : ",") + "{\"n\":" + QByteArray::number(i) + "}";
    text += "]";
    const auto index = JsonIndex::build(text);
    const JsonNodes nodes(text, *index);
    QCOMPARE(nodes.childCount(nodes.root()), 5000);
    for (const int i : {0, 1, 999, 1000, 1001, 2999, 4000, 4999})
        QCOMPARE(nodes.child(nodes.root(), i).value(text).toByteArray(),
                 "{\"n\":" + QByteArray::number(i) + "}");
    QVERIFY(!nodes.child(nodes.root(), 5000).isValid());
    QVERIFY(!nodes.child(nodes.root(), 7000).isValid());
    QCOMPARE(foundIn(text, QStringLiteral("$[::1500].n")), QStringLiteral("0 ; 1500 ; 3000 ; 4500"));
    QCOMPARE(foundIn(text, QStringLiteral("$[-1,-1000].n")), QStringLiteral("4999 ; 4000"));
}

void TestJsonQuery::normalizedPaths()
{
    const QByteArray text = R"({"a":[0,{"it's\n":1}],"b":{"\u0061":[[5]]}})";
    const auto index = JsonIndex::build(text);
    const JsonNodes nodes(text, *index);
    const auto query = JsonQuery::parse(u"$..*");
    QStringList paths;
    for (const JsonNode& node : runJsonQuery(*query, nodes).nodes)
        paths << nodes.normalizedPath(node.offset);
    QCOMPARE(paths.join(u' '), QStringLiteral("$['a'] $['b'] $['a'][0] $['a'][1] $['a'][1]['it\\'s\\n'] "
                                              "$['b']['a'] $['b']['a'][0] $['b']['a'][0][0]"));
    // A normalized path is a query for the same value.
    for (const QString& path : paths) {
        const auto again = JsonQuery::parse(path);
        QVERIFY(again);
        const auto found = runJsonQuery(*again, nodes).nodes;
        QCOMPARE(found.size(), size_t(1));
        QCOMPARE(nodes.normalizedPath(found.front().offset), path);
    }
}

void TestJsonQuery::anyTruncationOfAQueryIsAnswered()
{
    const QString query = QStringLiteral(
        "$..['a\\u0041',\"b\"][1:-2:3,?@.x >= 1.5e3 && !(match(@.y, 'z') || count($..*) != 2)]");
    QVERIFY(JsonQuery::parse(query));
    for (qsizetype size = 0; size < query.size(); ++size) {
        const auto parsed = JsonQuery::parse(query.first(size));
        QVERIFY(parsed || parsed.error().place <= size);
    }
}

QTEST_GUILESS_MAIN(TestJsonQuery)
#include "tst_jsonquery.moc"
