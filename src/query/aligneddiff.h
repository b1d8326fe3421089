// SPDX-License-Identifier: MIT
#pragma once

#include "query/sequencediff.h"

namespace wl {

/// A difference as cells side by side: each cell has an item of one side or of both; of a changed run the
/// longer side makes the cells. For a view that asks for what is in sight. A value.
class AlignedDiff
{
public:
    struct Cell
    {
        qsizetype a = -1; ///< −1: nothing on this side
        qsizetype b = -1;
        bool isEqual = false;
    };

    AlignedDiff() = default;
    explicit AlignedDiff(std::vector<DiffRun> runs);

    [[nodiscard]] qsizetype cellCount() const { return m_cells; }
    [[nodiscard]] Cell cell(qsizetype index) const; ///< 0 … cellCount()−1
    [[nodiscard]] qsizetype differenceCount() const { return qsizetype(m_differences.size()); }
    /// First cell of a difference.
    [[nodiscard]] qsizetype differenceStart(qsizetype difference) const;
    [[nodiscard]] qsizetype differenceSize(qsizetype difference) const;
    /// The first difference that begins behind a cell, or the last one that begins before it; −1 = none.
    [[nodiscard]] qsizetype nextDifference(qsizetype cell) const;
    [[nodiscard]] qsizetype previousDifference(qsizetype cell) const;

private:
    std::vector<DiffRun> m_runs;
    std::vector<qsizetype> m_starts;   ///< first cell of each run
    std::vector<size_t> m_differences; ///< runs that are changed
    qsizetype m_cells = 0;
};

} // namespace wl
