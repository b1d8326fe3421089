// SPDX-License-Identifier: MIT
#include "ui/traffic/savedfiltersmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace wl;

class TestSavedFiltersModel : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void renamesAndChanges();
    void refusesWhatCannotBe();
    void whatWasRemovedComesBack();
    void survivesRowsPastTheEnd();

private:
    bool set(int row, int column, const QString& text)
    {
        return m_model->setData(m_model->index(row, column), text, Qt::EditRole);
    }

    std::unique_ptr<SavedFiltersModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TestSavedFiltersModel::init()
{
    m_tester.reset();
    m_model = std::make_unique<SavedFiltersModel>(
        QList<SavedFilter>{{QStringLiteral("Big"), QStringLiteral("length > 1 kB")},
                           {QStringLiteral("Web"), QStringLiteral("proto == http")}});
    m_tester = std::make_unique<QAbstractItemModelTester>(
        m_model.get(), QAbstractItemModelTester::FailureReportingMode::QtTest);
}

void TestSavedFiltersModel::renamesAndChanges()
{
    QSignalSpy edited(m_model.get(), &SavedFiltersModel::edited);
    QVERIFY(set(0, SavedFiltersModel::Name, QStringLiteral(" Large ")));
    QVERIFY(set(1, SavedFiltersModel::Text, QStringLiteral("http.status >= 400")));
    QCOMPARE(edited.count(), 2);
    QCOMPARE(m_model->filters(),
             (QList<SavedFilter>{{QStringLiteral("Large"), QStringLiteral("length > 1 kB")},
                                 {QStringLiteral("Web"), QStringLiteral("http.status >= 400")}}));
}

void TestSavedFiltersModel::refusesWhatCannotBe()
{
    const QList<SavedFilter> before = m_model->filters();
    QSignalSpy refused(m_model.get(), &SavedFiltersModel::refused);
    QVERIFY(!set(0, SavedFiltersModel::Name, QStringLiteral("  ")));
    QVERIFY(!set(0, SavedFiltersModel::Name, QStringLiteral("Web")));
    QVERIFY(!set(0, SavedFiltersModel::Text, QString()));
    QVERIFY(!set(0, SavedFiltersModel::Text, QStringLiteral("lenght > 1")));
    QVERIFY(!set(0, SavedFiltersModel::Text, QString(FilterMemory::maxChars + 1, u'x')));
    QCOMPARE(refused.count(), 5);
    QVERIFY(refused.at(3).at(0).toString().contains(QStringLiteral("length")));
    QCOMPARE(m_model->filters(), before);
}

void TestSavedFiltersModel::whatWasRemovedComesBack()
{
    const QList<SavedFilter> before = m_model->filters();
    m_model->remove(0);
    m_model->remove(0);
    m_model->remove(0);
    QCOMPARE(m_model->rowCount(), 0);
    m_model->undoRemove();
    QCOMPARE(m_model->filters().constFirst().name, QStringLiteral("Web"));
    m_model->undoRemove();
    QCOMPARE(m_model->filters(), before);
    QVERIFY(!m_model->canUndoRemove());
    m_model->undoRemove();
    QCOMPARE(m_model->filters(), before);
}

void TestSavedFiltersModel::survivesRowsPastTheEnd()
{
    m_model->remove(-1);
    m_model->remove(2);
    QCOMPARE(m_model->rowCount(), 2);
    QVERIFY(!m_model->index(2, 0).isValid());
    QVERIFY(!m_model->headerData(SavedFiltersModel::ColumnCount, Qt::Horizontal, Qt::DisplayRole).isValid());
    QVERIFY(!m_model->setData({}, QStringLiteral("x"), Qt::EditRole));
}

QTEST_GUILESS_MAIN(TestSavedFiltersModel)
#include "tst_savedfiltersmodel.moc"
