// SPDX-License-Identifier: MIT
#include "decode/jsonparser.h"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace wl;

class TestJsonParser : public QObject
{
    Q_OBJECT
private slots:
    void suite_data();
    void suite();
    void errors_data();
    void errors();
    void events();
    void deepNesting();
    void tooDeep();
    void cutAnywhereIsAnError();
    void canceled();
    void canceledInsideAString();
    void places();
    void utf8_data();
    void utf8();
};

void TestJsonParser::suite_data()
{
    QTest::addColumn<QString>("path");
    const QString data = qEnvironmentVariable("WIRELOUPE_TEST_DATA");
    const QDir dir(data + QStringLiteral("/json"));
    for (const QString& name : data.isEmpty() ? QStringList() : dir.entryList({QStringLiteral("*.json")}))
        QTest::newRow(qPrintable(name)) << dir.filePath(name);
    if (data.isEmpty())
        QTest::newRow("no data") << QString();
}

void TestJsonParser::suite()
{
    QFETCH(QString, path);
    if (path.isEmpty())
        QSKIP("WIRELOUPE_TEST_DATA is not set");
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    const auto error = checkJson(text);
    const QString name = QFileInfo(path).fileName();
    if (name.startsWith(QLatin1String("y_")))
        QVERIFY2(!error, error ? qPrintable(JsonWords::sentence(text, *error)) : "");
    if (name.startsWith(QLatin1String("n_")))
        QVERIFY(error);
    if (error) {
        QVERIFY(error->offset >= 0 && error->offset <= text.size());
        QVERIFY(!JsonWords::problem(error->problem).isEmpty());
    }
}

void TestJsonParser::errors_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<JsonProblem>("problem");
    QTest::addColumn<qsizetype>("offset");
    const auto row = [](const QByteArray& text, JsonProblem problem, qsizetype offset) {
        QTest::newRow(text.left(40).constData()) << text << problem << offset;
    };
    row("", JsonProblem::UnexpectedEnd, 0);
    row(" \n", JsonProblem::UnexpectedEnd, 2);
    row("[1,]", JsonProblem::ValueExpected, 3);
    row("[1 2]", JsonProblem::CommaOrBracketExpected, 3);
    row("[1}", JsonProblem::CommaOrBracketExpected, 2);
    row("{1:2}", JsonProblem::KeyExpected, 1);
    row("{'a':2}", JsonProblem::KeyExpected, 1);
    row("{\"a\" 2}", JsonProblem::ColonExpected, 5);
    row("{\"a\":}", JsonProblem::ValueExpected, 5);
    row("{\"a\":1,}", JsonProblem::KeyExpected, 7);
    row("{\"a\":1 \"b\":2}", JsonProblem::CommaOrBraceExpected, 7);
    row("{\"a\":1]", JsonProblem::CommaOrBraceExpected, 6);
    row("1 2", JsonProblem::TextAfterEnd, 2);
    row("{}}", JsonProblem::TextAfterEnd, 2);
    row("{} x", JsonProblem::TextAfterEnd, 3);
    row("[\"abc", JsonProblem::OpenString, 1);
    row("[\"a\\", JsonProblem::OpenString, 1);
    row("[\"a\\u00", JsonProblem::OpenString, 1);
    row("\"a\\q\"", JsonProblem::BadEscape, 3);
    row("\"\\u12G4\"", JsonProblem::BadEscape, 5);
    row("\"a\nb\"", JsonProblem::ControlCharacter, 2);
    row(QByteArray("\"a\0b\"", 5), JsonProblem::ControlCharacter, 2);
    row("01", JsonProblem::BadNumber, 1);
    row("-x", JsonProblem::BadNumber, 1);
    row("1.x", JsonProblem::BadNumber, 2);
    row("1e+", JsonProblem::UnexpectedEnd, 3);
    row("-", JsonProblem::UnexpectedEnd, 1);
    row("+1", JsonProblem::ValueExpected, 0);
    row("tru", JsonProblem::UnexpectedEnd, 3);
    row("trux", JsonProblem::BadWord, 0);
    row("[nan]", JsonProblem::BadWord, 1);
    row("truefalse", JsonProblem::TextAfterEnd, 4);
    row("[1", JsonProblem::UnexpectedEnd, 2);
    row("\xEF\xBB\xBF", JsonProblem::UnexpectedEnd, 3);
    row("\"\xff\"", JsonProblem::NotUtf8, 1);
}

void TestJsonParser::errors()
{
    QFETCH(QByteArray, text);
    QFETCH(JsonProblem, problem);
    QFETCH(qsizetype, offset);
    const auto error = checkJson(text);
    QVERIFY(error);
    QCOMPARE(error->problem, problem);
    QCOMPARE(error->offset, offset);
}

