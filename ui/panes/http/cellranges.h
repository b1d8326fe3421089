// SPDX-License-Identifier: MIT
#pragma once

#include <QItemSelection>

#include <utility>
#include <vector>

namespace wl::cellranges {

struct Cell
{
    int row = 0;
    int column = 0;
};

/// A rectangle of cells, bounds included.
struct Block
{
    int top = 0;
    int left = 0;
    int bottom = 0;
    int right = 0;
};

/// The rectangles of a selection: plain values, which the pool may have.
[[nodiscard]] std::vector<Block> blocksOf(const QItemSelection& selection);

/// Goes through the cells of a selection row by row without making a list of them. A value.
class Walk
{
public:
    explicit Walk(const QItemSelection& selection)
        : Walk(blocksOf(selection))
    {
    }
    explicit Walk(std::vector<Block> blocks);

    [[nodiscard]] bool hasNext() const { return m_column < m_columns.size(); }
    /// Whether the next one is the first of its row.
    [[nodiscard]] bool startsRow() const { return m_column == 0; }
    /// The next cell, and whether it is the first of its row.
    std::pair<Cell, bool> next();

private:
    void findRow(int from);

    std::vector<Block> m_blocks; ///< by their first row
    size_t m_coming = 0;         ///< the first one that has not begun
    std::vector<Block> m_active; ///< those with the row
    std::vector<int> m_columns;  ///< of the row, sorted
    size_t m_column = 0;
    int m_row = 0;
};

} // namespace wl::cellranges
