// SPDX-License-Identifier: MIT
#include "ui/traffic/coloringrulesdialog.h"
#include "ui/traffic/coloringrulesmodel.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolButton>

using namespace wl;

class TestColoringRulesModel : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void editsAndSwitches();
    void refusesWhatCannotBe();
    void movesAndBringsBack();
    void survivesRowsPastTheEnd();
    void dialogAddsAndSays();

private:
    bool set(int row, int column, const QVariant& value, int role = Qt::EditRole)
    {
        return m_model->setData(m_model->index(row, column), value, role);
    }

    QList<ColoringRule> m_rules;
    std::unique_ptr<ColoringRulesModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestColoringRulesModel::init()
{
    m_rules = {{QStringLiteral("dir == in"), QStringLiteral("red"), true},
               {QStringLiteral("proto == udp"), QStringLiteral("blue"), true},
               {QStringLiteral("length > 5"), QStringLiteral("green"), false}};
    m_tester.reset();
    m_model = std::make_unique<ColoringRulesModel>(m_rules);
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestColoringRulesModel::editsAndSwitches()
{
    QSignalSpy edited(m_model.get(), &ColoringRulesModel::edited);
    QVERIFY(set(0, ColoringRulesModel::Filter, QStringLiteral("http.status >= 400")));
    QVERIFY(set(0, ColoringRulesModel::Color, QStringLiteral("violet")));
    QVERIFY(set(0, ColoringRulesModel::Filter, Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(m_model->rules().constFirst(),
             (ColoringRule{QStringLiteral("http.status >= 400"), QStringLiteral("violet"), false}));
    QVERIFY(m_model->add({QStringLiteral("marked"), QStringLiteral("teal"), true}));
    QCOMPARE(edited.count(), 4);
    QCOMPARE(m_model->index(0, ColoringRulesModel::Color).data().toString(), QStringLiteral("Violet"));
}

void TestColoringRulesModel::refusesWhatCannotBe()
{
    QSignalSpy refused(m_model.get(), &ColoringRulesModel::refused);
    QVERIFY(!set(0, ColoringRulesModel::Filter, QStringLiteral(" ")));
    QVERIFY(!set(0, ColoringRulesModel::Filter, QStringLiteral("conn ==")));
    QVERIFY(!set(0, ColoringRulesModel::Color, QStringLiteral("mauve")));
    QVERIFY(!m_model->add({QStringLiteral("lenght > 1"), QStringLiteral("red"), true}));
    QVERIFY(!set(0, ColoringRulesModel::Color, Qt::Checked, Qt::CheckStateRole));
    QCOMPARE(refused.count(), 3);
    QCOMPARE(m_model->rules(), m_rules);
    while (m_model->rowCount() < ColoringRule::maxRules)
        QVERIFY(m_model->add(m_rules.constFirst()));
    QVERIFY(!m_model->add(m_rules.constFirst()));
}

void TestColoringRulesModel::movesAndBringsBack()
{
    QCOMPARE(m_model->move(0, 1), 1);
    QCOMPARE(m_model->rules().at(1), m_rules.at(0));
    QCOMPARE(m_model->move(2, -1), 1);
    QCOMPARE(m_model->rules().at(1), m_rules.at(2));
    QCOMPARE(m_model->move(0, -1), 0);
    QCOMPARE(m_model->move(2, 1), 2);
    const QList<ColoringRule> before = m_model->rules();
    m_model->remove(1);
    m_model->remove(0);
    m_model->undoRemove();
    m_model->undoRemove();
    QCOMPARE(m_model->rules(), before);
    QVERIFY(!m_model->canUndoRemove());
}

void TestColoringRulesModel::survivesRowsPastTheEnd()
{
    m_model->remove(3);
    m_model->remove(-1);
    QCOMPARE(m_model->move(-1, 1), -1);
    QCOMPARE(m_model->move(7, -1), 7);
    m_model->undoRemove();
    QCOMPARE(m_model->rules(), m_rules);
    QVERIFY(!m_model->index(3, 0).isValid());
    QVERIFY(!m_model->headerData(ColoringRulesModel::ColumnCount, Qt::Horizontal, Qt::DisplayRole).isValid());
}

void TestColoringRulesModel::dialogAddsAndSays()
{
    ColoringRulesDialog dialog(m_rules, QStringLiteral("lenght > 1"));
    dialog.show();
    QSignalSpy changed(&dialog, &ColoringRulesDialog::changed);
    auto* filter = dialog.findChild<QLineEdit*>(QStringLiteral("newRuleFilter"));
    auto* add = dialog.findChild<QToolButton*>(QStringLiteral("addRule"));
    auto* problem = dialog.findChild<QLabel*>(QStringLiteral("coloringProblem"));
    add->click();
    QCOMPARE(changed.count(), 0);
    QVERIFY(problem->text().contains(QStringLiteral("length")));
    filter->setText(QStringLiteral("length > 1"));
    add->click();
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.at(0).at(0).value<QList<ColoringRule>>().size(), 4);
    QVERIFY(problem->text().isEmpty());
    QVERIFY(!add->isEnabled());
    auto* table = dialog.findChild<QTableView*>(QStringLiteral("coloringRules"));
    table->selectRow(3);
    dialog.findChild<QToolButton*>(QStringLiteral("ruleUp"))->click();
    QCOMPARE(table->currentIndex().row(), 2);
    dialog.findChild<QToolButton*>(QStringLiteral("removeRule"))->click();
    dialog.findChild<QToolButton*>(QStringLiteral("undoRemoveRule"))->click();
    QCOMPARE(changed.constLast().at(0).value<QList<ColoringRule>>().at(2).filter,
             QStringLiteral("length > 1"));
}

QTEST_MAIN(TestColoringRulesModel)
#include "tst_coloringrulesmodel.moc"
