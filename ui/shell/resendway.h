// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "workspace/item.h"

#include <optional>

namespace wl {

/// How bytes that were sent once can be sent again.
enum class ResendWay : quint8 {
    Connection, ///< on the connection that they were sent on, which is still open
    Pane,       ///< by the pane that sent them, which connects or binds again
    NewPane,    ///< by a new client or UDP socket for the same peer
    Nobody,     ///< they went to a server's client, which is gone: only it can come back
};

/// What the decision needs of a record's connection.
struct ResendFacts
{
    Transport transport = Transport::Tcp;
    Role role = Role::Client;
    bool isOpen = false;  ///< it is of the running set and can still be sent on
    bool hasPane = false; ///< the pane that it belongs to is still there
};

namespace resendway {

[[nodiscard]] ResendWay decide(const ResendFacts& facts);

/// The item of a new pane that talks to this connection's peer from a port of the system's choice.
[[nodiscard]] ItemContent contentFor(const ConnectionInfo& info);

/// The address of a peer as an address of its transport's scheme.
[[nodiscard]] Address addressOf(const ConnectionInfo& info);

} // namespace resendway
} // namespace wl
