// SPDX-License-Identifier: MIT
#include "decode/jsonformat.h"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace wl;

class TestJsonFormat : public QObject
{
    Q_OBJECT
private slots:
    void indents_data();
    void indents();
    void restOfBadText();
    void minifyUndoesIndent();
    void deepNestingStaysLinear();
    void sinkStops();
    void canceled();
    void longStringsPass();
    void suiteDoesNotCrash();
};

void TestJsonFormat::indents_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("indented");
    QTest::addColumn<QByteArray>("minified");
    const auto row = [](const char* name, const char* text, const char* indented, const char* minified) {
        QTest::newRow(name) << QByteArray(text) << QByteArray(indented) << QByteArray(minified);
    };
    row("number", " 1.10 ", "1.10", "1.10");
    row("empty", "[ ]", "[]", "[]");
    row("empty object", "{\n}", "{}", "{}");
    row("array", "[1,2]", "[\n  1,\n  2\n]", "[1,2]");
    row("order and duplicates", "{\"b\":1,\"a\":2,\"b\":3}", "{\n  \"b\": 1,\n  \"a\": 2,\n  \"b\": 3\n}",
        "{\"b\":1,\"a\":2,\"b\":3}");
    row("numbers as typed", "[1E400,-0,12345678901234567890,1.0]",
        "[\n  1E400,\n  -0,\n  12345678901234567890,\n  1.0\n]", "[1E400,-0,12345678901234567890,1.0]");
    row("escapes as typed", "[ \"\\u0041\\/\" ]", "[\n  \"\\u0041\\/\"\n]", "[\"\\u0041\\/\"]");
    row("nested", "{\"a\":[{},[],{\"b\":[0]}]}",
        "{\n  \"a\": [\n    {},\n    [],\n    {\n      \"b\": [\n        0\n      ]\n    }\n  ]\n}",
        "{\"a\":[{},[],{\"b\":[0]}]}");
    row("not UTF-8", "[\"\xff\"]", "[\n  \"\xff\"\n]", "[\"\xff\"]");
}

void TestJsonFormat::indents()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, indented);
    QFETCH(QByteArray, minified);
    JsonFormatOutcome outcome;
    QCOMPARE(formattedJson(text, {}, &outcome), indented);
    QVERIFY(!outcome.error && !outcome.isCanceled && !outcome.isStopped);
    QCOMPARE(formattedJson(text, {.kind = JsonStyle::Kind::Minified}), minified);
}

void TestJsonFormat::restOfBadText()
{
    JsonFormatOutcome outcome;
    QCOMPARE(formattedJson("[1,  oops ]\n", {}, &outcome), "[\n  1,\noops ]\n");
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->offset, 5);
    QCOMPARE(formattedJson("<html>", {}), "<html>");
    QCOMPARE(formattedJson("", {}), "");
    QCOMPARE(formattedJson("[1", {}), "[\n  1");
    QCOMPARE(formattedJson("[\"abc", {}), "[\n\"abc");
    QCOMPARE(formattedJson("{} {}", {}), "{}\n{}");
}

void TestJsonFormat::minifyUndoesIndent()
{
    const QByteArray text = "{\"a\":[1,[],{\"b\":\"x y\\n\"},null],\"c\":{},\"d\":-1e5}";
    for (const int spaces : {0, 1, 4, 8})
        QCOMPARE(formattedJson(formattedJson(text, {.spaces = spaces}), {.kind = JsonStyle::Kind::Minified}),
                 text);
}

void TestJsonFormat::deepNestingStaysLinear()
{
    constexpr qsizetype depth = 100'000;
    const QByteArray text = QByteArray(depth, '[') + QByteArray(depth, ']');
    const QByteArray indented = formattedJson(text, {});
    QVERIFY(indented.size() < 2 * depth * (2 + 2 * 64));
    QCOMPARE(formattedJson(indented, {.kind = JsonStyle::Kind::Minified}), text);
}

void TestJsonFormat::sinkStops()
{
    QByteArray big = "[0";
    for (int i = 0; i < 200'000; ++i)
        big += ",1";
    big += "]";
    int pieces = 0;
    const auto outcome = formatJson(big, {}, [&](QByteArrayView) { return ++pieces < 3; });
    QCOMPARE(pieces, 3);
    QVERIFY(outcome.isStopped);
}

void TestJsonFormat::canceled()
{
    std::stop_source source;
    QByteArray big = "[0";
    for (int i = 0; i < 2'000'000; ++i)
        big += ",1";
    big += "]";
    qsizetype size = 0;
    const auto outcome = formatJson(
        big, {},
        [&](QByteArrayView piece) {
            size += piece.size();
            source.request_stop();
            return true;
        },
        source.get_token());
    QVERIFY(outcome.isCanceled);
    QVERIFY(size < 8'000'000);
}

void TestJsonFormat::longStringsPass()
{
    const QByteArray text = "[\"" + QByteArray(300'000, 'x') + "\"]";
    QCOMPARE(formattedJson(text, {.kind = JsonStyle::Kind::Minified}), text);
}

void TestJsonFormat::suiteDoesNotCrash()
{
    const QString data = qEnvironmentVariable("WIRELOUPE_TEST_DATA");
    if (data.isEmpty())
        QSKIP("WIRELOUPE_TEST_DATA is not set");
    const QDir dir(data + QStringLiteral("/json"));
    for (const QString& name : dir.entryList({QStringLiteral("*.json")})) {
        QFile file(dir.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        const QByteArray indented = formattedJson(text, {});
        // Only whitespace between tokens may differ: what is left without any is the same.
        const auto bare = [](QByteArray bytes) {
            for (const char blank : {' ', '\n', '\r', '\t'})
                bytes.replace(QByteArray(1, blank), "");
            if (bytes.startsWith("\xEF\xBB\xBF"))
                bytes.remove(0, 3);
            return bytes;
        };
        QCOMPARE(bare(indented), bare(text));
        if (!checkJson(text))
            QVERIFY(!checkJson(indented));
    }
}

QTEST_GUILESS_MAIN(TestJsonFormat)
#include "tst_jsonformat.moc"
