// SPDX-License-Identifier: MIT
#include "ui/widgets/bulkrows.h"
#include "ui/widgets/keyvalueeditor.h"
#include "ui/widgets/keyvaluetable.h"
#include "ui/widgets/payloadtextedit.h"

#include <QRandomGenerator>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

using namespace wl;
using bulkrows::Style;

namespace {

KeyValueRow row(const QString& name, const QString& value, bool enabled = true,
                const QString& description = {}, bool secret = false)
{
    KeyValueRow made;
    made.name = name;
    made.value = value;
    made.enabled = enabled;
    made.description = description;
    made.secret = secret;
    return made;
}

QString said(const QList<KeyValueRow>& rows)
{
    QStringList parts;
    for (const KeyValueRow& each : rows)
        parts << (each.enabled ? QString() : QStringLiteral("!")) + each.name + u'|' + each.value;
    return parts.join(u';');
}

} // namespace

class TestBulkRows : public QObject
{
    Q_OBJECT
private slots:
    void lines_data();
    void lines();
    void simpleRowsAreSimpleLines();
    void anyRowsComeBack();
    void descriptionsAreKept();
    void manyRows();
    void editorShowsTheSameInBoth();
};

void TestBulkRows::lines_data()
{
    QTest::addColumn<Style>("style");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("rows");
    const auto both = [](const char* text, const char* rows) {
        for (const Style style : {Style::Colon, Style::Equals})
            QTest::newRow(qPrintable(QString::fromUtf8(text) + (style == Style::Colon ? u':' : u'=')))
                << style << QString::fromUtf8(text) << QString::fromUtf8(rows);
    };
    const auto one = [](Style style, const char* text, const char* rows) {
        QTest::newRow(text) << style << QString::fromUtf8(text) << QString::fromUtf8(rows);
    };
    both("", "");
    both("a: b", "a|b");
    both("a=b", "a|b");
    both("a= b ", "a| b ");
    both("a:   b  ", "a|b");
    both("a", "a|");
    both("a:", "a|");
    both("a=", "a|");
    both("# a: b", "!a|b");
    both("#a=b", "!a|b");
    both("  // a=b", "!a|b");
    both("##a=b", "!#a|b");
    both("# just words", "!just words|");
    both("\n a=1\r\n\n\nb=2\n", " a|1;b|2");
    both("u=http://h/?x=1", "u|http://h/?x=1");
    both("\"a=b\"=\"c\\n\"", "a=b|c\n");
    both("# \"a\" : \"\\u0000\"", "!a|\u0000");
    both("\"a\"=b", "\"a\"|b");
    both("\"a\"=\"b\" c", "\"a\"|\"b\" c");
    both(":authority", ":authority|");
    both("=x", "=x|");
    one(Style::Colon, "Host: h:1=2", "Host|h:1=2");
    one(Style::Colon, "a:b=c", "a|b=c");
    one(Style::Equals, "a:b=c", "a:b|c");
    one(Style::Equals, "a: b=c", "a|b=c");
    one(Style::Equals, "time:12", "time|12");
}

void TestBulkRows::lines()
{
    QFETCH(Style, style);
    QFETCH(QString, text);
    QFETCH(QString, rows);
    if (text.contains(QLatin1String("u0000")))
        rows = QStringLiteral("!a|") + QChar();
    QCOMPARE(said(bulkrows::rowsOf(text, style)), rows);
}

void TestBulkRows::simpleRowsAreSimpleLines()
{
    const QList<KeyValueRow> rows{row(QStringLiteral("Accept"), QStringLiteral("*/*;q=0.5")),
                                  row(QStringLiteral("X"), QString(), false)};
    QCOMPARE(bulkrows::textOf(rows, Style::Colon), QStringLiteral("Accept: */*;q=0.5\n# X:"));
    QCOMPARE(bulkrows::textOf(rows, Style::Equals), QStringLiteral("Accept=*/*;q=0.5\n# X="));
}

/// Whatever is in the rows: their text gives them again.
void TestBulkRows::anyRowsComeBack()
{
    QRandomGenerator random(4711);
    const QString letters = QString::fromUtf8("ab:=#/\"\\ \t\r\nü😀,;&'{}") + QChar() + QChar(0x2028) +
                            QChar(0x2029) + QChar(0xFDD0) + QChar(0xd800) + QChar(0xdc00) + QChar(0xa0);
    const auto text = [&] {
        QString made;
        for (quint32 i = random.bounded(6u); i > 0; --i)
            made += letters[random.bounded(int(letters.size()))];
        return made;
    };
    for (int round = 0; round < 5000; ++round) {
        QList<KeyValueRow> rows;
        for (quint32 i = random.bounded(5u); i > 0; --i) {
            const KeyValueRow made =
                row(text(), text(), random.bounded(2) == 0, text(), random.bounded(2) == 0);
            if (!made.isBlank())
                rows << made;
        }
        for (const Style style : {Style::Colon, Style::Equals}) {
            const QString lines = bulkrows::textOf(rows, style);
            QVERIFY(!lines.contains(QChar(0x2028)) && !lines.contains(QChar()));
            const auto back = bulkrows::rowsOf(lines, style, rows);
            if (back != rows)
                QFAIL(qPrintable(QStringLiteral("%1 gave %2").arg(lines, said(back))));
        }
    }
}

