// SPDX-License-Identifier: MIT
#include "query/query.h"
#include "query/queryparser.h"

#include <QTest>

using namespace wl;

class TestQueryParser : public QObject
{
    Q_OBJECT
private slots:
    void accepts_data();
    void accepts();
    void refuses_data();
    void refuses();
    void everyCutIsAnswered();
    void nestsNoDeeperThanTheLimit();
    void bytesOfValues_data();
    void bytesOfValues();
    void numbersAndUnits_data();
    void numbersAndUnits();
};

namespace {

/// A filter as it was understood, with every parenthesis.
QString shown(const QueryNodePtr& node)
{
    if (!node)
        return QStringLiteral("everything");
    QStringList parts;
    for (const auto& child : node->children)
        parts += shown(child);
    switch (node->kind) {
    case QueryNode::Kind::And: return u'(' + parts.join(QStringLiteral(" and ")) + u')';
    case QueryNode::Kind::Or: return u'(' + parts.join(QStringLiteral(" or ")) + u')';
    case QueryNode::Kind::Not: return QStringLiteral("not ") + parts.front();
    case QueryNode::Kind::Field: break;
    }
    QString text = node->isSearch ? QStringLiteral("search") : QLatin1String(node->field->name);
    if (node->key)
        text += u'[' + QString::fromUtf8(*node->key) + u']';
    if (node->slice)
        text += QStringLiteral("[%1:%2]").arg(node->slice->offset).arg(node->slice->length.value_or(-1));
    if (node->op == QueryOperator::Exists)
        return text;
    text += u' ' + operatorName(node->op);
    for (const QueryOperand& operand : node->operands) {
        const QueryType type = node->field->type;
        const bool isNumber =
            type == QueryType::Number || type == QueryType::Size || type == QueryType::Duration;
        text += u' ';
        if (isNumber && operand.interval.low == operand.interval.high)
            text += QString::number(operand.interval.low);
        else if (isNumber)
            text += QStringLiteral("%1..%2").arg(operand.interval.low).arg(operand.interval.high);
        else
            text += QString::fromUtf8(operand.bytes);
    }
    return text;
}

} // namespace

void TestQueryParser::accepts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("understood");
    const auto row = [](const char* text, const char* understood) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(understood);
    };
    row("", "everything");
    row("  ", "everything");
    row("hello", "search contains hello");
    row("\"hello world\"", "search contains hello world");
    row("GET posts", "(search contains GET and search contains posts)");
    row("|48 65|", "search contains He");
    row("conn == 3", "conn == 3");
    row("CONN==3", "conn == 3");
    row("conn:3", "conn == 3");
    row("pane:Echo", "pane contains Echo");
    row("pane:\"two words\"", "pane contains two words");
    row("peer:127.0.0.1", "peer contains 127.0.0.1");
    row("peer:[::1]", "peer contains [::1]");
    row("proto:http", "proto == http");
    row("dir:in", "dir == in");
    row("conn:3 hello", "(conn == 3 and search contains hello)");
    row("http://example.org/a?b", "search contains http://example.org/a?b");
    row("hello, world!", "(search contains hello, and search contains world!)");
    row("a&b", "search contains a&b");
    row("conn == 1 and length > 100", "(conn == 1 and length > 100)");
    row("conn == 1 && length > 100", "(conn == 1 and length > 100)");
    row("conn == 1 AND dir == out OR x", "((conn == 1 and dir == out) or search contains x)");
    row("a or b and c", "(search contains a or (search contains b and search contains c))");
    row("(a or b) and c", "((search contains a or search contains b) and search contains c)");
    row("not a b", "(not search contains a and search contains b)");
    row("!(a || b)", "not (search contains a or search contains b)");
    row("not not marked", "not not marked");
    row("marked", "marked");
    row("marked == true", "marked == true");
    row("http.status", "http.status");
    row("http.header[\"Content-Type\"] contains \"json\"", "http.header[Content-Type] contains json");
    row("json[\"a.b[0]\"] == 5", "json[a.b[0]] == 5");
    row("payload[0:4] == |61 62 63 64|", "payload[0:4] == abcd");
    row("payload[-2:] == \"ab\"", "payload[-2:-1] == ab");
    row("payload[3] == \"a\"", "payload[3:1] == a");
    row("payload contains ab", "payload contains ab");
    row("conn in {1, 3..5,9}", "conn in 1 3..5 9");
    row("conn in 3..5", "conn in 3..5");
    row("dir in {in}", "dir in in");
    row("text startswith \"a\"", "text startsWith a");
    row("text ENDSWITH \"a\"", "text endsWith a");
    row("peer in 10.0.0.0/8", "peer in ");
    row("length > 10 kB and x", "(length > 10000 and search contains x)");
    row("delta > 1.5 ms", "delta > 1500000");
    row("info matches \"^GET .*\\d\"", "info matches ^GET .*\\d");
    row("word in sentence", "(search contains word and search contains in and search contains sentence)");
}

