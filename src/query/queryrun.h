// SPDX-License-Identifier: MIT
#pragma once

#include "query/messagepass.h"
#include "query/query.h"

#include <memory>
#include <optional>

namespace wl {

/// Asks a filter of the records of a source, in order, as far as it has grown; goes on where it was. One
/// thread at a time; the source outlives it.
class QueryRun
{
public:
    QueryRun(Query query, const RecordSource& source, QueryContext context = {}, quint64 from = 0);
    ~QueryRun();
    QueryRun(const QueryRun&) = delete;
    QueryRun& operator=(const QueryRun&) = delete;

    /// Looks at one more batch of records, but at none from `to` on, and appends the numbers (from 0) of
    /// those that match. False where there was nothing to look at, or `stop` was requested: then it looked at
    /// none.
    bool advance(quint64 to, std::vector<quint32>& found, const std::stop_token& stop = {});

    /// Whether one record matches, wherever the run is. A condition on messages holds for none: those are
    /// known only after what came before.
    [[nodiscard]] bool matches(RecordId id);

    /// Records before this one were looked at.
    [[nodiscard]] quint64 position() const { return m_next; }
    /// Records whose payload could not be read, though it was not dropped by the cap: they do not match.
    [[nodiscard]] quint64 unreadRecords() const { return m_state->unreadRecords; }
    /// Conversations that had to begin anew in the middle, because too many were open at a time: messages of
    /// theirs may be missing.
    [[nodiscard]] quint64 restartedConversations() const { return m_messages ? m_messages->restarts() : 0; }

private:
    [[nodiscard]] std::span<const RecordEntry> nextEntries(quint64 to);
    [[nodiscard]] size_t rowsOf(std::span<const RecordEntry> entries) const;

    Query m_query;
    std::unique_ptr<QueryState> m_state;
    std::optional<MessagePass> m_messages;
    std::vector<RecordEntry> m_copied; ///< of a source whose entries do not lie side by side
    quint64 m_next;
};

/// All records of a source that match now. Not on the UI thread.
[[nodiscard]] std::vector<quint32> recordsMatching(const Query& query, const RecordSource& source,
                                                   const QueryContext& context = {});

} // namespace wl
