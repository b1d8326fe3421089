// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <span>
#include <vector>

namespace wl {

/// A place that two sequences have in common.
struct DiffAnchor
{
    qsizetype a = 0;
    qsizetype b = 0;
    qsizetype count = 1; ///< items from there on that are the same

    bool operator==(const DiffAnchor&) const = default;
};

/// Items that occur exactly once in both, as many as are in the same order in both ("patience diff"), rising.
[[nodiscard]] std::vector<DiffAnchor> uniqueAnchors(std::span<const quint32> a, std::span<const quint32> b);
/// Bytes: none, a byte says nothing of where it belongs.
[[nodiscard]] std::vector<DiffAnchor> uniqueAnchors(std::span<const uchar> a, std::span<const uchar> b);

/// Runs of bytes that are the same in both, in the order of both: blocks of `a` that are found anywhere in
/// `b`, grown in both directions as far as they go. In linear time; for what is too large to be compared byte
/// by byte.
[[nodiscard]] std::vector<DiffAnchor> blockAnchors(std::span<const uchar> a, std::span<const uchar> b);

} // namespace wl
