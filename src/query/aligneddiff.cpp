// SPDX-License-Identifier: MIT
#include "query/aligneddiff.h"

#include <algorithm>

namespace wl {

AlignedDiff::AlignedDiff(std::vector<DiffRun> runs)
    : m_runs(std::move(runs))
{
    m_starts.reserve(m_runs.size());
    for (size_t i = 0; i < m_runs.size(); ++i) {
        m_starts.push_back(m_cells);
        m_cells += std::max(m_runs[i].aCount, m_runs[i].bCount);
        if (!m_runs[i].isEqual)
            m_differences.push_back(i);
    }
}

AlignedDiff::Cell AlignedDiff::cell(qsizetype index) const
{
    const auto behind = std::upper_bound(m_starts.begin(), m_starts.end(), index);
    const auto number = size_t(behind - m_starts.begin()) - 1;
    const DiffRun& run = m_runs[number];
    const qsizetype offset = index - m_starts[number];
    Cell cell;
    cell.isEqual = run.isEqual;
    cell.a = offset < run.aCount ? run.aStart + offset : -1;
    cell.b = offset < run.bCount ? run.bStart + offset : -1;
    return cell;
}

qsizetype AlignedDiff::differenceStart(qsizetype difference) const
{
    return m_starts[m_differences[size_t(difference)]];
}

qsizetype AlignedDiff::differenceSize(qsizetype difference) const
{
    const DiffRun& run = m_runs[m_differences[size_t(difference)]];
    return std::max(run.aCount, run.bCount);
}

qsizetype AlignedDiff::nextDifference(qsizetype cell) const
{
    const auto found = std::partition_point(m_differences.begin(), m_differences.end(),
                                            [&](size_t run) { return m_starts[run] <= cell; });
    return found == m_differences.end() ? -1 : qsizetype(found - m_differences.begin());
}

qsizetype AlignedDiff::previousDifference(qsizetype cell) const
{
    const auto behind = std::partition_point(m_differences.begin(), m_differences.end(),
                                             [&](size_t run) { return m_starts[run] < cell; });
    return qsizetype(behind - m_differences.begin()) - 1;
}

} // namespace wl
