// SPDX-License-Identifier: MIT
#include "tests/support/patience.h"
#include "ui/panes/http/bodycheck.h"
#include "ui/panes/http/bodysourceedit.h"
#include "ui/panes/http/headernames.h"
#include "ui/panes/http/pathrows.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QtTest>

using namespace wl;

/// What the request editor decides: rows of path variables, checks of bodies, what is offered.
class TestRequestParts : public QObject
{
    Q_OBJECT
private slots:
    void pathRowsFollowTheUrl();
    void leftRowsStayWhereTheySaySomething();
    void checks_data();
    void checks();
    void entityBombIsBounded();
    void formats();
    void longTextIsCheckedLater();
    void formatIsOneStepOfUndo();
    void longLinesAreShortened();
    void longPastesCanBeTakenBack();
    void longPasteIntoCrLf();
    void longTextsAreFilledIn();
    void lineEndsStayUntilTyped();
    void headerNamesAreTokens();
};

void TestRequestParts::pathRowsFollowTheUrl()
{
    pathrows::Rows rows = pathrows::forNames({QStringLiteral("i")}, {});
    QCOMPARE(rows.used, 1);
    rows.rows[0].value = QStringLiteral("7");
    rows.rows[0].description = QStringLiteral("why");
    // Typed on: the row goes along.
    rows = pathrows::forNames({QStringLiteral("id")}, rows);
    QCOMPARE(rows.rows.size(), 1);
    QCOMPARE(rows.rows.first().name, QStringLiteral("id"));
    QCOMPARE(rows.rows.first().value, QStringLiteral("7"));
    rows = pathrows::forNames({QStringLiteral("x"), QStringLiteral("id")}, rows);
    QCOMPARE(rows.rows.at(1).value, QStringLiteral("7"));
    QVERIFY(rows.rows.at(0).value.isEmpty());
    // The order of the URL.
    rows = pathrows::forNames({QStringLiteral("id"), QStringLiteral("x")}, rows);
    QCOMPARE(rows.rows.at(0).value, QStringLiteral("7"));
    QCOMPARE(pathrows::forNames({QStringLiteral("id"), QStringLiteral("x")}, rows), rows);
}

void TestRequestParts::leftRowsStayWhereTheySaySomething()
{
    pathrows::Rows rows = pathrows::forNames({QStringLiteral("a"), QStringLiteral("b")}, {});
    rows.rows[0].value = QStringLiteral("1");
    rows = pathrows::forNames({}, rows);
    QCOMPARE(rows.used, 0);
    QCOMPARE(rows.rows.size(), 1);
    rows = pathrows::forNames({QStringLiteral("b"), QStringLiteral("a")}, rows);
    QCOMPARE(rows.rows.at(1).value, QStringLiteral("1"));
    QCOMPARE(rows.used, 2);
}

void TestRequestParts::checks_data()
{
    QTest::addColumn<BodyLanguage>("language");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("problem"); // empty = valid, "-" = not checked
    QTest::addColumn<int>("at");
    const auto row = [](BodyLanguage language, const char* text, const char* problem, int at = -1) {
        QTest::newRow(*text == 0 ? "empty" : text)
            << language << QString::fromUtf8(text) << QString::fromUtf8(problem) << at;
    };
    row(BodyLanguage::Json, "", "-");
    row(BodyLanguage::Json, "{\"a\": [1, 2.50, \"\\u00e9\"]}", "");
    row(BodyLanguage::Json, "{\"é\":\n 1,}", "line 2, column 4", 9);
    row(BodyLanguage::Json, "[1", "line 1, column 3", 2);
    row(BodyLanguage::Plain, "{", "-");
    row(BodyLanguage::GraphQl, "{", "-");
    row(BodyLanguage::Xml, "<a><b x='1'/>text</a>", "");
    row(BodyLanguage::Xml, "<a>\n<b></a>", "line 2");
    row(BodyLanguage::Xml, "<a>&nope;</a>", "line 1");
    row(BodyLanguage::Xml, "no markup", "line 1");
    row(BodyLanguage::Xml, "<a/><b/>", "line 1");
}

void TestRequestParts::checks()
{
    QFETCH(BodyLanguage, language);
    QFETCH(QString, text);
    QFETCH(QString, problem);
    QFETCH(int, at);
    const BodyCheck check = BodyCheck::of(text, language, {});
    QCOMPARE(check.bytes, text.toUtf8().size());
    QCOMPARE(check.isValid, problem.isEmpty());
    if (problem.isEmpty() || problem == QLatin1String("-")) {
        QVERIFY(check.problem.isEmpty());
        QCOMPARE(check.at, -1);
    } else {
        QVERIFY2(check.problem.startsWith(problem), qPrintable(check.problem));
        QVERIFY(check.at >= 0 && check.at <= text.size());
        if (at >= 0)
            QCOMPARE(int(check.at), at);
    }
}

