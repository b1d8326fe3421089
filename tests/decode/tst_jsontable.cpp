// SPDX-License-Identifier: MIT
#include "decode/jsonstring.h"
#include "decode/jsontable.h"

#include <QDir>
#include <QFile>
#include <QtTest>

using namespace wl;

class TestJsonTable : public QObject
{
    Q_OBJECT
private slots:
    void found_data();
    void found();
    void notFound_data();
    void notFound();
    void cells();
    void manyRows();
    void columnLimit();
    void rowsBeforeAnError();
    void canceled();
    void strings_data();
    void strings();
    void suiteDoesNotCrash();
};

namespace {

QString cellText(const JsonTable& table, QByteArrayView text, qint64 row, int column)
{
    QStringList values;
    const auto found = table.row(text, row);
    for (const auto& range : found.cells.at(size_t(column)))
        values << jsonValueText(text.sliced(range.offset, range.size));
    return values.join(u'|');
}

} // namespace

void TestJsonTable::found_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<int>("rows");
    QTest::addColumn<QString>("member");
    const auto row = [](const char* text, const QStringList& columns, int rows, const QString& member = {}) {
        QTest::newRow(text) << QByteArray(text) << columns << rows << member;
    };
    const auto s = [](const char* text) { return QString::fromUtf8(text); };
    row("[{\"a\":1}]", {s("a")}, 1);
    row("[{}]", {}, 1);
    row("\xEF\xBB\xBF[{\"a\":1},{\"b\":2}]", {s("a"), s("b")}, 2);
    row("[{\"b\":1,\"a\":2},{\"a\":1,\"b\":2}]", {s("b"), s("a")}, 2);
    row("[{\"a\":{\"x\":[{\"y\":1}]}},{\"a\":[]}]", {s("a")}, 2);
    row("[{\"\\u0061\":1},{\"a\":2}]", {s("a")}, 2);
    row("[{\"\":1}]", {s("")}, 1);
    row("[{\"a\":1},null,3]", {s("a"), s("")}, 3);
    row("{\"n\":1,\"list\":[{\"a\":1}],\"m\":{}}", {s("a")}, 1, s("list"));
    row("{\"tags\":[1,2,[{\"no\":1}]],\"e\":[],\"list\":[{\"a\":1},{}]}", {s("a")}, 2, s("list"));
    row("{\"x\":{\"inner\":[{\"no\":1}]},\"list\":[{\"a\":1}]}", {s("a")}, 1, s("list"));
}

void TestJsonTable::found()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, columns);
    QFETCH(int, rows);
    QFETCH(QString, member);
    const auto table = JsonTable::find(text);
    QVERIFY(table);
    QCOMPARE(table->columns(), columns);
    QCOMPARE(table->rowCount(), rows);
    QCOMPARE(table->memberName(), member);
    QVERIFY(!table->error() && !table->isCut());
}

void TestJsonTable::notFound_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", "1", "[]", "[1,{}]", "[[{}]]", "{}", "{\"a\":{\"b\":[{}]}}", "{\"a\":[]}",
                             "{\"a\":[1,{}]}", "x", "[", "[}", "<html>", "{\"a\":[1"})
        QTest::newRow(text) << QByteArray(text);
}

void TestJsonTable::notFound()
{
    QFETCH(QByteArray, text);
    QVERIFY(!JsonTable::find(text));
}

void TestJsonTable::cells()
{
    const QByteArray text =
        "[ {\"a\" : \"x\\n\", \"b\":[1, {\"c\":2}]}, {\"b\":null,\"a\":1,\"a\":2}, 7, {} ]";
    const auto table = JsonTable::find(text);
    QVERIFY(table);
    QCOMPARE(table->valueColumn(), 2);
    QCOMPARE(cellText(*table, text, 0, 0), QStringLiteral("x\n"));
    QCOMPARE(cellText(*table, text, 0, 1), QStringLiteral("[1, {\"c\":2}]"));
    QCOMPARE(cellText(*table, text, 1, 0), QStringLiteral("1|2"));
    QCOMPARE(cellText(*table, text, 1, 1), QStringLiteral("null"));
    QCOMPARE(cellText(*table, text, 2, 2), QStringLiteral("7"));
    QCOMPARE(cellText(*table, text, 3, 0), QString());
    const auto range = table->row(text, 1).range;
    QCOMPARE(text.sliced(range.offset, range.size), "{\"b\":null,\"a\":1,\"a\":2}");
    for (const qint64 outside : {-1, 4, 1000})
        QVERIFY(table->row(text, outside).cells.at(0).empty());
}

