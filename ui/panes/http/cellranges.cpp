// SPDX-License-Identifier: MIT
#include "ui/panes/http/cellranges.h"

#include <algorithm>

namespace wl::cellranges {

std::vector<Block> blocksOf(const QItemSelection& selection)
{
    std::vector<Block> blocks;
    for (const QItemSelectionRange& range : selection) {
        if (!range.isEmpty())
            blocks.push_back({range.top(), range.left(), range.bottom(), range.right()});
    }
    return blocks;
}

Walk::Walk(std::vector<Block> blocks)
    : m_blocks(std::move(blocks))
{
    std::sort(m_blocks.begin(), m_blocks.end(), [](const Block& a, const Block& b) { return a.top < b.top; });
    findRow(0);
}

void Walk::findRow(int from)
{
    m_columns.clear();
    m_column = 0;
    std::erase_if(m_active, [from](const Block& block) { return block.bottom < from; });
    if (m_active.empty() && m_coming == m_blocks.size())
        return;
    m_row = m_active.empty() ? std::max(from, m_blocks[m_coming].top) : from;
    for (; m_coming < m_blocks.size() && m_blocks[m_coming].top <= m_row; ++m_coming)
        m_active.push_back(m_blocks[m_coming]);
    for (const Block& block : m_active) {
        for (int column = block.left; column <= block.right; ++column)
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
