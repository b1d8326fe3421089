// SPDX-License-Identifier: MIT
#include "ui/widgets/tablefind.h"

#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

using namespace wl;

class TestTableFind : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void goesRoundTheEnd();
    void columnsAsTheyStand();
    void saysWhatIsNotThere();
    void survivesATableThatShrinks();
    void walkIsAllOrNothing_data();
    void walkIsAllOrNothing();

private:
    void look(const char* text, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        m_text->setText(QString::fromLatin1(text));
        QTest::keyClick(m_text, Qt::Key_Return, modifiers);
    }

    std::unique_ptr<QWidget> m_window;
    QStandardItemModel* m_model = nullptr;
    QTableView* m_table = nullptr;
    TableFind* m_find = nullptr;
    QLineEdit* m_text = nullptr;
};

void TestTableFind::init()
{
    m_window = std::make_unique<QWidget>();
    m_table = new QTableView(m_window.get());
    m_model = new QStandardItemModel(200, 3, m_table);
    for (int row = 0; row < 200; ++row) {
        for (int column = 0; column < 3; ++column)
            m_model->setData(m_model->index(row, column), QStringLiteral("r%1c%2").arg(row).arg(column));
    }
    m_model->setData(m_model->index(50, 1), QStringLiteral("Needle"));
    m_model->setData(m_model->index(150, 0), QStringLiteral("a needle more"));
    m_table->setModel(m_model);
    m_find = new TableFind(QStringLiteral("Find"), m_table, m_window.get());
    m_text = m_find->findChild<QLineEdit*>(QStringLiteral("findText"));
    m_window->show();
    m_find->open();
}

void TestTableFind::goesRoundTheEnd()
{
    look("NEEDLE");
    QTRY_COMPARE(m_table->currentIndex(), m_model->index(50, 1));
    look("needle");
    QTRY_COMPARE(m_table->currentIndex(), m_model->index(150, 0));
    look("needle");
    QTRY_COMPARE(m_table->currentIndex(), m_model->index(50, 1));
    QVERIFY(!m_find->findChild<QLabel*>(QStringLiteral("findResult"))->text().isEmpty());
    look("needle", Qt::ShiftModifier);
    QTRY_COMPARE(m_table->currentIndex(), m_model->index(150, 0));
}

void TestTableFind::columnsAsTheyStand()
{
    m_table->horizontalHeader()->moveSection(2, 0);
    look("r7c");
    QTRY_COMPARE(m_table->currentIndex(), m_model->index(7, 2));
    look("r7c");
    QTRY_COMPARE(m_table->currentIndex(), m_model->index(7, 0));
    m_table->hideColumn(1); // what is not shown is not found
    look("needle");
    QTRY_COMPARE(m_table->currentIndex(), m_model->index(150, 0));
}

void TestTableFind::saysWhatIsNotThere()
{
    look("nowhere");
    const auto* result = m_find->findChild<QLabel*>(QStringLiteral("findResult"));
    QTRY_COMPARE(result->text(), QStringLiteral("Not found"));
    QVERIFY(!m_table->currentIndex().isValid());
    look("");
    QVERIFY(result->text().isEmpty());
    m_model->setRowCount(0);
    look("r1");
    QTRY_COMPARE(result->text(), QStringLiteral("Not found"));
}

void TestTableFind::survivesATableThatShrinks()
{
    look("nowhere");
    m_model->setRowCount(3);
    QTRY_COMPARE(m_find->findChild<QLabel*>(QStringLiteral("findResult"))->text(),
                 QStringLiteral("Not found"));
}

void TestTableFind::walkIsAllOrNothing_data()
{
    QTest::addColumn<qint64>("count");
    QTest::addColumn<qint64>("from");
    QTest::addColumn<bool>("isBackward");
    QTest::addColumn<QList<qint64>>("places");
    QTest::newRow("nothing") << qint64(0) << qint64(-1) << false << QList<qint64>{};
    QTest::newRow("from the first") << qint64(3) << qint64(-1) << false << QList<qint64>{0, 1, 2};
    QTest::newRow("from the last") << qint64(3) << qint64(-1) << true << QList<qint64>{2, 1, 0};
    QTest::newRow("round") << qint64(3) << qint64(1) << false << QList<qint64>{2, 0, 1};
    QTest::newRow("round, backward") << qint64(3) << qint64(1) << true << QList<qint64>{0, 2, 1};
    QTest::newRow("from behind the end") << qint64(2) << qint64(7) << true << QList<qint64>{1, 0};
    QTest::newRow("one") << qint64(1) << qint64(0) << false << QList<qint64>{0};
}

void TestTableFind::walkIsAllOrNothing()
{
    QFETCH(qint64, count);
    QFETCH(qint64, from);
    QFETCH(bool, isBackward);
    QList<qint64> seen;
    bool isDone = false;
    FindWalk walk;
    walk.start(
        count, from, isBackward,
        [&seen](qint64 place) {
            seen += place;
            return false;
        },
        [&isDone](qint64 place, bool) { isDone = place == -1; });
    QTRY_VERIFY(isDone);
    QTEST(seen, "places");
}

QTEST_MAIN(TestTableFind)
#include "tst_tablefind.moc"
