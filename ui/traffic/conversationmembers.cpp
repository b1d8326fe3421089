// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationmembers.h"

#include <algorithm>

namespace wl {

ConversationMembers::ConversationMembers(const ConversationSelection& selection)
    : m_endpoints(selection.endpoints)
    , m_except(selection.except)
{
    const auto& connections = selection.connections;
    const auto last = std::max_element(connections.cbegin(), connections.cend());
    auto members =
        std::make_shared<std::vector<bool>>(last == connections.cend() ? 0 : last->value() + size_t{1});
    for (const ConnectionId id : connections)
        (*members)[id.value()] = true;
    m_members = std::move(members);
}

bool ConversationMembers::hasEndpoint(const RecordSource& source, ConnectionId id) const
{
    return !m_except.contains(id) && m_endpoints.contains(source.connection(id).info.endpoint);
}

} // namespace wl
