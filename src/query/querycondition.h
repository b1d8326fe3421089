// SPDX-License-Identifier: MIT
#pragma once

#include "query/querystate.h"

#include <memory>
#include <vector>

namespace wl {

/// What is known of all records of a connection without looking at them.
enum class QueryTruth : quint8 { No, Maybe, Yes };

/// A compiled part of a filter. Immutable; any thread, each with its own state.
class QueryCondition
{
public:
    /// How much a row costs, so that the cheap ones are asked first.
    enum class Cost : quint8 { Column, Connection, Notes, Head, Search, Scan, Message };

    virtual ~QueryCondition() = default;

    /// Takes away the rows that do not match. Returns early, with any rows, where a stop is requested.
    virtual void narrow(const QueryBatch& batch, RowBits& rows) const = 0;
    [[nodiscard]] virtual QueryTruth ofConnection(const QueryState& state, quint32 connection) const
    {
        Q_UNUSED(state)
        Q_UNUSED(connection)
        return QueryTruth::Maybe;
    }
    [[nodiscard]] virtual Cost cost() const = 0;
};

using QueryConditionPtr = std::shared_ptr<const QueryCondition>;

/// All of them, the cheapest first.
[[nodiscard]] QueryConditionPtr allOf(std::vector<QueryConditionPtr> conditions);
/// At least one of them.
[[nodiscard]] QueryConditionPtr anyOf(std::vector<QueryConditionPtr> conditions);
[[nodiscard]] QueryConditionPtr noneOf(QueryConditionPtr condition);

} // namespace wl