void TestRequestParts::entityBombIsBounded()
{
    QString bomb = QStringLiteral("<!DOCTYPE a [<!ENTITY e0 \"0123456789\">");
    for (int i = 1; i < 20; ++i)
        bomb += QStringLiteral("<!ENTITY e%1 \"%2\">")
                    .arg(i)
                    .arg(QStringLiteral("&e%1;").arg(i - 1).repeated(10));
    bomb += QStringLiteral("]><a>&e19;</a>");
    const BodyCheck check = BodyCheck::of(bomb, BodyLanguage::Xml, {});
    QVERIFY(!check.isValid);
    QVERIFY(!check.problem.isEmpty());
}

void TestRequestParts::formats()
{
    QCOMPARE(BodyCheck::formatted(QStringLiteral("{\"b\":1.0,\"a\":[ ]}"), BodyLanguage::Json, false),
             QStringLiteral("{\"b\":1.0,\"a\":[]}"));
    QCOMPARE(BodyCheck::formatted(QStringLiteral("{\"b\":1.0}"), BodyLanguage::Json, true),
             QStringLiteral("{\n  \"b\": 1.0\n}"));
    QCOMPARE(BodyCheck::formatted(QStringLiteral("<a><b>x <i/></b></a>"), BodyLanguage::Xml, true).trimmed(),
             QStringLiteral("<a>\n  <b>x <i/></b>\n</a>"));
    QCOMPARE(BodyCheck::formatted(QStringLiteral(" as it is "), BodyLanguage::Plain, true),
             QStringLiteral(" as it is "));
}