void TestJsonParser::events()
{
    using Kind = JsonToken::Kind;
    const QByteArray text = "\xEF\xBB\xBF {\"a\":[1,{}],\"a\":\"x\"} ";
    JsonParser parser(text);
    struct Expected
    {
        Kind kind;
        qsizetype offset;
        qsizetype size;
        bool isKey;
        qsizetype depth;
    };
    const Expected all[] = {
        {Kind::BeginObject, 4, 1, false, 0},  {Kind::String, 5, 3, true, 1},
        {Kind::Colon, 8, 1, false, 1},        {Kind::BeginArray, 9, 1, false, 1},
        {Kind::Number, 10, 1, false, 2},      {Kind::Comma, 11, 1, false, 2},
        {Kind::BeginObject, 12, 1, false, 2}, {Kind::EndObject, 13, 1, false, 2},
        {Kind::EndArray, 14, 1, false, 1},    {Kind::Comma, 15, 1, false, 1},
        {Kind::String, 16, 3, true, 1},       {Kind::Colon, 19, 1, false, 1},
        {Kind::String, 20, 3, false, 1},      {Kind::EndObject, 23, 1, false, 0},
        {Kind::End, 25, 0, false, 0},         {Kind::End, 25, 0, false, 0},
    };
    for (const Expected& expected : all) {
        const auto event = parser.next();
        QCOMPARE(event.token.kind, expected.kind);
        QCOMPARE(event.token.offset, expected.offset);
        QCOMPARE(event.token.size, expected.size);
        QCOMPARE(event.isKey, expected.isKey);
        QCOMPARE(event.depth, expected.depth);
    }
}

void TestJsonParser::deepNesting()
{
    constexpr qsizetype depth = 100'000;
    QVERIFY(!checkJson(QByteArray(depth, '[') + QByteArray(depth, ']')));
    QByteArray objects;
    for (qsizetype i = 0; i < depth; ++i)
        objects += "{\"\":";
    QVERIFY(!checkJson(objects + "1" + QByteArray(depth, '}')));
    const auto error = checkJson(QByteArray(depth, '['));
    QVERIFY(error);
    QCOMPARE(error->offset, depth);
}

void TestJsonParser::tooDeep()
{
    const auto error = checkJson(QByteArray(JsonParser::maxDepth + 1, '['));
    QVERIFY(error);
    QCOMPARE(error->problem, JsonProblem::TooDeep);
}

void TestJsonParser::cutAnywhereIsAnError()
{
    const QByteArray text = "{\"k\\u0041\":[-1.5e+3,true,false,null,\"\xe2\x82\xac\"],\"\":{}}";
    QVERIFY(!checkJson(text));
    for (qsizetype size = 0; size < text.size(); ++size)
        QVERIFY2(checkJson(text.first(size)), text.first(size).constData());
}

void TestJsonParser::canceled()
{
    std::stop_source source;
    JsonParser parser("[1]", source.get_token());
    QCOMPARE(parser.next().token.kind, JsonToken::Kind::BeginArray);
    source.request_stop();
    JsonParser late("[1]", source.get_token());
    QCOMPARE(late.next().token.kind, JsonToken::Kind::Canceled);
    QCOMPARE(late.next().token.kind, JsonToken::Kind::Canceled);
}

void TestJsonParser::canceledInsideAString()
{
    std::stop_source source;
    const QByteArray text = "[\"" + QByteArray(8 << 20, 'x') + "\"]";
    JsonParser parser(text, source.get_token());
    QCOMPARE(parser.next().token.kind, JsonToken::Kind::BeginArray);
    source.request_stop();
    const auto event = parser.next();
    QCOMPARE(event.token.kind, JsonToken::Kind::Canceled);
    QVERIFY(event.token.offset < 2 << 20);
}

void TestJsonParser::places()
{
    QCOMPARE(jsonPlace("abc", 0), (JsonPlace{1, 1}));
    QCOMPARE(jsonPlace("a\nb\xe2\x82\xac"
                       "c",
                       6),
             (JsonPlace{2, 3}));
    QCOMPARE(jsonPlace("a\r\n\r\nx", 99), (JsonPlace{3, 2}));
    QCOMPARE(JsonWords::sentence("[1,\n 2 3]", {JsonProblem::CommaOrBracketExpected, 7}),
             QStringLiteral("line 2, column 4: a comma or ] is expected"));
}

void TestJsonParser::utf8_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("good");
    QTest::newRow("2") << QByteArray("\xc3\xa9") << true;
    QTest::newRow("3") << QByteArray("\xe2\x82\xac") << true;
    QTest::newRow("4") << QByteArray("\xf0\x9f\x99\x82") << true;
    QTest::newRow("last") << QByteArray("\xf4\x8f\xbf\xbf") << true;
    QTest::newRow("beyond") << QByteArray("\xf4\x90\x80\x80") << false;
    QTest::newRow("overlong 2") << QByteArray("\xc0\xaf") << false;
    QTest::newRow("overlong 3") << QByteArray("\xe0\x80\xaf") << false;
    QTest::newRow("overlong 4") << QByteArray("\xf0\x80\x80\xaf") << false;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
    QTest::newRow("lone continuation") << QByteArray("\x80") << false;
    QTest::newRow("cut") << QByteArray("\xe2\x82") << false;
    QTest::newRow("ff") << QByteArray("\xff") << false;
}

void TestJsonParser::utf8()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, good);
    QCOMPARE(!checkJson('"' + bytes + '"'), good);
}

QTEST_GUILESS_MAIN(TestJsonParser)
#include "tst_jsonparser.moc"
