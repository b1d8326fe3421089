// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"

#include <QList>
#include <QSet>

namespace wl {

/// Whose records a conversation shows: these connections, and all that these endpoints have and will have,
/// but for the exceptions. A value.
struct ConversationSelection
{
    QList<ConnectionId> connections;
    QSet<EndpointId> endpoints = {};
    QSet<ConnectionId> except = {}; ///< of the endpoints' connections

    bool operator==(const ConversationSelection&) const = default;
    [[nodiscard]] bool isEmpty() const { return connections.isEmpty() && endpoints.isEmpty(); }
};

} // namespace wl
