// SPDX-License-Identifier: MIT
#pragma once

#include "query/bytetest.h"
#include "query/querycondition.h"

namespace wl {

/// A condition on messages: it holds for the record with the last byte of a message that matches. The
/// messages of a batch are decoded before it is narrowed (MessagePass); `slot` is its place in
/// QueryState::messageTruths.
class MessageCondition : public QueryCondition
{
public:
    explicit MessageCondition(size_t slot)
        : m_slot(slot)
    {
    }

    [[nodiscard]] virtual bool matches(const DecodedMessage& message) const = 0;
    /// The field that it looks at, as DecodeWishes wants it; nullptr where it needs none.
    [[nodiscard]] virtual const char* fieldName() const = 0;
    /// How much of the content it looks at.
    [[nodiscard]] virtual qint64 contentBytes() const { return 0; }
    [[nodiscard]] size_t slot() const { return m_slot; }

    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        rows &= batch.state.messageTruths[m_slot];
    }
    [[nodiscard]] Cost cost() const override { return Cost::Message; }

private:
    size_t m_slot;
};

using MessageConditionPtr = std::shared_ptr<const MessageCondition>;

/// http.status >= 400. Errors: a pattern that is not valid.
[[nodiscard]] QueryResult<MessageConditionPtr> messageCondition(const QueryNode& node, size_t slot);
/// Messages of one of these protocols.
[[nodiscard]] MessageConditionPtr protocolCondition(std::vector<Protocol> protocols, size_t slot);

} // namespace wl
