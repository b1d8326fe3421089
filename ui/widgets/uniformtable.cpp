// SPDX-License-Identifier: MIT
#include "ui/widgets/uniformtable.h"

#include <QAbstractButton>
#include <QHeaderView>
#include <QPainter>
#include <QPaintEvent>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QStandardItemModel>

#include <algorithm>
#include <limits>

namespace wl {

UniformTable::UniformTable(QWidget* parent)
    : QTableView(parent)
{
    verticalHeader()->hide();
    // QTableView asks the vertical header what is selected: nothing, of a model of its own.
    auto* noRows = new QStandardItemModel(this);
    verticalHeader()->setModel(noRows);
    verticalHeader()->setSelectionModel(new QItemSelectionModel(noRows, this));
    // The corner between two headers.
    for (QAbstractButton* corner : findChildren<QAbstractButton*>(QString(), Qt::FindDirectChildrenOnly))
        corner->hide();
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
}

void UniformTable::setModel(QAbstractItemModel* model)
{
    if (model == this->model())
        return;
    disconnect(m_removed);
    horizontalHeader()->setModel(model); // the vertical one never sees it
    QAbstractItemView::setModel(model);
    if (model)
        m_removed =
            connect(model, &QAbstractItemModel::rowsRemoved, this, [this] { scheduleDelayedItemsLayout(); });
}

void UniformTable::setSelectionModel(QItemSelectionModel* selection)
{
    horizontalHeader()->setSelectionModel(selection);
    QAbstractItemView::setSelectionModel(selection);
}

void UniformTable::reset()
{
    QTableView::reset();
    scheduleDelayedItemsLayout();
}

int UniformTable::rowHeight() const
{
    return verticalHeader()->defaultSectionSize();
}

int UniformTable::rows() const
{
    return model() ? model()->rowCount() : 0;
}

int UniformTable::verticalOffset() const
{
    return verticalScrollBar()->value();
}

int UniformTable::topOf(int row) const
{
    constexpr qint64 farAway = 1 << 30; // what lies further is as invisible
    return int(std::clamp(qint64(row) * rowHeight() - verticalOffset(), -farAway, farAway));
}

int UniformTable::rowAtHeight(int y) const
{
    const int place = y + verticalOffset();
    return place < 0 ? -1 : place / rowHeight();
}

UniformTable::Span UniformTable::rowsWithin(int top, int bottom) const
{
    return {std::max(0, rowAtHeight(top)), std::min(rows() - 1, rowAtHeight(bottom))};
}

QList<int> UniformTable::columnsWithin(int left, int right) const
{
    QList<int> columns;
    for (int column = 0; column < horizontalHeader()->count(); ++column) {
        const int x = columnViewportPosition(column);
        if (!isColumnHidden(column) && x <= right && x + columnWidth(column) > left)
            columns += column;
    }
    return columns;
}

QRect UniformTable::visualRect(const QModelIndex& index) const
{
    if (!index.isValid() || isIndexHidden(index))
        return {};
    return {columnViewportPosition(index.column()), topOf(index.row()), columnWidth(index.column()),
            rowHeight()};
}

QModelIndex UniformTable::indexAt(const QPoint& place) const
{
    const int row = rowAtHeight(place.y());
    const int column = columnAt(place.x());
    return row >= 0 && row < rows() && column >= 0 ? model()->index(row, column) : QModelIndex();
}

bool UniformTable::isIndexHidden(const QModelIndex& index) const
{
    return isColumnHidden(index.column());
}

void UniformTable::scrollTo(const QModelIndex& index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    executeDelayedItemsLayout();
    const int top = topOf(index.row());
    const int spare = viewport()->height() - rowHeight();
    const auto moveBy = [this](int pixels) { verticalScrollBar()->setValue(verticalOffset() + pixels); };
    if (hint == PositionAtTop || (hint == EnsureVisible && top < 0))
        moveBy(top);
    else if (hint == PositionAtBottom || (hint == EnsureVisible && top > spare))
        moveBy(top - spare);
    else if (hint == PositionAtCenter)
        moveBy(top - spare / 2);
}

void UniformTable::rowsInserted(const QModelIndex& parent, int first, int last)
{
    QAbstractItemView::rowsInserted(parent, first, last);
    scheduleDelayedItemsLayout();
}

void UniformTable::updateGeometries()
{
    if (m_isPlacing)
        return;
    const QScopedValueRollback guard(m_isPlacing, true);
    placeHeader();
    rangeScrollBars();
    QAbstractItemView::updateGeometries();
}

void UniformTable::placeHeader()
{
    QHeaderView& header = *horizontalHeader();
    const int height = header.isHidden() ? 0
                                         : std::clamp(header.sizeHint().height(), header.minimumHeight(),
                                                      header.maximumHeight());
    setViewportMargins(0, height, 0, 0);
    const QRect view = viewport()->geometry();
    header.setGeometry(view.left(), view.top() - height, view.width(), height);
}

void UniformTable::rangeScrollBars()
{
    const int width = horizontalHeader()->length();
    const int height = int(std::min<qint64>(qint64(rows()) * rowHeight(), std::numeric_limits<int>::max()));
    const QSize most = maximumViewportSize();
    const bool isAllVisible = width <= most.width() && height <= most.height();
    const QSize size = isAllVisible ? most : viewport()->size();
    horizontalScrollBar()->setPageStep(size.width());
    horizontalScrollBar()->setRange(0, std::max(0, width - size.width()));
    horizontalScrollBar()->setSingleStep(std::max(size.width() / 20, 2));
    verticalScrollBar()->setPageStep(size.height());
    verticalScrollBar()->setRange(0, std::max(0, height - size.height()));
    verticalScrollBar()->setSingleStep(rowHeight());
}

void UniformTable::scrollContentsBy(int dx, int dy)
{
    horizontalHeader()->setOffset(horizontalScrollBar()->value());
    scrollDirtyRegion(dx, dy);
    viewport()->scroll(dx, dy);
}

int UniformTable::sizeHintForColumn(int column) const
{
    const Span visible = rowsWithin(0, viewport()->height());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    int width = 0;
    for (int row = visible.first; row <= visible.last; ++row) {
        const QModelIndex index = model()->index(row, column);
        width = std::max(width, itemDelegateForIndex(index)->sizeHint(option, index).width());
    }
    return width;
}

int UniformTable::nextColumn(int column, int step) const
{
    const QHeaderView& header = *horizontalHeader();
    for (int visual = header.visualIndex(column) + step; visual >= 0 && visual < header.count();
         visual += step) {
        if (!isColumnHidden(header.logicalIndex(visual)))
            return header.logicalIndex(visual);
    }
    return column;
}

QModelIndex UniformTable::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    if (rows() == 0)
        return {};
    const QModelIndex current = currentIndex();
    if (!current.isValid())
        return model()->index(0, std::max(0, columnAt(0)));
    const int page = std::max(1, viewport()->height() / rowHeight());
    int row = current.row();
    int column = current.column();
    switch (action) {
    case MoveUp:
    case MovePrevious: row -= 1; break;
    case MoveDown:
    case MoveNext: row += 1; break;
    case MovePageUp: row -= page; break;
    case MovePageDown: row += page; break;
    case MoveHome: row = 0; break;
    case MoveEnd: row = rows() - 1; break;
    case MoveLeft: column = nextColumn(column, -1); break;
    case MoveRight: column = nextColumn(column, 1); break;
    }
    return model()->index(std::clamp(row, 0, rows() - 1), column);
}

