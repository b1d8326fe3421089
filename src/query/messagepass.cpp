// SPDX-License-Identifier: MIT
#include "query/messagepass.h"

namespace wl {

namespace {

DecodeWishes wishesOf(const std::vector<MessageConditionPtr>& conditions)
{
    DecodeWishes wishes;
    for (const auto& condition : conditions) {
        if (condition->fieldName())
            wishes.fields.push_back(condition->fieldName());
        wishes.contentBytes = std::max(wishes.contentBytes, condition->contentBytes());
    }
    return wishes;
}

} // namespace

MessagePass::MessagePass(const RecordSource& source, const QueryContext& context,
                         std::vector<MessageConditionPtr> conditions)
    : m_conditions(std::move(conditions))
    , m_pool(source, context.decoders, wishesOf(m_conditions), ConversationPool::maxDecoders,
             context.decodeAs)
{
}

void MessagePass::run(const QueryBatch& batch, const QueryCondition& root)
{
    QueryState& state = batch.state;
    for (RowBits& truths : state.messageTruths)
        truths = {};
    for (int row = 0; row < int(batch.entries.size()); ++row) {
        const RecordEntry& entry = batch.entryOf(row);
        if (!canMatch(state, root, entry.connection))
            continue;
        if (state.stop.stop_requested())
            return;
        std::optional<QByteArrayView> bytes;
        if (entry.kind == RecordKind::Data) {
            if (const auto read = state.cursor.payload(batch.idOf(row), entry))
                bytes = *read;
            else if (read.error().code != ErrorCode::FileNotFound)
                ++state.unreadRecords;
        }
        m_pool.feed(entry, bytes, [&](const DecodedMessage& message) {
            for (const auto& condition : m_conditions) {
                RowBits& truths = state.messageTruths[condition->slot()];
                if (!truths.test(row) && condition->matches(message))
                    truths.set(row);
            }
        });
    }
}

bool MessagePass::canMatch(const QueryState& state, const QueryCondition& root, quint32 connection)
{
    while (m_canMatch.size() <= connection) {
        const auto id = quint32(m_canMatch.size());
        m_canMatch.push_back(quint8(root.ofConnection(state, id) != QueryTruth::No));
    }
    return m_canMatch[connection] != 0;
}

} // namespace wl
