// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryast.h"
#include "query/querycondition.h"
#include "query/queryproblem.h"

namespace wl {

/// A condition on the bytes of a record or the words of a turning point: payload, text, info. nullptr for
/// other fields. Errors: a pattern that is not valid.
[[nodiscard]] QueryResult<QueryConditionPtr> payloadCondition(const QueryNode& node);

/// Records that begin as an HTTP/1 message does.
[[nodiscard]] QueryConditionPtr httpStartCondition();

} // namespace wl
