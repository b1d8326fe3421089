// SPDX-License-Identifier: MIT
#pragma once

#include <QTableView>

namespace wl {

/// A table whose rows have one height, verticalHeader()->defaultSectionSize(), and cost nothing: QTableView
/// keeps eight bytes a row in its vertical header and walks over all of them after each insertion, which at
/// ten million rows takes longer than painting. Here the vertical header stays empty and hidden, and where a
/// row lies is arithmetic. Rows are selected whole and scrolled by the pixel; no spans, no editors. UI
/// thread.
class UniformTable : public QTableView
{
    Q_OBJECT
public:
    explicit UniformTable(QWidget* parent = nullptr);

    void setModel(QAbstractItemModel* model) override;
    void setSelectionModel(QItemSelectionModel* selection) override;
    void reset() override;
    [[nodiscard]] QRect visualRect(const QModelIndex& index) const override;
    /// Scrolls up or down only.
    void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;
    [[nodiscard]] QModelIndex indexAt(const QPoint& place) const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void rowsInserted(const QModelIndex& parent, int first, int last) override;
    void updateGeometries() override;
    void scrollContentsBy(int dx, int dy) override;
    [[nodiscard]] int verticalOffset() const override;
    [[nodiscard]] int sizeHintForColumn(int column) const override;
    [[nodiscard]] QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command) override;
    [[nodiscard]] QRegion visualRegionForSelection(const QItemSelection& selection) const override;
    [[nodiscard]] bool isIndexHidden(const QModelIndex& index) const override;

private:
    struct Span
    {
        int first = 0;
        int last = -1;
    };

    [[nodiscard]] int rowHeight() const;
    [[nodiscard]] int rows() const;
    /// Where a row begins, in the viewport.
    [[nodiscard]] int topOf(int row) const;
    /// The row at a height of the viewport, which may lie before the first or behind the last.
    [[nodiscard]] int rowAtHeight(int y) const;
    [[nodiscard]] Span rowsWithin(int top, int bottom) const;
    [[nodiscard]] QList<int> columnsWithin(int left, int right) const;
    [[nodiscard]] int nextColumn(int column, int step) const;
    void placeHeader();
    void rangeScrollBars();
    void paintRow(QPainter& painter, const QStyleOptionViewItem& base, int row, const QList<int>& columns);

    bool m_isPlacing = false;
    QMetaObject::Connection m_removed;
};

} // namespace wl
