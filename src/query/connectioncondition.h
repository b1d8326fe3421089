// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryast.h"
#include "query/querycondition.h"
#include "query/queryproblem.h"

#include <functional>

namespace wl {

/// Whether a connection is one of those that are meant; asked once for each, on any thread.
using ConnectionChoice = std::function<bool(ConnectionId, const ConnectionInfo&)>;

/// A condition that a connection and a direction decide: pane, peer, local, src, dst, port, and proto as a
/// transport; it is asked once for each connection. `slot` is its place in QueryState::connectionTruths.
/// nullptr for other fields. Errors: a pattern that is not valid.
[[nodiscard]] QueryResult<QueryConditionPtr> connectionCondition(const QueryNode& node, size_t slot);

/// Connections of one of these transports.
[[nodiscard]] QueryConditionPtr transportCondition(std::vector<Transport> transports, size_t slot);

/// Connections that are chosen one by one.
[[nodiscard]] QueryConditionPtr chosenConnections(ConnectionChoice choice, size_t slot);

} // namespace wl
