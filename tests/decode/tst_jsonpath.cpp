// SPDX-License-Identifier: MIT
#include "decode/jsonpath.h"

#include "support/conversation.h"

#include <QtTest>

using namespace wl;

class TestJsonPath : public QObject
{
    Q_OBJECT
private slots:
    void parse_data();
    void parse();
    void refused_data();
    void refused();
    void value_data();
    void value();
    void types();
    void deepTextIsBounded();
};

void TestJsonPath::parse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("steps");
    QTest::newRow("nothing") << QString() << QByteArray();
    QTest::newRow("name") << QStringLiteral("a") << QByteArray("/a");
    QTest::newRow("names") << QStringLiteral("a.b c.ü") << QByteArray("/a/b c/\xC3\xBC");
    QTest::newRow("index") << QStringLiteral("a.b[0]") << QByteArray("/a/b#0");
    QTest::newRow("index first") << QStringLiteral("[12][3].x") << QByteArray("#12#3/x");
    QTest::newRow("quoted") << QStringLiteral("[\"odd.name\"].b[\"]\"]") << QByteArray("/odd.name/b/]");
    QTest::newRow("escapes") << QStringLiteral("[\"a\\\"b\\\\\"]") << QByteArray("/a\"b\\");
    QTest::newRow("empty name in quotes") << QStringLiteral("[\"\"]") << QByteArray("/");
}

void TestJsonPath::parse()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, steps);
    const auto path = JsonPath::parse(text);
    QVERIFY(path);
    QByteArray shown;
    for (const JsonPath::Step& step : path->steps())
        shown += step.index < 0 ? '/' + step.name : '#' + QByteArray::number(step.index);
    QCOMPARE(shown, steps);
}

void TestJsonPath::refused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("detail");
    const auto row = [](const char* text, const char* detail) {
        QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(detail);
    };
    row(".", "character 1: a name is expected");
    row("a.", "character 3: a name is expected");
    row("a..b", "character 3: a name is expected");
    row("a[", "character 3: an index or a name in quotes is expected");
    row("a[x]", "character 3: an index or a name in quotes is expected");
    row("a[-1]", "character 3: an index or a name in quotes is expected");
    row("a[99999999999999999999]", "character 23: an index or a name in quotes is expected");
    row("a[1", "character 4: ] is expected");
    row("a[1]b", "character 5: a dot or [ is expected");
    row("[\"a", "character 4: this name has no closing quote");
    row("[\"a\"", "character 5: ] is expected");
    QTest::newRow("too many") << QStringLiteral("[0]").repeated(1001)
                              << QStringLiteral("more than 1000 steps");
}

void TestJsonPath::refused()
{
    QFETCH(QString, text);
    QFETCH(QString, detail);
    const auto path = JsonPath::parse(text);
    QVERIFY(!path);
    QCOMPARE(path.error().code, ErrorCode::BadSyntax);
    QCOMPARE(path.error().detail, detail);
}

void TestJsonPath::value_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // null: there is none
    const auto row = [](const char* path, const QByteArray& text, const QByteArray& expected) {
        QTest::addRow("%s in %s", path, text.left(30).constData())
            << QString::fromLatin1(path) << text << expected;
    };
    const QByteArray none;
    row("a", R"({"a":1})", "1");
    row("a.b[1]", R"({"x":{"b":9},"a":{"b":[1,2,3]}})", "2");
    row("[1].id", R"([{"id":1},{"id":2}])", "2");
    row("[0]", R"([ [1, {"a": []}] , 2])", R"([1, {"a": []}])");
    row("a", R"({"a": {"b": 1 } })", R"({"b": 1 })");
    row("", "12", "12");
    row("", R"( [1] )", "[1]");
    row("a", R"({"b":{"a":1}})", none);
    row("a.b", R"({"a":1})", none);
    row("a", "[1]", none);
    row("[0]", R"({"0":1})", none);
    row("[2]", "[1,2]", none);
    row("[0]", "[]", none);
    row("a", "{}", none);
    row("a", "", none);
    row("a", "garbage", none);
    row("a", R"({"a":1} trailing)", "1");
    row("a", R"({"a":1)", "1");
    row("a", R"({"a":[1,2)", none);
    row("b", R"({"a":1,,"b":2})", none);
    row("a", R"({"a":1,"a":2})", "1");
    row("[\"a\"]", R"({"\u0061":1})", "1");
    row("a", R"({"a":"x\ny\u00fc"})", "x\ny\xC3\xBC");
    row("a", R"({"a":"\ud83d\ude00"})", "\xF0\x9F\x98\x80");
    row("a", R"({"a":""})", "");
}

void TestJsonPath::value()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const std::optional<FieldValue> value = jsonValueAt(text, *JsonPath::parse(path));
    QCOMPARE(value.has_value(), !expected.isNull());
    if (value)
        QCOMPARE(test::shown(*value), expected);
}

void TestJsonPath::types()
{
    const QByteArray text = R"({"i":-7,"max":9223372036854775807,"over":9223372036854775808,"f":1.5,"e":1e2,)"
                            R"("t":true,"n":null,"s":"7"})";
    const auto at = [&](const char* path) {
        return *jsonValueAt(text, *JsonPath::parse(QString::fromLatin1(path)));
    };
    QCOMPARE(std::get<qint64>(at("i")), -7);
    QCOMPARE(std::get<qint64>(at("max")), std::numeric_limits<qint64>::max());
    QCOMPARE(std::get<double>(at("over")), 9223372036854775808.0);
    QCOMPARE(std::get<double>(at("f")), 1.5);
    QCOMPARE(std::get<double>(at("e")), 100.0);
    QCOMPARE(std::get<bool>(at("t")), true);
    QVERIFY(std::holds_alternative<std::monostate>(at("n")));
    QCOMPARE(std::get<QByteArray>(at("s")), QByteArray("7"));
}

void TestJsonPath::deepTextIsBounded()
{
    const qsizetype depth = 100'000;
    const QByteArray deep = QByteArray("[").repeated(depth) + '7' + QByteArray("]").repeated(depth);
    QCOMPARE(std::get<QByteArray>(*jsonValueAt(deep, JsonPath())), deep);
    const auto last = JsonPath::parse(QStringLiteral("[0]").repeated(1000));
    QVERIFY(std::get<QByteArray>(*jsonValueAt(deep, *last)).startsWith("[[["));
    QVERIFY(!jsonValueAt(deep, *JsonPath::parse(QStringLiteral("[1]"))));
    QVERIFY(!jsonValueAt(QByteArray("[").repeated(depth), JsonPath()));
}

QTEST_GUILESS_MAIN(TestJsonPath)
#include "tst_jsonpath.moc"
