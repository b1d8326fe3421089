// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/filterbar.h"
#include "ui/traffic/filterfield.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace wl;
using namespace wl::test;

class TestFilterBar : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void appliesWhenTypingPauses();
    void badFilterIsMarkedAtItsPlace();
    void lastGoodFilterStaysInForce();
    void completesByKeyboard();
    void enterAppliesThoughTheListIsOpen();
    void walksThroughUsedFilters();
    void savesAndBringsBack();
    void hiddenConnectionsCanBeShownAgain();
    void newSourceHasNothingHidden();

private:
    [[nodiscard]] FilterField* field() const { return m_bar->findChild<FilterField*>(); }
    [[nodiscard]] QLabel* problem() const
    {
        return m_bar->findChild<QLabel*>(QStringLiteral("trafficFilterProblem"));
    }
    [[nodiscard]] static QAbstractItemView* completions()
    {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == QLatin1String("filterCompletions") && widget->isVisible())
                return qobject_cast<QAbstractItemView*>(widget);
        }
        return nullptr;
    }
    void type(const QString& text) { QTest::keyClicks(field(), text); }
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::keyClick(completions() ? static_cast<QWidget*>(completions()) : field(), key, modifiers);
    }

    std::unique_ptr<MemorySource> m_source;
    std::unique_ptr<FilterBar> m_bar;
};

void TestFilterBar::init()
{
    m_bar = std::make_unique<FilterBar>();
    m_source = std::make_unique<MemorySource>();
    m_source->addConnection(QStringLiteral("Echo server"), 5001);
    m_bar->setSource(m_source.get());
    m_bar->resize(700, 60);
    m_bar->show();
    QVERIFY(QTest::qWaitForWindowActive(m_bar.get()));
    field()->setFocus();
}

void TestFilterBar::appliesWhenTypingPauses()
{
    QSignalSpy applied(m_bar.get(), &FilterBar::applied);
    type(QStringLiteral("length > 5"));
    QTRY_COMPARE(applied.count(), 1);
    QVERIFY(!m_bar->query().isEmpty());
    QVERIFY(m_bar->memory().used.isEmpty()); // not on purpose yet
    press(Qt::Key_Return);
    QCOMPARE(applied.count(), 1);
    QCOMPARE(m_bar->memory().used, QStringList{QStringLiteral("length > 5")});
    field()->clear();
    QVERIFY(m_bar->query().isEmpty()); // at once
}

void TestFilterBar::badFilterIsMarkedAtItsPlace()
{
    field()->setText(QStringLiteral("conn == 1 and lenght > 5"));
    QVERIFY(field()->problem());
    QCOMPARE(field()->problem()->offset, 14);
    QCOMPARE(field()->problem()->length, 6);
    const QFontMetrics metrics = field()->fontMetrics();
    const QRect place = field()->problemPlace();
    QVERIFY(qAbs(place.width() - metrics.horizontalAdvance(QStringLiteral("lenght"))) <= 3);
    QTRY_VERIFY(problem()->isVisible());
    QVERIFY(problem()->text().contains(QStringLiteral("length")));
    QVERIFY(field()->accessibleDescription().contains(QStringLiteral("lenght")));
    QVERIFY(field()->toolTip().contains(QStringLiteral("lenght")));
    m_bar->grab();
    field()->setText(QStringLiteral("conn == 1 and length > 5"));
    QVERIFY(!field()->problem());
    QVERIFY(field()->problemPlace().isEmpty());
    QVERIFY(!problem()->isVisible());
    QVERIFY(field()->accessibleDescription().isEmpty());
}

