// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"
#include "http/httprequest.h"
#include "net/specs.h"
#include "payload/payloadspec.h"
#include "respond/responderspec.h"

#include <QString>

#include <memory>
#include <variant>
#include <vector>

namespace wl {

/// A TCP server pane as it is stored.
struct ServerItem
{
    TcpServerSpec server;
    ResponderSpec responder;
    PayloadSpec greeting; ///< sent on connect; empty text = none
    PayloadSpec message;  ///< what its payload editor holds

    bool operator==(const ServerItem&) const = default;
};

/// A TCP or TLS client pane as it is stored.
struct ClientItem
{
    TcpClientSpec client;
    PayloadSpec message;

    bool operator==(const ClientItem&) const = default;
};

/// A UDP pane as it is stored.
struct UdpItem
{
    UdpSpec udp;
    ResponderSpec responder;
    PayloadSpec message;

    bool operator==(const UdpItem&) const = default;
};

/// What a leaf of a workspace holds.
using ItemContent = std::variant<HttpRequest, ServerItem, ClientItem, UdpItem>;

/// Identifies an item of a loaded workspace; stable while it is loaded, not stored.
using ItemId = Id<struct ItemTag, quint32>;

} // namespace wl
