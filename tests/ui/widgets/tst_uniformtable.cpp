// SPDX-License-Identifier: MIT
#include "ui/widgets/uniformtable.h"

#include <QAbstractTableModel>
#include <QHeaderView>
#include <QScrollBar>
#include <QtTest>

#include <set>

using namespace wl;

namespace {

/// Any number of rows for nothing, and which of them were asked for.
class Rows : public QAbstractTableModel
{
public:
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : m_count;
    }
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : 3;
    }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override
    {
        if (role != Qt::DisplayRole)
            return {};
        m_asked.insert(index.row());
        return QStringLiteral("%1/%2").arg(index.row()).arg(index.column());
    }
    void append(int count)
    {
        beginInsertRows({}, m_count, m_count + count - 1);
        m_count += count;
        endInsertRows();
    }
    void removeFirst(int count)
    {
        beginRemoveRows({}, 0, count - 1);
        m_count -= count;
        endRemoveRows();
    }
    void empty()
    {
        beginResetModel();
        m_count = 0;
        endResetModel();
    }
    [[nodiscard]] std::set<int> takeAsked() { return std::exchange(m_asked, {}); }

private:
    int m_count = 0;
    mutable std::set<int> m_asked;
};

} // namespace

class tst_UniformTable : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void placesAndIndexesAgree();
    void nothingLiesBesideTheRows();
    void paintsWhatIsVisible();
    void rangesFollowTheModel();
    void holdsTensOfMillions();
    void scrollsToARow_data();
    void scrollsToARow();
    void movesByKeys_data();
    void movesByKeys();
    void keysInAnEmptyTable();
    void selectsWholeRowsByMouse();
    void dragBelowTheLastRowStopsThere();
    void keepsTheSelectionWhenRowsGo();
    void selectsByCallWhileAKeyIsHeld();
    void skipsHiddenColumns();
    void scrollsSideways();
    void fitsAColumnToWhatIsVisible();
    void takesAnotherModel();

private:
    static constexpr int height = 20;

    [[nodiscard]] int lastOnPage() const { return m_table->viewport()->height() / height - 1; }
    [[nodiscard]] QList<int> selectedRows() const
    {
        QList<int> rows;
        for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
            rows += index.row();
        std::sort(rows.begin(), rows.end());
        return rows;
    }
    [[nodiscard]] QPoint middleOf(int row) const
    {
        return m_table->visualRect(m_rows->index(row, 0)).center();
    }
    /// The view lays itself out by a timer of no time.
    void layOut() { QTest::qWait(1); }

    std::unique_ptr<Rows> m_rows;
    std::unique_ptr<UniformTable> m_table;
};

void tst_UniformTable::init()
{
    m_rows = std::make_unique<Rows>();
    m_table = std::make_unique<UniformTable>();
    m_table->verticalHeader()->setDefaultSectionSize(height);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setModel(m_rows.get());
    m_rows->append(1000);
    m_table->resize(400, 300);
    m_table->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_table.get()));
}

void tst_UniformTable::cleanup()
{
    m_table.reset();
    m_rows.reset();
}

void tst_UniformTable::placesAndIndexesAgree()
{
    m_table->verticalScrollBar()->setValue(5003);
    for (const int row : {251, 255}) {
        for (int column = 0; column < 3; ++column) {
            const QModelIndex index = m_rows->index(row, column);
            const QRect rect = m_table->visualRect(index);
            QCOMPARE(rect.height(), height);
            QCOMPARE(rect.top(), row * height - 5003);
            QCOMPARE(m_table->indexAt(rect.topLeft()), index);
            QCOMPARE(m_table->indexAt(rect.bottomRight()), index);
        }
    }
}

void tst_UniformTable::nothingLiesBesideTheRows()
{
    QVERIFY(!m_table->indexAt(QPoint(5, -1)).isValid());
    QVERIFY(!m_table->indexAt(QPoint(399, 5)).isValid()); // right of the last column
    m_rows->removeFirst(998);
    layOut();
    QVERIFY(m_table->indexAt(QPoint(5, 2 * height - 1)).isValid());
    QVERIFY(!m_table->indexAt(QPoint(5, 2 * height)).isValid());
    QCOMPARE(m_table->visualRect(QModelIndex()), QRect());
}

void tst_UniformTable::paintsWhatIsVisible()
{
    m_table->verticalScrollBar()->setValue(100 * height + 1);
    static_cast<void>(m_rows->takeAsked());
    m_table->viewport()->repaint();
    const std::set<int> asked = m_rows->takeAsked();
    QVERIFY(!asked.empty());
    QCOMPARE(*asked.begin(), 100);
    QCOMPARE(*asked.rbegin(), (100 * height + m_table->viewport()->height()) / height);
}