void TestRequestParts::longTextIsCheckedLater()
{
    BodySourceEdit edit;
    edit.setLanguage(BodyLanguage::Json);
    QSignalSpy typed(&edit, &BodySourceEdit::typed);
    const QString valid = QStringLiteral("[\n") + QStringLiteral("\"0123456789\",\n").repeated(20'000) + u'1';
    edit.setText(valid + u']');
    QTRY_VERIFY(edit.check().isValid);
    QCOMPARE(typed.size(), 0);
    edit.moveCursor(QTextCursor::End);
    edit.textCursor().deletePreviousChar();
    QCOMPARE(edit.text(), valid + u']'); // not yet
    edit.flush();
    QCOMPARE(typed.size(), 1);
    QCOMPARE(edit.text(), valid);
    QTRY_VERIFY(!edit.check().problem.isEmpty());
    QCOMPARE(edit.check().at, valid.size());
    // The pause in the typing takes it, too.
    edit.insertPlainText(QStringLiteral("]"));
    QTRY_COMPARE(typed.size(), 2);
    QTRY_VERIFY(edit.check().isValid);
}

void TestRequestParts::formatIsOneStepOfUndo()
{
    BodySourceEdit edit;
    edit.setLanguage(BodyLanguage::Json);
    edit.setText(QStringLiteral("[1]"));
    edit.insertPlainText(QStringLiteral(" "));
    edit.reformat(true);
    QCOMPARE(edit.text(), QStringLiteral("[\n  1\n]"));
    edit.undo();
    QCOMPARE(edit.text(), QStringLiteral(" [1]"));
    // A long one comes from the pool; what was typed meanwhile is not lost.
    const QString list = QStringLiteral("[") + QStringLiteral("1,").repeated(60'000) + QStringLiteral("1]");
    edit.setText(list);
    QTRY_VERIFY(edit.check().isValid);
    edit.reformat(true);
    edit.insertPlainText(QStringLiteral("x"));
    edit.flush();
    QTest::qWait(0);
    QTRY_VERIFY(!edit.check().problem.isEmpty());
    QCOMPARE(edit.text(), u'x' + list);
}

/// A line that a key could not be laid out for in time is kept whole and shown by its beginning.
void TestRequestParts::longLinesAreShortened()
{
    QStringList numbers;
    for (int i = 0; i < 60'000; ++i)
        numbers << QString::number(i);
    const QString minified = u'[' + numbers.join(u',') + u']';
    BodySourceEdit edit;
    edit.setLanguage(BodyLanguage::Json);
    QSignalSpy typed(&edit, &BodySourceEdit::typed);
    edit.setText(minified);
    QVERIFY(edit.isShortened());
    QVERIFY(edit.document()->characterCount() < 2 * BodySourceEdit::shownOfLine);
    QTRY_VERIFY(edit.check().isValid);
    QTest::keyClicks(&edit, QStringLiteral("x"));
    edit.flush();
    QCOMPARE(edit.text(), minified);
    QCOMPARE(typed.count(), 0);

    edit.reformat(true);
    QTRY_COMPARE(typed.count(), 1);
    QVERIFY(!edit.isShortened());
    const QString formatted = edit.text();
    QVERIFY(formatted.startsWith(QStringLiteral("[\n  0,\n")));
    QTRY_VERIFY(edit.exactText() == formatted); // piece by piece
    QTest::keyClick(&edit, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(edit.text(), minified);
    QTest::keyClick(&edit, Qt::Key_Z, Qt::ControlModifier); // there is no step before
    QCOMPARE(edit.text(), minified);
    QTest::keyClick(&edit, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(edit.text(), formatted);
    edit.reformat(false);
    QTRY_COMPARE(edit.text(), minified);

    edit.selectAll();
    edit.copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), minified);
    edit.selectAll();
    QTest::keyClick(&edit, Qt::Key_Delete);
    QCOMPARE(edit.text(), QString());
    QVERIFY(!edit.isReadOnly());
    QTest::keyClicks(&edit, QStringLiteral("ab"));
    edit.moveCursor(QTextCursor::Left);
    edit.paste();
    QCOMPARE(edit.text(), u'a' + minified + u'b');
    QVERIFY(edit.isShortened());
    edit.selectAll();
    QGuiApplication::clipboard()->setText(QStringLiteral("short"));
    QTest::keyClick(&edit, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(edit.text(), QStringLiteral("short"));
    QVERIFY(!edit.isShortened());
}

/// Each is one step, also over a text that is not edited, over nothing, and with nothing to paste.
void TestRequestParts::longPastesCanBeTakenBack()
{
    const QString old = QString(BodySourceEdit::longestLine * 2, u'o');
    const QString pasted = QStringLiteral("line\n").repeated(60'000);
    BodySourceEdit edit;
    edit.setText(old);
    edit.selectAll();
    QGuiApplication::clipboard()->setText(QString());
    QTest::keyClick(&edit, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(edit.text(), old);
    QGuiApplication::clipboard()->setText(pasted);
    QTest::keyClick(&edit, Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(edit.text(), pasted);
    QTest::keyClick(&edit, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(edit.text(), old);

    BodySourceEdit empty;
    empty.paste();
    QCOMPARE(empty.text(), pasted);
    QTRY_VERIFY(!empty.isReadOnly());
    QCOMPARE(empty.textCursor().position(), pasted.size()); // typing goes on behind it
    QTest::keyClick(&empty, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(empty.text(), QString());
}

/// The cursor counts a line end as one character, the text has two.
void TestRequestParts::longPasteIntoCrLf()
{
    const QString pasted = QStringLiteral("line\n").repeated(60'000);
    QGuiApplication::clipboard()->setText(pasted);
    BodySourceEdit edit;
    edit.setText(QStringLiteral("a\r\nb\r\nc\r\nd"));
    edit.selectAll();
    edit.paste();
    QCOMPARE(edit.text(), pasted);
    edit.setText(QStringLiteral("a\r\nb\r\nc"));
    edit.moveCursor(QTextCursor::End);
    edit.moveCursor(QTextCursor::Left);
    edit.paste();
    QCOMPARE(edit.text(), QStringLiteral("a\nb\n") + pasted + u'c');
}

/// Piece by piece; until then nothing is typed, and the text is whole all the same.
void TestRequestParts::longTextsAreFilledIn()
{
    const QString text = QStringLiteral("\"0123456789\",\n").repeated(100'000);
    BodySourceEdit edit;
    QSignalSpy typed(&edit, &BodySourceEdit::typed);
    edit.setText(text);
    QVERIFY(edit.isReadOnly());
    QVERIFY(edit.document()->characterCount() < text.size() / 2);
    QTest::keyClicks(&edit, QStringLiteral("x"));
    edit.flush();
    QCOMPARE(edit.text(), text);
    QTRY_VERIFY(!edit.isReadOnly());
    QVERIFY(edit.exactText() == text);
    QVERIFY(!edit.document()->isUndoAvailable());
    QCOMPARE(typed.count(), 0);
    edit.setText(text + u'1');
    edit.setText(QStringLiteral("other")); // before the first one is there
    QVERIFY(!edit.isReadOnly());
    QTest::qWait(0);
    QCOMPARE(edit.exactText(), QStringLiteral("other"));
}

/// An editor cannot hold them, and that changes nothing of what is sent.
void TestRequestParts::lineEndsStayUntilTyped()
{
    BodySourceEdit edit;
    edit.setLanguage(BodyLanguage::Json);
    QSignalSpy typed(&edit, &BodySourceEdit::typed);
    const QString text = QStringLiteral("{\r\n\"a\": 1\r\n}");
    edit.setText(text);
    edit.flush();
    QTest::qWait(0); // colors
    edit.flush();
    QCOMPARE(edit.text(), text);
    QCOMPARE(typed.count(), 0);
    edit.insertPlainText(QStringLiteral(" "));
    QCOMPARE(edit.text(), QStringLiteral(" {\n\"a\": 1\n}"));
    QCOMPARE(typed.count(), 1);
}

void TestRequestParts::headerNamesAreTokens()
{
    const QStringList names = headernames::common();
    QVERIFY(names.size() > 40);
    QVERIFY(names.contains(QStringLiteral("Content-Type")));
    for (const QString& name : names) {
        QVERIFY(!name.contains(u' ') && !name.contains(u':'));
        for (const QString& value : headernames::valuesOf(name.toLower()))
            QVERIFY2(!value.isEmpty(), qPrintable(name));
    }
    QVERIFY(
        headernames::valuesOf(QStringLiteral("content-TYPE")).contains(QStringLiteral("application/json")));
    QVERIFY(headernames::valuesOf(QStringLiteral("nobody")).isEmpty());
}

QTEST_MAIN(TestRequestParts)
#include "tst_requestparts.moc"
