// SPDX-License-Identifier: MIT
#include "http/httpexchange.h"
#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/bodytextpage.h"
#include "ui/panes/http/bodytextview.h"
#include "ui/panes/http/findbar.h"

#include <QAccessible>
#include <QClipboard>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QtTest>

using namespace wl;

class TestHttpTextView : public QObject
{
    Q_OBJECT
private slots:
    void visibleLinesCanBeRead();
    void init();
    void cleanup();
    void keysMove_data();
    void keysMove();
    void selectionIsCopied();
    void mouseSelects();
    void doubleClickTakesAWord();
    void scrollsFar();
    void growingMovesNothing();
    void nothingToShow();
    void findsAroundTheEnd();
    void pageMakesWhatIsLookedAt();
    void pageFollowsAGrowingBody();
    void newBodyReplacesTheOld();

private:
    std::shared_ptr<BodyFile> body(const QByteArray& bytes)
    {
        QTemporaryFile file(QDir::tempPath() + QStringLiteral("/tst-body-XXXXXX"));
        file.setAutoRemove(false);
        if (!file.open() || file.write(bytes) != bytes.size())
            qFatal("no temporary file");
        return std::make_shared<BodyFile>(file.fileName());
    }
    void show(const QByteArray& bytes)
    {
        m_view->setDocument(bodyjob::raw({body(bytes), "text/plain"}, nullptr, {}).document);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }

    std::unique_ptr<BodyTextView> m_view;
};

void TestHttpTextView::init()
{
    m_view = std::make_unique<BodyTextView>();
    m_view->resize(400, 200);
    m_view->show();
}

void TestHttpTextView::cleanup()
{
    m_view.reset();
}

void TestHttpTextView::keysMove_data()
{
    QTest::addColumn<QList<int>>("keys");
    QTest::addColumn<qsizetype>("from");
    QTest::addColumn<qsizetype>("to");
    // "ab€\ncd\n\n🙂x": lines at 0, 6, 9, 10
    const auto row = [](const char* name, const QList<int>& keys, qsizetype from, qsizetype to) {
        QTest::newRow(name) << keys << from << to;
    };
    const int shift = int(Qt::SHIFT);
    const int control = int(Qt::CTRL);
    row("right over a character", {Qt::Key_End, shift | Qt::Key_Left}, 2, 5);
    row("left at the start", {Qt::Key_Left}, 0, 0);
    row("right over the line end", {Qt::Key_End, Qt::Key_Right}, 6, 6);
    row("left over the line end", {Qt::Key_Down, Qt::Key_Left}, 5, 5);
    row("down keeps the column", {Qt::Key_Right, Qt::Key_Right, Qt::Key_Down}, 8, 8);
    row("down over a short line", {Qt::Key_End, Qt::Key_Down, Qt::Key_Down, Qt::Key_Up, Qt::Key_Up}, 5, 5);
    row("up at the start", {Qt::Key_Up}, 0, 0);
    row("pair is one step", {control | Qt::Key_End, Qt::Key_Left, shift | Qt::Key_Left}, 10, 14);
    row("to the end", {control | shift | Qt::Key_End}, 0, 15);
    row("and back", {control | Qt::Key_End, control | shift | Qt::Key_Home}, 0, 15);
    row("right at the end", {control | Qt::Key_End, Qt::Key_Right}, 15, 15);
    row("page", {Qt::Key_PageDown}, 10, 10);
    row("all", {control | Qt::Key_A}, 0, 15);
}

void TestHttpTextView::keysMove()
{
    QFETCH(QList<int>, keys);
    QFETCH(qsizetype, from);
    QFETCH(qsizetype, to);
    show("ab\xe2\x82\xac\ncd\n\n\xf0\x9f\x99\x82x");
    for (const int each : keys)
        key(Qt::Key(each & ~int(Qt::KeyboardModifierMask)),
            Qt::KeyboardModifiers(each & int(Qt::KeyboardModifierMask)));
    QCOMPARE(m_view->selectionStart(), from);
    QCOMPARE(m_view->selectionEnd(), to);
}

void TestHttpTextView::selectionIsCopied()
{
    show("one\r\ntwo\r\nthree");
    m_view->select(1, 6);
    key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("ne\r\ntw"));
    m_view->select(-5, 100);
    QCOMPARE(m_view->selectionEnd(), 15);
}

void TestHttpTextView::mouseSelects()
{
    show("one two\nthree four\n");
    const auto at = [&](int column, int line) {
        const QFontMetrics metrics = m_view->fontMetrics();
        return QPoint(metrics.horizontalAdvance(u'0') * (3 + column) + 12, metrics.height() * line + 4);
    };
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, at(0, 0));
    QMouseEvent move(QEvent::MouseMove, at(5, 1), m_view->viewport()->mapToGlobal(at(5, 1)), Qt::NoButton,
                     Qt::LeftButton, {});
    QCoreApplication::sendEvent(m_view->viewport(), &move);
    QVERIFY(m_view->selectedText().startsWith(QStringLiteral("one two\nthr")));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(200, 190));
    QCOMPARE(m_view->selectionStart(), m_view->selectionEnd());
}

void TestHttpTextView::doubleClickTakesAWord()
{
    show("one two_2 three");
    const int step = m_view->fontMetrics().horizontalAdvance(u'0');
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(step * 9 + 12, 4));
    QCOMPARE(m_view->selectedText(), QStringLiteral("two_2"));
}

