// SPDX-License-Identifier: MIT
#include "ui/panes/common/gridfold.h"

#include <QGridLayout>

namespace wl {

namespace {

constexpr int halfColumns = 2;

} // namespace

GridFold::GridFold(QGridLayout& grid)
    : m_grid(&grid)
{
    for (int i = 0; i < grid.count(); ++i) {
        Cell cell;
        cell.item = grid.itemAt(i);
        grid.getItemPosition(i, &cell.row, &cell.column, &cell.rows, &cell.columns);
        m_cells.append(cell);
    }
}

void GridFold::setFolded(bool folded)
{
    if (m_isFolded == folded)
        return;
    m_isFolded = folded;
    while (m_grid->count() > 0)
        m_grid->takeAt(0);
    for (const Cell& cell : std::as_const(m_cells))
        place(folded ? Cell{cell.item, 2 * cell.row + cell.column / halfColumns, cell.column % halfColumns, 1,
                            std::min(cell.columns, halfColumns - cell.column % halfColumns)}
                     : cell);
    m_grid->setColumnStretch(3, folded ? 0 : 1);
    m_grid->setColumnMinimumWidth(2, 0);
    m_grid->invalidate();
}

void GridFold::place(const Cell& cell)
{
    // A layout within comes back by a way of its own, which makes it the grid's child again.
    if (QLayout* layout = cell.item->layout())
        m_grid->addLayout(layout, cell.row, cell.column, cell.rows, cell.columns);
    else
        m_grid->addItem(cell.item, cell.row, cell.column, cell.rows, cell.columns, cell.item->alignment());
}

} // namespace wl
