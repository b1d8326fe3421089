// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryast.h"
#include "query/querycondition.h"
#include "query/queryproblem.h"

namespace wl {

/// A condition on what a person said about records: comment, marked. Errors: a pattern that is not valid.
[[nodiscard]] QueryResult<QueryConditionPtr> notesCondition(const QueryNode& node);

} // namespace wl
