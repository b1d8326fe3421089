// SPDX-License-Identifier: MIT
#pragma once

#include "query/query.h"
#include "query/queryast.h"

namespace wl {

/// Makes conditions of what the parser understood. Used once.
class QueryCompiler
{
public:
    /// How many regular expressions a filter may have: each takes memory when it runs.
    static constexpr int maxPatterns = 32;

    /// nullptr: the filter that matches everything. Errors: a pattern that is not valid, or too many.
    [[nodiscard]] QueryResult<Query> compile(const QueryNodePtr& node);

private:
    using Condition = QueryResult<QueryConditionPtr>;

    [[nodiscard]] Condition condition(const QueryNode& node);
    [[nodiscard]] Condition joined(const QueryNode& node);
    [[nodiscard]] Condition field(const QueryNode& node);
    [[nodiscard]] Condition message(const QueryNode& node);
    [[nodiscard]] QueryConditionPtr protocol(const QueryNode& node);
    void addMessage(const MessageConditionPtr& condition) { m_query.m_messages.push_back(condition); }

    Query m_query;
    int m_patterns = 0;
};

} // namespace wl