void TestJsonTable::manyRows()
{
    constexpr int count = 50'000;
    QByteArray text = "[";
    for (int i = 0; i < count; ++i)
        text += "{\"id\":" + QByteArray::number(i) + ",\"n\":[[],{}]},\n";
    text.chop(2);
    text += "]";
    const auto table = JsonTable::find(text);
    QVERIFY(table);
    QCOMPARE(table->rowCount(), count);
    for (const int row : {0, 1, 15, 16, 17, 31, 32, 49'999})
        QCOMPARE(cellText(*table, text, row, 0), QString::number(row));
}

void TestJsonTable::columnLimit()
{
    QByteArray text = "[{";
    for (int i = 0; i < JsonTable::maxColumns + 5; ++i)
        text += "\"k" + QByteArray::number(i) + "\":0,";
    text.chop(1);
    text += "}]";
    const auto table = JsonTable::find(text);
    QVERIFY(table);
    QCOMPARE(table->columns().size(), JsonTable::maxColumns);
    QVERIFY(table->isCut());
    QCOMPARE(table->row(text, 0).cells.size(), size_t(JsonTable::maxColumns));
}

void TestJsonTable::rowsBeforeAnError()
{
    const QByteArray text = "[{\"a\":1},{\"a\":2},{\"a\":";
    const auto table = JsonTable::find(text);
    QVERIFY(table);
    QCOMPARE(table->rowCount(), 3);
    QVERIFY(table->error());
    QCOMPARE(cellText(*table, text, 1, 0), QStringLiteral("2"));
    QCOMPARE(cellText(*table, text, 2, 0), QString());
    for (qsizetype size = 0; size <= text.size(); ++size) {
        const auto cut = JsonTable::find(text.first(size));
        for (qint64 row = 0; cut && row < cut->rowCount(); ++row)
            QVERIFY(cut->row(text.first(size), row).range.offset <= size);
    }
}

void TestJsonTable::canceled()
{
    std::stop_source source;
    source.request_stop();
    QVERIFY(!JsonTable::find("[{\"a\":1}]", source.get_token()));
}

void TestJsonTable::strings_data()
{
    QTest::addColumn<QByteArray>("token");
    QTest::addColumn<QString>("text");
    QTest::newRow("plain") << QByteArray("\"abc\"") << QStringLiteral("abc");
    QTest::newRow("empty") << QByteArray("\"\"") << QString();
    QTest::newRow("letters") << QByteArray("\"\\b\\f\\n\\r\\t\\\"\\\\\\/\"")
                             << QStringLiteral("\b\f\n\r\t\"\\/");
    QTest::newRow("unicode") << QByteArray("\"\\u20AC\\ud83d\\ude42\"") << QStringLiteral("\u20AC\U0001F642");
    QTest::newRow("lone") << QByteArray("\"\\ud83dx\"") << QString(QString(QChar(0xD83D)) + u'x');
    QTest::newRow("utf8") << QByteArray("\"\xe2\x82\xac\\n\"") << QStringLiteral("\u20AC\n");
    QTest::newRow("cut") << QByteArray("\"\\u12") << QStringLiteral("u12");
}

void TestJsonTable::strings()
{
    QFETCH(QByteArray, token);
    QFETCH(QString, text);
    QCOMPARE(jsonStringText(token), text);
}

void TestJsonTable::suiteDoesNotCrash()
{
    const QString data = qEnvironmentVariable("WIRELOUPE_TEST_DATA");
    if (data.isEmpty())
        QSKIP("WIRELOUPE_TEST_DATA is not set");
    const QDir dir(data + QStringLiteral("/json"));
    for (const QString& name : dir.entryList({QStringLiteral("*.json")})) {
        QFile file(dir.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        const auto table = JsonTable::find(text);
        for (qint64 row = 0; table && row < std::min<qint64>(table->rowCount(), 100); ++row)
            QCOMPARE(table->row(text, row).cells.size(), size_t(table->columns().size()));
    }
}

QTEST_GUILESS_MAIN(TestJsonTable)
#include "tst_jsontable.moc"
