// SPDX-License-Identifier: MIT
#pragma once

#include "query/connectioncondition.h"
#include "query/messagecondition.h"
#include "query/queryproblem.h"

#include <memory>

namespace wl {

/// A filter that was understood, ready to be asked (QueryRun, QueryScan). A value, cheap to copy, immutable;
/// any thread.
class Query
{
public:
    /// Matches everything.
    Query() = default;

    /// The language: docs/filters.md. An empty text matches everything. Errors: what is wrong, and where.
    [[nodiscard]] static QueryResult<Query> parse(QStringView text);
    /// Records of a set of connections: those whose number (from 0) is true.
    [[nodiscard]] static Query ofConnections(std::vector<bool> members);
    /// Records of the connections that are chosen, those that come later too.
    [[nodiscard]] static Query ofConnections(ConnectionChoice choice);

    [[nodiscard]] bool isEmpty() const { return !m_root; }
    /// Whether they are copies of one.
    [[nodiscard]] bool isSame(const Query& other) const { return m_root == other.m_root; }
    /// Whether it asks for messages, so that conversations are decoded.
    [[nodiscard]] bool needsMessages() const { return !m_messages.empty(); }
    /// Whether it asks for marks or comments, which change while the records do not.
    [[nodiscard]] bool asksNotes() const { return m_asksNotes; }

private:
    friend class QueryCompiler;
    friend class QueryRun;

    QueryConditionPtr m_root; ///< none: everything matches
    size_t m_connectionSlots = 0;
    std::vector<MessageConditionPtr> m_messages;
    bool m_asksNotes = false;
};

} // namespace wl