void TestFilterBar::lastGoodFilterStaysInForce()
{
    m_bar->setText(QStringLiteral("conn == 1"));
    QSignalSpy applied(m_bar.get(), &FilterBar::applied);
    type(QStringLiteral(" and proto == sctp"));
    QTRY_VERIFY(problem()->text().contains(QStringLiteral("listed is “conn == 1”")));
    QCOMPARE(applied.count(), 0);
    QVERIFY(!m_bar->query().isEmpty());
    m_bar->setText(QString(70'000, u'('));
    QCOMPARE(applied.count(), 0);
    m_bar->setText({});
    QCOMPARE(applied.count(), 1);
    m_bar->setText(QStringLiteral("conn =="));
    QVERIFY(problem()->text().contains(QStringLiteral("all is listed")));
}

void TestFilterBar::completesByKeyboard()
{
    type(QStringLiteral("leng"));
    QTRY_VERIFY(completions());
    QCOMPARE(completions()->model()->index(0, 0).data().toString(), QStringLiteral("length"));
    press(Qt::Key_Down);
    press(Qt::Key_Tab);
    QCOMPARE(m_bar->text(), QStringLiteral("length "));
    QTRY_VERIFY(completions()); // operators
    press(Qt::Key_Escape);
    QTRY_VERIFY(!completions());
    QVERIFY(field()->hasFocus());
    field()->setText(QStringLiteral("pane == "));
    press(Qt::Key_Space, Qt::ControlModifier);
    QTRY_VERIFY(completions());
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QCOMPARE(m_bar->text(), QStringLiteral("pane == \"Echo server\" "));
    press(Qt::Key_Escape);
}

void TestFilterBar::enterAppliesThoughTheListIsOpen()
{
    type(QStringLiteral("con"));
    QTRY_VERIFY(completions());
    press(Qt::Key_Return);
    QTRY_VERIFY(!completions());
    QCOMPARE(m_bar->memory().used, QStringList{QStringLiteral("con")});
}

void TestFilterBar::walksThroughUsedFilters()
{
    m_bar->setText(QStringLiteral("dir == in"));
    m_bar->setText(QStringLiteral("dir == out"));
    field()->setText(QStringLiteral("draft"));
    press(Qt::Key_Up);
    QCOMPARE(m_bar->text(), QStringLiteral("dir == out"));
    press(Qt::Key_Up);
    QCOMPARE(m_bar->text(), QStringLiteral("dir == in"));
    press(Qt::Key_Up);
    QCOMPARE(m_bar->text(), QStringLiteral("dir == in"));
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    QCOMPARE(m_bar->text(), QStringLiteral("draft"));
}

void TestFilterBar::savesAndBringsBack()
{
    auto* menu = m_bar->findChild<QMenu*>(QStringLiteral("trafficFilters"));
    const auto action = [&](const char* name) { return menu->findChild<QAction*>(QLatin1String(name)); };
    emit menu->aboutToShow();
    QVERIFY(!action("saveFilter")->isEnabled()); // nothing to save
    field()->setText(QStringLiteral("conn == 1"));
    emit menu->aboutToShow();
    QSignalSpy remembered(m_bar.get(), &FilterBar::remembered);
    action("saveFilter")->trigger();
    auto* dialog = m_bar->findChild<QInputDialog*>();
    QVERIFY(dialog);
    dialog->setTextValue(QStringLiteral("First & only"));
    dialog->accept();
    QVERIFY(remembered.count() >= 1);
    QCOMPARE(m_bar->memory().saved.size(), 1);
    m_bar->setText(QStringLiteral("dir == in"));
    emit menu->aboutToShow();
    for (QAction* each : menu->actions()) {
        if (each->text() == QLatin1String("First && only"))
            each->trigger();
    }
    QCOMPARE(m_bar->text(), QStringLiteral("conn == 1"));
}

void TestFilterBar::hiddenConnectionsCanBeShownAgain()
{
    m_bar->setText(QStringLiteral("a or b"));
    QSignalSpy applied(m_bar.get(), &FilterBar::applied);
    m_bar->setHidden({ConnectionId(0), ConnectionId(4)});
    QCOMPARE(applied.count(), 1);
    auto* button = m_bar->findChild<QToolButton*>(QStringLiteral("trafficShowHidden"));
    QVERIFY(button->isVisible());
    QCOMPARE(button->text(), QStringLiteral("Hidden: connections 1, 5"));
    button->click();
    QCOMPARE(applied.count(), 2);
    QVERIFY(!button->isVisible());
    QVERIFY(m_bar->hidden().isEmpty());
    QSet<ConnectionId> tooMany;
    for (quint32 id = 0; id <= FilterBar::maxHidden; ++id)
        tooMany += ConnectionId(id);
    m_bar->setHidden(tooMany);
    QVERIFY(m_bar->hidden().isEmpty());
}

void TestFilterBar::newSourceHasNothingHidden()
{
    m_bar->setHidden({ConnectionId(0)});
    m_bar->setSource(nullptr);
    QVERIFY(m_bar->hidden().isEmpty());
    QVERIFY(m_bar->query().isEmpty());
    press(Qt::Key_Space, Qt::ControlModifier); // completes without a source too
    QTRY_VERIFY(completions());
    press(Qt::Key_Escape);
}

QTEST_MAIN(TestFilterBar)
#include "tst_filterbar.moc"
