// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"
#include "decode/websocketframe.h"

namespace wl {

/// Which fields of a WebSocket message are wanted: DecodeWishes, looked up once a conversation.
struct WebSocketWishes
{
    explicit WebSocketWishes(const DecodeWishes& wishes);

    bool tree;
    bool info;
    qint64 contentBytes;
    bool opcode;
    bool fin;
    bool masked;
    bool length;
    bool closeCode;
    bool closeReason;

    /// Payload is looked at, not only counted.
    [[nodiscard]] bool looksInside() const { return tree || contentBytes > 0; }
};

/// What is known of a message when its fields are made.
struct WebSocketParts
{
    WebSocketFrame first;
    WebSocketFrame last;
    std::vector<WebSocketFrame> frames; ///< up to limits::messageFrames; only for a tree
    quint64 frameCount = 0;
    quint64 length = 0;   ///< payload of all frames that came
    bool isEnded = false; ///< its last frame came
};

/// Fills in fields and info of a message whose range and content are set. `plain` is the beginning of the
/// payload, decoded, also where no content is wished for (control frames).
void addWebSocketFields(DecodedMessage& message, const WebSocketParts& parts, const WebSocketWishes& wishes,
                        QByteArrayView plain);

} // namespace wl
