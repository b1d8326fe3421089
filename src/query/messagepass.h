// SPDX-License-Identifier: MIT
#pragma once

#include "query/conversationpool.h"
#include "query/messagecondition.h"

namespace wl {

/// Decodes the conversations that can match while a filter goes through a source, and notes for each message
/// condition in which rows of the batch a message ends that it holds for. One thread.
class MessagePass
{
public:
    MessagePass(const RecordSource& source, const QueryContext& context,
                std::vector<MessageConditionPtr> conditions);

    /// All records of a batch that belong to connections which `root` does not rule out. Returns early where
    /// a stop is requested.
    void run(const QueryBatch& batch, const QueryCondition& root);

    [[nodiscard]] quint64 restarts() const { return m_pool.restarts(); }

private:
    [[nodiscard]] bool canMatch(const QueryState& state, const QueryCondition& root, quint32 connection);

    std::vector<MessageConditionPtr> m_conditions;
    std::vector<quint8> m_canMatch; ///< by connection, as far as it was asked
    ConversationPool m_pool;
};

} // namespace wl
