// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyjob.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace wl {

/// In which order a table's rows are shown, and which.
struct RowChoice
{
    int sortColumn = -1; ///< −1: as they stand in the body
    bool isDescending = false;
    QString filter; ///< rows that hold this text, in any case; empty: all

    bool operator==(const RowChoice&) const = default;
    [[nodiscard]] bool isPlain() const { return sortColumn < 0 && filter.isEmpty(); }
};

/// The rows to show, at most `maxRows` of the table's first ones. Numbers are sorted by their value and stand
/// before texts; rows without a value last. Pool; nothing where it was canceled.
[[nodiscard]] std::optional<std::vector<quint32>>
tableOrder(const bodyjob::Table& table, const RowChoice& view, qint64 maxRows, std::stop_token stop);

} // namespace wl
