// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <optional>

namespace wl {

/// What a handshake agreed on about compression (permessage-deflate, RFC 7692 §7.1). Window sizes are left
/// out: the largest window reads them all.
struct WebSocketDeflate
{
    bool clientKeepsContext = true;
    bool serverKeepsContext = true;

    bool operator==(const WebSocketDeflate&) const = default;

    /// From the response's Sec-WebSocket-Extensions; nothing where compression is not among them.
    [[nodiscard]] static std::optional<WebSocketDeflate> negotiated(QByteArrayView extensions);
};

} // namespace wl
