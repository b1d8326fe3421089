// SPDX-License-Identifier: MIT
#include "ui/panes/http/cellranges.h"

#include <algorithm>

namespace wl::cellranges {

Walk::Walk(const QItemSelection& selection)
    : m_ranges(selection.begin(), selection.end())
{
    std::erase_if(m_ranges, [](const QItemSelectionRange& range) { return range.isEmpty(); });
    std::sort(m_ranges.begin(), m_ranges.end(),
              [](const auto& a, const auto& b) { return a.top() < b.top(); });
    findRow(0);
}

void Walk::findRow(int from)
{
    m_columns.clear();
    m_column = 0;
    std::erase_if(m_active, [from](const QItemSelectionRange& range) { return range.bottom() < from; });
    if (m_active.empty() && m_coming == m_ranges.size())
        return;
    m_row = m_active.empty() ? std::max(from, m_ranges[m_coming].top()) : from;
    for (; m_coming < m_ranges.size() && m_ranges[m_coming].top() <= m_row; ++m_coming)
        m_active.push_back(m_ranges[m_coming]);
    for (const QItemSelectionRange& range : m_active) {
        for (int column = range.left(); column <= range.right(); ++column)
            m_columns.push_back(column);
    }
    std::sort(m_columns.begin(), m_columns.end());
    m_columns.erase(std::unique(m_columns.begin(), m_columns.end()), m_columns.end());
}

std::pair<Cell, bool> Walk::next()
{
    const std::pair<Cell, bool> result{{m_row, m_columns[m_column]}, m_column == 0};
    if (++m_column == m_columns.size())
        findRow(m_row + 1);
    return result;
}

} // namespace wl::cellranges