void TestHttpTextView::scrollsFar()
{
    QByteArray text;
    for (int i = 0; i < 200'000; ++i)
        text += QByteArray::number(i) + '\n';
    show(text);
    m_view->select(text.size() - 1, 0);
    QVERIFY(m_view->verticalScrollBar()->value() > 199'000);
    m_view->select(0, 1);
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    show(QByteArray(5000, 'x'));
    m_view->select(500, 0);
    QVERIFY(m_view->horizontalScrollBar()->value() > 0);
    m_view->grab();
}

void TestHttpTextView::growingMovesNothing()
{
    const auto file = body(QByteArray(5000, '\n'));
    const bodyjob::Source source{file, "text/plain"};
    const auto first = bodyjob::raw(source, nullptr, {});
    m_view->setDocument(first.document);
    m_view->verticalScrollBar()->setValue(1000);
    QFile more(file->path());
    QVERIFY(more.open(QIODevice::Append));
    more.write(QByteArray(5000, '\n'));
    more.close();
    m_view->setDocument(bodyjob::raw(source, first.document, {}).document, true);
    QCOMPARE(m_view->verticalScrollBar()->value(), 1000);
    QVERIFY(m_view->verticalScrollBar()->maximum() > 9000);
}

void TestHttpTextView::nothingToShow()
{
    m_view->setEmptyText(QStringLiteral("empty"));
    for (const Qt::Key each : {Qt::Key_Down, Qt::Key_End, Qt::Key_Right})
        key(each);
    key(Qt::Key_A, Qt::ControlModifier);
    key(Qt::Key_C, Qt::ControlModifier);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton);
    show("");
    for (const Qt::Key each : {Qt::Key_Down, Qt::Key_End, Qt::Key_Right, Qt::Key_PageUp})
        key(each);
    QCOMPARE(m_view->selectionEnd(), 0);
    m_view->grab();
}

void TestHttpTextView::findsAroundTheEnd()
{
    show("a needle, b Needle, c");
    FindBar bar(m_view.get());
    key(Qt::Key_F, Qt::ControlModifier);
    QVERIFY(bar.isVisible());
    auto* text = bar.findChild<QLineEdit*>(QStringLiteral("findText"));
    auto* result = bar.findChild<QLabel*>(QStringLiteral("findResult"));
    QTest::keyClicks(text, QStringLiteral("needle"));
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(m_view->selectionStart(), 2);
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(m_view->selectionStart(), 12);
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(m_view->selectionStart(), 2);
    QVERIFY(!result->text().isEmpty());
    QTest::keyClick(text, Qt::Key_Return, Qt::ShiftModifier);
    QTRY_COMPARE(m_view->selectionStart(), 12);
    QTest::keyClicks(text, QStringLiteral("x"));
    QTest::keyClick(text, Qt::Key_Return);
    QTRY_COMPARE(result->text(), QStringLiteral("Not found"));
    QTest::keyClick(text, Qt::Key_Escape);
    QVERIFY(!bar.isVisible());
}

void TestHttpTextView::pageMakesWhatIsLookedAt()
{
    BodyTextPage page(BodyTextPage::Kind::Pretty);
    QSignalSpy shown(&page, &BodyTextPage::shown);
    page.setSource({body("{\"a\":1}"), "application/json"}, true);
    QCoreApplication::sendPostedEvents();
    QVERIFY(!page.view()->document());
    page.show();
    QTRY_COMPARE(shown.count(), 1);
    QCOMPARE(page.view()->document()->text().toByteArray(), "{\n  \"a\": 1\n}");
    QVERIFY(page.view()->document()->syntax == BodyDocument::Syntax::Json);
    page.clear(QStringLiteral("gone"));
    QVERIFY(!page.view()->document());
}

void TestHttpTextView::pageFollowsAGrowingBody()
{
    BodyTextPage page(BodyTextPage::Kind::Raw);
    page.show();
    const auto file = body("one\n");
    const bodyjob::Source source{file, "text/plain"};
    page.setSource(source, false);
    for (int i = 0; i < 20; ++i) {
        QFile more(file->path());
        QVERIFY(more.open(QIODevice::Append));
        more.write("more\n");
        more.close();
        page.setSource(source, i == 19);
    }
    QTRY_VERIFY(page.view()->document() && page.view()->document()->text().size() == 4 + 20 * 5);
    QCOMPARE(page.view()->document()->index.lineCount(), 21);
}

void TestHttpTextView::newBodyReplacesTheOld()
{
    BodyTextPage page(BodyTextPage::Kind::Raw);
    page.show();
    page.setSource({body("first"), "text/plain"}, true);
    page.setSource({body("second"), "text/plain"}, true);
    QTRY_VERIFY(page.view()->document() && page.view()->document()->text() == "second");
}

void TestHttpTextView::visibleLinesCanBeRead()
{
    show("first line\nsecond line\n");
    auto* interface = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(interface && interface->textInterface());
    QCOMPARE(interface->role(), QAccessible::EditableText);
    QVERIFY(interface->state().readOnly);
    auto* text = interface->textInterface();
    QVERIFY(text->text(0, -1).startsWith(QStringLiteral("first line\nsecond line")));
    QCOMPARE(text->text(6, 10), QStringLiteral("line"));
    QCOMPARE(text->text(-5, 5), QStringLiteral("first"));
    QVERIFY(text->text(900, 1000).isEmpty());
}

QTEST_MAIN(TestHttpTextView)
#include "tst_httptextview.moc"