void TestQueryParser::accepts()
{
    QFETCH(QString, text);
    QFETCH(QString, understood);
    const auto node = QueryParser(text).parse();
    QVERIFY2(node, node ? "" : qPrintable(node.error().text));
    QCOMPARE(shown(*node), understood);
    QVERIFY(Query::parse(text));
}

void TestQueryParser::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("offset");
    QTest::addColumn<qsizetype>("length");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* text, qsizetype offset, qsizetype length, const char* words) {
        QTest::newRow(text) << QString::fromUtf8(text) << offset << length << QString::fromUtf8(words);
    };
    row("conn =3", 5, 1, "==");
    row("conn ==", 7, 0, "a value");
    row("conn == x", 8, 1, "whole number");
    row("conn == 1.5", 8, 3, "whole number");
    row("conn == 1 kB", 0, -1, ""); // a number, and text behind it
    row("length == 1 zB", 0, -1, "");
    row("length == 1zB", 10, 3, "kB");
    row("length == 99999999999999999999", 10, 20, "too large");
    row("conn contains 3", 5, 8, "==");
    row("dir < in", 4, 1, "==");
    row("dir == up", 7, 2, "in, out");
    row("proto == ftp", 9, 3, "tcp");
    row("marked == 1", 10, 1, "true");
    row("lenght > 3", 0, 6, "length");
    row("http.statsu == 200", 0, 11, "http.status");
    row("foo contains \"x\"", 0, 3, "no field");
    row("(a", 0, 1, ")");
    row("a)", 1, 1, "(");
    row("()", 1, 1, "expected");
    row("a and", 5, 0, "expected");
    row("and a", 0, 3, "expected");
    row("a or or b", 5, 2, "expected");
    row("not", 3, 0, "expected");
    row("\"abc", 0, 4, "closing");
    row("\"a\\q\"", 2, 2, "");
    row("|de ad", 0, 6, "closing");
    row("|xx|", 1, 1, "");
    row("||", 0, 2, "expected");
    row("payload == ||", 11, 2, "a value");
    row("conn in {1, 2", 13, 0, "expected");
    row("conn in {1 2}", 11, 1, "expected");
    row("conn in {}", 9, 1, "a value");
    row("conn in 5..3", 8, 4, "before");
    row("dir in in..out", 7, 7, "ranges");
    row("payload[x] == 1", 7, 3, "offset");
    row("payload[0:4 == 1", 7, 9, "offset");
    row("payload[0:0]", 7, 5, "offset");
    row("length[1]", 6, 1, "parts");
    row("json[a]", 5, 2, "quotes");
    row("json[\"a\"", 5, 3, "quotes");
    row("json[\"a[x]\"] == 1", 5, 6, "character");
    row("peer == echo", 8, 4, "address");
    row("peer == 10.0.0.0/33", 8, 11, "address");
    row("peer == 1.2.3.4:99999", 8, 13, "address");
    row("time > noon", 7, 4, "12:01");
    row("time == 25:00", 8, 5, "12:01");
    row("time == 2026-13-01", 8, 10, "12:01");
    row("time in 12:01..2026-01-01", 8, 17, "date");
    row("time in {12:01, 2026-01-01}", 16, 10, "date");
    row("http.status > high", 14, 4, "number");
    row("json in a..b", 8, 4, "number");
    row("conn:", 0, 5, "value");
    row("conn:x", 5, 1, "number");
    row("proto:ftp", 6, 3, "tcp");
    row("a ] b", 2, 1, "quotes");
    row("text matches \"a(b\"", 14, 3, ")");
    row("text matches \"x(?=y)\"", 15, 3, "lookaround");
    row("text matches \"(a)\\1\"", 17, 2, "backreferences");
    row("text matches \"a[z-a]\"", 16, 3, "class");
    row("text matches \"a**\"", 15, 2, "repeat");
}

void TestQueryParser::refuses()
{
    QFETCH(QString, text);
    QFETCH(qsizetype, offset);
    QFETCH(qsizetype, length);
    QFETCH(QString, words);
    const auto query = Query::parse(text);
    if (length < 0) {
        QVERIFY(query);
        return;
    }
    QVERIFY(!query);
    const QueryProblem& problem = query.error();
    QVERIFY2(problem.text.contains(words), qPrintable(problem.text));
    QVERIFY2(
        problem.offset == offset && problem.length == length,
        qPrintable(QStringLiteral("%1+%2 %3").arg(problem.offset).arg(problem.length).arg(problem.text)));
}

