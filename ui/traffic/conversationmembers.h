// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/traffic/conversationselection.h"

#include <memory>
#include <vector>

namespace wl {

/// Tells of records whether a selection shows them. A value, cheap to copy, immutable; any thread.
class ConversationMembers
{
public:
    ConversationMembers() = default;
    explicit ConversationMembers(const ConversationSelection& selection);

    [[nodiscard]] bool has(const RecordSource& source, const RecordEntry& entry) const
    {
        if (m_members && entry.connection < m_members->size() && (*m_members)[entry.connection])
            return true;
        return !m_endpoints.isEmpty() && hasEndpoint(source, entry.connectionId());
    }

private:
    [[nodiscard]] bool hasEndpoint(const RecordSource& source, ConnectionId id) const;

    std::shared_ptr<const std::vector<bool>> m_members; ///< by connection
    QSet<EndpointId> m_endpoints;
    QSet<ConnectionId> m_except;
};

} // namespace wl
