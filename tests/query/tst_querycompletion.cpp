// SPDX-License-Identifier: MIT
#include "query/query.h"
#include "query/querycompletion.h"
#include "support/memorysource.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

class TestQueryCompletion : public QObject
{
    Q_OBJECT
private slots:
    void offers_data();
    void offers();
    void nothingBehindAnError();
    void everyFieldHasAPlace();
    void whatIsOfferedIsTaken();
};

namespace {

MemorySource* makeSource()
{
    auto* source = new MemorySource;
    source->addConnection(QStringLiteral("Echo \"server\""), QStringLiteral("127.0.0.1:8080"),
                          QStringLiteral("127.0.0.1:50001"));
    source->addConnection(QStringLiteral("Web"), QStringLiteral("[::1]:50002"), QStringLiteral("[::1]:443"));
    return source;
}

QStringList texts(const QueryCompletions& completions)
{
    QStringList texts;
    for (const auto& item : completions.items)
        texts += item.text;
    return texts;
}

} // namespace

void TestQueryCompletion::offers_data()
{
    QTest::addColumn<QString>("text"); ///< the cursor is at the |
    QTest::addColumn<QString>("offered");
    QTest::addColumn<QString>("replaced");
    const auto row = [](const char* text, const char* offered, const char* replaced) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(offered)
                            << QString::fromUtf8(replaced);
    };
    row("http.s|", "http.status", "http.s");
    row("conn == 3 and le|", "length", "le");
    row("conn == 3 and le|ng > 1", "length", "leng");
    row("(not ma|", "marked", "ma");
    row("length |", "== != < <= > >= in and or", "");
    row("pane st|", "startsWith", "st");
    row("dir == |", "in out", "");
    row("dir == o|", "out", "o");
    row("kind in {data, n|", "note", "n");
    row("proto:m|", "mqtt modbus", "m");
    row("pane == |", "\"Echo \\\"server\\\"\" Web", "");
    row("pane == \"E|", "\"Echo \\\"server\\\"\"", "\"E");
    row("pane == ec|", "\"Echo \\\"server\\\"\"", "ec");
    row("peer == |", "127.0.0.1:50001 [::1]:443", "");
    row("port == 5|", "50001 50002", "5");
    row("http.method == P|", "POST PUT PATCH", "P");
    row("marked == |", "true false", "");
    row("conn == 3 |", "and or", "");
    row("conn == 3 a|", "and", "a");
    row("hello a|", "and", "a");
    row("hello |", "and or", "");
    row("\"some tex|", "", "\"some tex");
}

void TestQueryCompletion::offers()
{
    QFETCH(QString, text);
    QFETCH(QString, offered);
    QFETCH(QString, replaced);
    const std::unique_ptr<MemorySource> source(makeSource());
    const qsizetype cursor = text.indexOf(u'|');
    text.remove(cursor, 1);
    const QueryCompletions completions = queryCompletions(text, cursor, source.get());
    QCOMPARE(texts(completions).join(u' '), offered);
    QCOMPARE(text.mid(completions.offset, completions.length), replaced);
}

void TestQueryCompletion::nothingBehindAnError()
{
    for (const char* text : {"conn == x and ", "a ) ", "lenght > 3 ", "conn = "}) {
        const QString typed = QString::fromLatin1(text);
        QVERIFY2(queryCompletions(typed, typed.size(), nullptr).items.isEmpty(), text);
    }
    QVERIFY(!queryCompletions(QString(), 0, nullptr).items.isEmpty());
    QVERIFY(!queryCompletions(QStringLiteral("l"), 99, nullptr).items.isEmpty());
    QVERIFY(!queryCompletions(QStringLiteral("l"), -3, nullptr).items.isEmpty());
}

void TestQueryCompletion::everyFieldHasAPlace()
{
    const QStringList all = texts(queryCompletions(QString(), 0, nullptr));
    for (const QueryField& field : queryFields()) {
        QVERIFY(all.contains(QLatin1String(field.name)));
        QVERIFY2(*field.description != '\0', field.name);
        QVERIFY2(!operatorsOf(field.type).isEmpty(), field.name);
    }
}

// A field with each of its operators and values, as they are offered, is a filter.
void TestQueryCompletion::whatIsOfferedIsTaken()
{
    const std::unique_ptr<MemorySource> source(makeSource());
    for (const QueryField& field : queryFields()) {
        const QString start = QLatin1String(field.name) + QStringLiteral(" == ");
        for (const QString& value : texts(queryCompletions(start, start.size(), source.get())))
            QVERIFY2(Query::parse(start + value), qPrintable(start + value));
        for (const QueryOperator op : operatorsOf(field.type)) {
            const QString filter = QLatin1String(field.name) + u' ' + operatorName(op) + u' ';
            const auto parsed = Query::parse(filter);
            QVERIFY2(!parsed && parsed.error().offset >= filter.size() - 1, qPrintable(filter));
        }
    }
}

QTEST_GUILESS_MAIN(TestQueryCompletion)
#include "tst_querycompletion.moc"