void tst_UniformTable::rangesFollowTheModel()
{
    const auto most = [this] {
        layOut();
        return m_table->verticalScrollBar()->maximum() + m_table->viewport()->height();
    };
    QCOMPARE(most(), 1000 * height);
    m_rows->append(500);
    QCOMPARE(most(), 1500 * height);
    m_rows->removeFirst(1400);
    QCOMPARE(most(), 100 * height);
    m_rows->empty();
    layOut();
    QCOMPARE(m_table->verticalScrollBar()->maximum(), 0);
    m_table->viewport()->repaint(); // nothing to paint is no trouble
    QVERIFY(!m_table->indexAt(QPoint(5, 5)).isValid());
}

void tst_UniformTable::holdsTensOfMillions()
{
    m_rows->append(60'000'000);
    layOut();
    m_table->scrollToBottom();
    const QModelIndex last = m_rows->index(m_rows->rowCount() - 1, 0);
    QCOMPARE(m_table->visualRect(last).bottom(), m_table->viewport()->height() - 1);
    m_rows->append(60'000'000); // more pixels than an int counts: no row is painted at a wrong place
    layOut();
    QVERIFY(m_table->verticalScrollBar()->maximum() > 2'000'000'000);
    QVERIFY(m_table->visualRect(m_rows->index(120'000'000, 0)).top() > m_table->viewport()->height());
}

void tst_UniformTable::scrollsToARow_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<QAbstractItemView::ScrollHint>("hint");
    QTest::addColumn<int>("fromTop"); // −1: at the bottom, −2: in the middle
    QTest::newRow("visible") << 501 << QAbstractItemView::EnsureVisible << height;
    QTest::newRow("above") << 20 << QAbstractItemView::EnsureVisible << 0;
    QTest::newRow("below") << 800 << QAbstractItemView::EnsureVisible << -1;
    QTest::newRow("at the top") << 502 << QAbstractItemView::PositionAtTop << 0;
    QTest::newRow("at the bottom") << 502 << QAbstractItemView::PositionAtBottom << -1;
    QTest::newRow("in the middle") << 100 << QAbstractItemView::PositionAtCenter << -2;
}

void tst_UniformTable::scrollsToARow()
{
    QFETCH(int, row);
    QFETCH(QAbstractItemView::ScrollHint, hint);
    QFETCH(int, fromTop);
    m_table->verticalScrollBar()->setValue(500 * height);
    m_table->scrollTo(m_rows->index(row, 0), hint);
    const int spare = m_table->viewport()->height() - height;
    QCOMPARE(m_table->visualRect(m_rows->index(row, 0)).top(), fromTop == -1   ? spare
                                                               : fromTop == -2 ? spare / 2 + spare % 2
                                                                               : fromTop);
    const int value = m_table->verticalScrollBar()->value();
    m_table->scrollTo(QModelIndex(), hint);
    QCOMPARE(m_table->verticalScrollBar()->value(), value);
}

void tst_UniformTable::movesByKeys_data()
{
    QTest::addColumn<Qt::Key>("key");
    QTest::addColumn<int>("from");
    QTest::addColumn<int>("to"); // −1: a page below
    QTest::newRow("down") << Qt::Key_Down << 10 << 11;
    QTest::newRow("up") << Qt::Key_Up << 10 << 9;
    QTest::newRow("up at the top") << Qt::Key_Up << 0 << 0;
    QTest::newRow("down at the end") << Qt::Key_Down << 999 << 999;
    QTest::newRow("page down") << Qt::Key_PageDown << 10 << -1;
    QTest::newRow("page up near the top") << Qt::Key_PageUp << 3 << 0;
    QTest::newRow("home") << Qt::Key_Home << 500 << 0;
    QTest::newRow("end") << Qt::Key_End << 500 << 999;
}

void tst_UniformTable::movesByKeys()
{
    QFETCH(Qt::Key, key);
    QFETCH(int, from);
    QFETCH(int, to);
    m_table->setCurrentIndex(m_rows->index(from, 1));
    QTest::keyClick(m_table.get(), key);
    QCOMPARE(m_table->currentIndex(), m_rows->index(to < 0 ? from + lastOnPage() + 1 : to, 1));
    QVERIFY(m_table->viewport()->rect().contains(m_table->visualRect(m_table->currentIndex()).center()));
}