// Whatever is typed, also half of it, gives a filter or a place inside the text.
void TestQueryParser::everyCutIsAnswered()
{
    const QStringList whole{
        QStringLiteral("not (conn in {1, 3..5} and payload[0:4] == |de ad be ef|) or http.header[\"a\\\"b\"] "
                       "matches \"x.*\""),
        QStringLiteral("time in 12:01..12:02 && peer == [::1]:80 || json[\"a.b[0]\"] >= 1.5e3 && pane:\"a "
                       "b\" \\ ~ ]]{{"),
        QStringLiteral("delta > 1.5 ms length < 3KiB \U0001F600 == \"\\u{1F600}\" |a"),
    };
    for (const QString& text : whole) {
        for (qsizetype from = 0; from < text.size(); ++from) {
            for (qsizetype size = 0; from + size <= text.size(); size += 1 + size / 8) {
                const QString part = text.mid(from, size);
                const auto query = Query::parse(part);
                if (query)
                    continue;
                QVERIFY(!query.error().text.isEmpty());
                QVERIFY2(query.error().offset >= 0 && query.error().length >= 0 &&
                             query.error().offset + query.error().length <= part.size(),
                         qPrintable(part));
            }
        }
    }
}

void TestQueryParser::nestsNoDeeperThanTheLimit()
{
    const auto nested = [](const QString& open, const QString& close, int depth) {
        return open.repeated(depth) + u'x' + close.repeated(depth);
    };
    const QString open = QStringLiteral("(");
    const QString close = QStringLiteral(")");
    const QString negation = QStringLiteral("not ");
    QVERIFY(Query::parse(nested(open, close, QueryParser::maxDepth)));
    QVERIFY(!Query::parse(nested(open, close, QueryParser::maxDepth + 1)));
    QVERIFY(Query::parse(nested(negation, {}, QueryParser::maxDepth)));
    QVERIFY(!Query::parse(nested(negation, {}, 30'000 / 4)));
    QVERIFY(!Query::parse(nested(open, close, 30'000)));
    QVERIFY(!Query::parse(QString(QueryParser::maxChars + 1, u'x')));
    QVERIFY(Query::parse(QString(QueryParser::maxChars, u'x')));
}

void TestQueryParser::bytesOfValues_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("plain") << QStringLiteral("payload == \"a b\"") << QByteArray("a b");
    QTest::newRow("escapes") << QStringLiteral("payload == \"a\\r\\n\\x00\\\"\\\\\"")
                             << QByteArray("a\r\n\0\"\\", 6);
    QTest::newRow("unicode") << QStringLiteral("payload == \"\\u{20AC}ä\"")
                             << QByteArray("\xE2\x82\xAC\xC3\xA4");
    QTest::newRow("byte") << QStringLiteral("payload == \"\\xff\"") << QByteArray("\xFF");
    QTest::newRow("hex") << QStringLiteral("payload == |DE:ad 00|") << QByteArray("\xDE\xAD\x00", 3);
    QTest::newRow("word") << QStringLiteral("payload == a:b/c.d") << QByteArray("a:b/c.d");
    QTest::newRow("pattern") << QStringLiteral("payload matches \"\\d\\\"\\\\\"") << QByteArray("\\d\"\\\\");
    QTest::newRow("empty") << QStringLiteral("payload == \"\"") << QByteArray("");
}

void TestQueryParser::bytesOfValues()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, bytes);
    const auto node = QueryParser(text).parse();
    QVERIFY2(node, node ? "" : qPrintable(node.error().text));
    QCOMPARE((*node)->operands.front().bytes, bytes);
}

void TestQueryParser::numbersAndUnits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("number");
    const auto row = [](const char* text, qint64 number) {
        QTest::newRow(text) << QString::fromUtf8(text) << number;
    };
    row("conn == 0x1f", 31);
    row("length == 1.5kB", 1500);
    row("length == 2 MiB", 2 * 1024 * 1024);
    row("length == 3gb", 3'000'000'000);
    row("length == 10B", 10);
    row("delta == 2", 2'000'000'000);
    row("delta == 250us", 250'000);
    row("delta == 250µs", 250'000);
    row("delta == 1.5 s", 1'500'000'000);
    row("delta == 2min", 120'000'000'000);
    row("delta == 1h", 3'600'000'000'000);
    row("delta == -1 ms", -1'000'000);
}

void TestQueryParser::numbersAndUnits()
{
    QFETCH(QString, text);
    QFETCH(qint64, number);
    const auto node = QueryParser(text).parse();
    QVERIFY2(node, node ? "" : qPrintable(node.error().text));
    QCOMPARE((*node)->operands.front().interval, (QueryInterval{number, number}));
}

QTEST_GUILESS_MAIN(TestQueryParser)
#include "tst_queryparser.moc"