void TestBulkRows::descriptionsAreKept()
{
    const QList<KeyValueRow> before{
        row(QStringLiteral("a"), QStringLiteral("1"), true, QStringLiteral("first"), true),
        row(QStringLiteral("a"), QStringLiteral("2"), true, QStringLiteral("second")),
        row(QStringLiteral("b"), QStringLiteral("3"), true, QStringLiteral("third"))};
    const auto descriptions = [&](const char* text) {
        QStringList list;
        for (const KeyValueRow& each : bulkrows::rowsOf(QString::fromUtf8(text), Style::Equals, before))
            list << each.description;
        return list.join(u',');
    };
    QCOMPARE(descriptions("b=3\na=2\na=1"), QStringLiteral("third,second,first")); // other order
    QCOMPARE(descriptions("a=9\na=2\nb=3"), QStringLiteral("first,second,third")); // another value
    QCOMPARE(descriptions("a=1\nx=2\nb=3"), QStringLiteral("first,second,third")); // renamed in place
    QCOMPARE(descriptions("#a=1\nb=3"), QStringLiteral("first,third"));            // off, and one deleted
    QCOMPARE(descriptions("new=0\na=1\na=2\nb=3"), QStringLiteral(",first,second,third"));
    QVERIFY(bulkrows::rowsOf(QStringLiteral("a=5\na=2\nb=3"), Style::Equals, before).first().secret);
}

void TestBulkRows::manyRows()
{
    QList<KeyValueRow> rows;
    for (int i = 0; i < 10'000; ++i)
        rows << row(QStringLiteral("same"), QString::number(i), i % 2 == 0, QString::number(i));
    KeyValueEditor editor(KeyValueTable::Plain, Style::Equals, QStringLiteral("many"),
                          QStringLiteral("Many"));
    editor.setRows(rows);
    editor.resize(500, 300);
    editor.show();
    editor.showText(true);
    auto* text = editor.findChild<PayloadTextEdit*>(QStringLiteral("manyText"));
    QCOMPARE(text->blockCount(), 10'000);
    QSignalSpy edited(&editor, &KeyValueEditor::edited);
    text->moveCursor(QTextCursor::End);
    text->insertPlainText(QStringLiteral("0"));
    QCOMPARE(edited.size(), 1);
    rows.last().value += u'0';
    QVERIFY(editor.rows() == rows);
    editor.showText(false);
    QVERIFY(editor.rows() == rows);
}

void TestBulkRows::editorShowsTheSameInBoth()
{
    KeyValueEditor editor(KeyValueTable::Secrets, Style::Colon, QStringLiteral("h"),
                          QStringLiteral("Fields"));
    editor.show();
    auto* text = editor.findChild<PayloadTextEdit*>(QStringLiteral("hText"));
    auto* bulk = editor.findChild<QToolButton*>(QStringLiteral("hBulk"));
    QSignalSpy edited(&editor, &KeyValueEditor::edited);
    editor.setRows({row(QStringLiteral("A"), QStringLiteral("1"), true, QStringLiteral("why"), true)});
    bulk->click();
    QCOMPARE(text->exactText(), QStringLiteral("A: 1"));
    QCOMPARE(edited.size(), 0);
    text->setPlainText(QStringLiteral("A: 2\n#B: \n\nC"));
    QCOMPARE(said(editor.rows()), QStringLiteral("A|2;!B|;C|"));
    QCOMPARE(editor.rows().first().description, QStringLiteral("why"));
    QVERIFY(editor.rows().first().secret);
    QCOMPARE(text->exactText(), QStringLiteral("A: 2\n#B: \n\nC")); // as it is typed
    const auto edits = edited.size();
    text->insertPlainText(QStringLiteral("\n"));
    QCOMPARE(edited.size(), edits); // an empty line is no row
    // What comes from elsewhere is in the text, too.
    editor.setRows({row(QStringLiteral("X"), QStringLiteral("y"))});
    QCOMPARE(text->exactText(), QStringLiteral("X: y"));
    bulk->click();
    QVERIFY(editor.table().isVisible());
    QCOMPARE(editor.table().rows().rowCount(), 2);
}

QTEST_MAIN(TestBulkRows)
#include "tst_bulkrows.moc"
