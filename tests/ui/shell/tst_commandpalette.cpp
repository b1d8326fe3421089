// SPDX-License-Identifier: MIT
#include "ui/shell/commandpalette.h"

#include <QLineEdit>
#include <QListView>
#include <QTest>

using namespace wl;

class TestCommandPalette : public QObject
{
    Q_OBJECT
private slots:
    void scores_data();
    void scores();
    void betterMatchesComeFirst();
    void runsTheChosenEntry();
    void escapeLeaves();
    void focusComesBack();
    void nothingFoundDoesNothing();
};

void TestCommandPalette::scores_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("matches");
    const auto row = [](const char* name, const char* pattern, const char* text, bool matches) {
        QTest::newRow(name) << QString::fromUtf8(pattern) << QString::fromUtf8(text) << matches;
    };
    row("empty pattern", "", "anything", true);
    row("empty text", "a", "", false);
    row("both empty", "", "", true);
    row("whole", "save", "Save Capture", true);
    row("initials", "sc", "Save Capture", true);
    row("any case", "SAVE", "save", true);
    row("blanks do not count", "save cap", "Save Capture", true);
    row("out of order", "ca sa", "Save Capture", false);
    row("too long", "saves", "save", false);
    row("umlaut", "Ö", "öffnen", true);
}

void TestCommandPalette::scores()
{
    QFETCH(QString, pattern);
    QFETCH(QString, text);
    QFETCH(bool, matches);
    QCOMPARE(CommandPalette::score(pattern, text) > 0, matches);
}

void TestCommandPalette::betterMatchesComeFirst()
{
    const auto score = [](const char* pattern, const char* text) {
        return CommandPalette::score(QString::fromLatin1(pattern), QString::fromLatin1(text));
    };
    QVERIFY(score("pause", "Traffic: Pause the List") > score("pause", "Pane: Reuse state"));
    QVERIFY(score("echo", "Open Echo server") > score("echo", "Select the old one"));
}

void TestCommandPalette::runsTheChosenEntry()
{
    QWidget window;
    window.resize(800, 600);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    CommandPalette palette(&window);
    QString ran;
    palette.open({{QStringLiteral("File: Open"), {}, {}, [&] { ran = QStringLiteral("open"); }},
                  {QStringLiteral("File: Save"), {}, {}, [&] { ran = QStringLiteral("save"); }},
                  {QStringLiteral("Help: About"), {}, {}, [&] { ran = QStringLiteral("about"); }}});
    QVERIFY(palette.isVisible());
    auto* field = palette.findChild<QLineEdit*>();
    auto* list = palette.findChild<QListView*>();
    QCOMPARE(list->model()->rowCount(), 3);
    QTest::keyClicks(field, QStringLiteral("file"));
    QCOMPARE(list->model()->rowCount(), 2);
    QTest::keyClick(field, Qt::Key_Down);
    QTest::keyClick(field, Qt::Key_Down); // stays at the last one
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(ran, QStringLiteral("save"));
    QVERIFY(!palette.isVisible());
}

void TestCommandPalette::escapeLeaves()
{
    QWidget window;
    window.resize(800, 600);
    window.show();
    CommandPalette palette(&window);
    palette.open({{QStringLiteral("x"), {}, {}, [] { QFAIL("must not run"); }}});
    QTest::keyClick(palette.findChild<QLineEdit*>(), Qt::Key_Escape);
    QVERIFY(!palette.isVisible());
}

void TestCommandPalette::focusComesBack()
{
    QWidget window;
    window.resize(800, 600);
    QLineEdit first(&window);
    QLineEdit second(&window);
    window.show();
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    second.setFocus();
    CommandPalette palette(&window);
    QWidget* focusOfTheAction = nullptr;
    palette.open({{QStringLiteral("x"), {}, {}, [&] { focusOfTheAction = QApplication::focusWidget(); }}});
    auto* field = palette.findChild<QLineEdit*>();
    QVERIFY(field->hasFocus());
    QTest::keyClick(field, Qt::Key_Escape);
    QVERIFY(second.hasFocus());
    palette.open({{QStringLiteral("x"), {}, {}, [&] { focusOfTheAction = QApplication::focusWidget(); }}});
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(focusOfTheAction, &second);
}

void TestCommandPalette::nothingFoundDoesNothing()
{
    QWidget window;
    window.resize(800, 600);
    window.show();
    CommandPalette palette(&window);
    palette.open({{QStringLiteral("x"), {}, {}, [] { QFAIL("must not run"); }}});
    auto* field = palette.findChild<QLineEdit*>();
    QTest::keyClicks(field, QStringLiteral("zzz"));
    QTest::keyClick(field, Qt::Key_Down);
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(!palette.isVisible());
    palette.open({});
    QTest::keyClick(field, Qt::Key_Return);
}

QTEST_MAIN(TestCommandPalette)
#include "tst_commandpalette.moc"
