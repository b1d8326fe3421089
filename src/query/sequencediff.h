// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <span>
#include <stop_token>
#include <vector>

namespace wl {

/// A stretch of two sequences laid side by side: the same items in both, or items of `a` in the place of
/// items of `b` (one of the counts may be 0).
struct DiffRun
{
    bool isEqual = false;
    qsizetype aStart = 0;
    qsizetype aCount = 0;
    qsizetype bStart = 0;
    qsizetype bCount = 0;

    bool operator==(const DiffRun&) const = default;
};

/// Two sequences as runs that cover both from the beginning to the end; equal and changed ones alternate.
struct SequenceDiff
{
    std::vector<DiffRun> runs;
    /// False where the search was too costly somewhere: the runs are right, but a shorter description may
    /// exist.
    bool isMinimal = true;
    bool isCanceled = false; ///< then `runs` is incomplete

    [[nodiscard]] bool isSame() const { return runs.empty() || (runs.size() == 1 && runs.front().isEqual); }
};

/// How much a comparison may cost.
struct DiffEffort
{
    /// Differences looked for in one go (Myers, "An O(ND) Difference Algorithm", linear space): time is at
    /// most items × this. Beyond it the items that occur once on both sides are taken as anchors, and what
    /// lies between two anchors without any is one changed run.
    qsizetype mostDifferences = 1000;
    std::stop_token stop = {};
};

/// Compares sequences of numbers that stand for their items (lines).
[[nodiscard]] SequenceDiff diffSequences(std::span<const quint32> a, std::span<const quint32> b,
                                         const DiffEffort& effort = {});
/// The same for bytes.
[[nodiscard]] SequenceDiff diffSequences(std::span<const uchar> a, std::span<const uchar> b,
                                         const DiffEffort& effort = {});

/// Appends a run; neighbors of one kind become one.
void appendRun(std::vector<DiffRun>& runs, const DiffRun& run);

} // namespace wl
