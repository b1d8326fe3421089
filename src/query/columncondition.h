// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryast.h"
#include "query/querycondition.h"

namespace wl {

/// The intervals that a comparison of numbers or times lets through; != as ==.
[[nodiscard]] std::vector<QueryInterval> intervalsOf(const QueryNode& node);

/// A condition on what the index holds of each record: number, time, elapsed, delta, conn, length, dir, kind.
/// nullptr for other fields.
[[nodiscard]] QueryConditionPtr columnCondition(const QueryNode& node);

/// Records of a set of connections: those whose number (from 0) is true in `members`.
[[nodiscard]] QueryConditionPtr connectionSet(std::shared_ptr<const std::vector<bool>> members);

} // namespace wl
