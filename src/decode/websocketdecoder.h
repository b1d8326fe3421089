// SPDX-License-Identifier: MIT
#pragma once

#include "decode/websocketlane.h"

#include <array>

namespace wl {

/// WebSocket (RFC 6455) of one connection, both directions, from the first byte behind the handshake. A
/// message is a whole data message, whatever frames it came in, or a control frame; one that interrupts a
/// fragmented message is given before it.
///
/// Fields: ws.opcode ("text", "binary", "close", "ping", "pong", "continuation" of a message whose beginning
/// is not known), ws.fin (its last frame came), ws.masked, ws.length (payload on the wire, of all frames),
/// ws.closecode, ws.closereason. Content: unmasked and inflated. Text is checked for UTF-8 where content or
/// the tree is wished for.
class WebSocketDecoder final : public ConversationDecoder
{
public:
    WebSocketDecoder(const WebSocketFacts& facts, const DecodeWishes& wishes, const Sink& sink);

    void feed(Direction direction, QByteArrayView bytes) override;
    void gap(Direction direction, qint64 length) override;
    void finish(Direction direction) override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::WebSocket; }

private:
    std::array<WebSocketLane, 2> m_lanes;
};

} // namespace wl