void UniformTable::setSelection(const QRect& rect, QItemSelectionModel::SelectionFlags command)
{
    if (!selectionModel() || rows() == 0)
        return;
    const Span chosen = rowsWithin(rect.top(), rect.bottom());
    QItemSelection selection;
    if (chosen.first <= chosen.last)
        selection.select(model()->index(chosen.first, 0),
                         model()->index(chosen.last, model()->columnCount() - 1));
    selectionModel()->select(selection, command);
}

QRegion UniformTable::visualRegionForSelection(const QItemSelection& selection) const
{
    QRegion region;
    const QRect view = viewport()->rect();
    const Span visible = rowsWithin(0, view.height());
    for (const QItemSelectionRange& range : selection) {
        const int first = std::max(range.top(), visible.first);
        const int last = std::min(range.bottom(), visible.last);
        if (first <= last)
            region += QRect(0, topOf(first), view.width(), (last - first + 1) * rowHeight());
    }
    return region;
}

void UniformTable::paintEvent(QPaintEvent* event)
{
    if (rows() == 0)
        return;
    QPainter painter(viewport());
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const QRect dirty = event->rect();
    const Span visible = rowsWithin(dirty.top(), dirty.bottom());
    const QList<int> columns = columnsWithin(dirty.left(), dirty.right());
    for (int row = visible.first; row <= visible.last; ++row)
        paintRow(painter, option, row, columns);
}

void UniformTable::paintRow(QPainter& painter, const QStyleOptionViewItem& base, int row,
                            const QList<int>& columns)
{
    const int top = topOf(row);
    if (alternatingRowColors() && row % 2 == 1)
        painter.fillRect(QRect(0, top, viewport()->width(), rowHeight()), base.palette.alternateBase());
    QStyleOptionViewItem option = base;
    option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(model()->index(row, 0)));
    for (const int column : columns) {
        const QModelIndex index = model()->index(row, column);
        option.index = index;
        option.rect = QRect(columnViewportPosition(column), top, columnWidth(column), rowHeight());
        option.state.setFlag(QStyle::State_HasFocus, hasFocus() && index == currentIndex());
        itemDelegateForIndex(index)->paint(&painter, option, index);
    }
}

} // namespace wl