void tst_UniformTable::keysInAnEmptyTable()
{
    m_rows->empty();
    for (const Qt::Key key : {Qt::Key_Down, Qt::Key_PageDown, Qt::Key_End, Qt::Key_Left})
        QTest::keyClick(m_table.get(), key);
    QVERIFY(!m_table->currentIndex().isValid());
    QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {}, QPoint(5, 5));
    QCOMPARE(selectedRows(), QList<int>());
}

void tst_UniformTable::selectsWholeRowsByMouse()
{
    QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {}, middleOf(2));
    QCOMPARE(selectedRows(), QList<int>{2});
    QCOMPARE(m_table->selectionModel()->selectedIndexes().size(), 3);
    QTest::mouseClick(m_table->viewport(), Qt::LeftButton, Qt::ShiftModifier, middleOf(5));
    QCOMPARE(selectedRows(), (QList<int>{2, 3, 4, 5}));
    QTest::mouseClick(m_table->viewport(), Qt::LeftButton, Qt::ControlModifier, middleOf(3));
    QCOMPARE(selectedRows(), (QList<int>{2, 4, 5}));
}

void tst_UniformTable::dragBelowTheLastRowStopsThere()
{
    m_rows->removeFirst(996);
    layOut();
    QTest::mousePress(m_table->viewport(), Qt::LeftButton, {}, middleOf(1));
    QTest::mouseMove(m_table->viewport(), middleOf(2));
    QTest::mouseMove(m_table->viewport(), QPoint(middleOf(3).x(), 4 * height + 30));
    QTest::mouseRelease(m_table->viewport(), Qt::LeftButton, {}, QPoint(5, 4 * height + 30));
    QVERIFY(selectedRows().size() >= 2);
    QVERIFY(selectedRows().last() <= 3);
}

void tst_UniformTable::keepsTheSelectionWhenRowsGo()
{
    m_table->selectRow(10);
    m_rows->removeFirst(4);
    QCOMPARE(selectedRows(), QList<int>{6});
    QVERIFY(m_table->currentIndex().row() == 6);
}

void tst_UniformTable::selectsByCallWhileAKeyIsHeld()
{
    QTest::keyPress(m_table.get(), Qt::Key_Control);
    m_table->selectRow(7);
    QTest::keyRelease(m_table.get(), Qt::Key_Control);
    QCOMPARE(selectedRows(), QList<int>{7});
    m_table->selectAll();
    QCOMPARE(selectedRows().size(), 1000);
}

void tst_UniformTable::skipsHiddenColumns()
{
    m_table->setColumnHidden(1, true);
    QCOMPARE(m_table->visualRect(m_rows->index(0, 1)), QRect());
    m_table->setCurrentIndex(m_rows->index(0, 0));
    QTest::keyClick(m_table.get(), Qt::Key_Right);
    QCOMPARE(m_table->currentIndex().column(), 2);
    QTest::keyClick(m_table.get(), Qt::Key_Right);
    QCOMPARE(m_table->currentIndex().column(), 2);
}

void tst_UniformTable::scrollsSideways()
{
    for (int column = 0; column < 3; ++column)
        m_table->setColumnWidth(column, 300);
    layOut();
    QTRY_COMPARE(m_table->horizontalScrollBar()->maximum(), 900 - m_table->viewport()->width());
    m_table->horizontalScrollBar()->setValue(100);
    QCOMPARE(m_table->horizontalHeader()->offset(), 100);
    QCOMPARE(m_table->visualRect(m_rows->index(0, 1)).left(), 200);
}

void tst_UniformTable::fitsAColumnToWhatIsVisible()
{
    m_table->resizeColumnToContents(0);
    const int narrow = m_table->columnWidth(0);
    m_rows->append(1'000'000);
    layOut();
    m_table->scrollToBottom();
    static_cast<void>(m_rows->takeAsked());
    m_table->resizeColumnToContents(0);
    QVERIFY(m_table->columnWidth(0) > narrow);
    QVERIFY(m_rows->takeAsked().size() < 50);
}

void tst_UniformTable::takesAnotherModel()
{
    Rows other;
    other.append(3);
    m_table->selectRow(5);
    m_table->setModel(&other);
    layOut();
    QCOMPARE(selectedRows(), QList<int>());
    QCOMPARE(m_table->indexAt(QPoint(5, height + 1)), other.index(1, 0));
    m_rows->removeFirst(1); // nobody listens any more
    m_table->setModel(nullptr);
    layOut();
    m_table->viewport()->repaint();
    QVERIFY(!m_table->indexAt(QPoint(5, 5)).isValid());
}

QTEST_MAIN(tst_UniformTable)
#include "tst_uniformtable.moc"
