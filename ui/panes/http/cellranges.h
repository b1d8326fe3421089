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

/// Goes through the cells of a selection row by row without making a list of them. A value.
class Walk
{
public:
    explicit Walk(const QItemSelection& selection);

    [[nodiscard]] bool hasNext() const { return m_column < m_columns.size(); }
    /// The next cell, and whether it is the first of its row.
    std::pair<Cell, bool> next();

private:
    void findRow(int from);

    std::vector<QItemSelectionRange> m_ranges; ///< by their first row
    size_t m_coming = 0;                       ///< the first range that has not begun
    std::vector<QItemSelectionRange> m_active; ///< ranges with the row
    std::vector<int> m_columns;                ///< of the row, sorted
    size_t m_column = 0;
    int m_row = 0;
};

} // namespace wl::cellranges
