// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <array>

namespace wl {

/// The header of one WebSocket frame (RFC 6455 §5.2). A value.
struct WebSocketFrame
{
    static constexpr quint8 continuation = 0;
    static constexpr quint8 text = 1;
    static constexpr quint8 binary = 2;
    static constexpr quint8 close = 8;
    static constexpr quint8 ping = 9;
    static constexpr quint8 pong = 10;
    static constexpr qsizetype controlBytes = 125; ///< the longest payload of a control frame

    qint64 start = 0; ///< of the direction
    qsizetype headerBytes = 0;
    quint64 length = 0; ///< of the payload
    std::array<char, 4> mask = {};
    quint8 opcode = 0;
    quint8 reserved = 0; ///< RSV1 = 4, RSV2 = 2, RSV3 = 1
    bool isFinal = false;
    bool isMasked = false;

    [[nodiscard]] qint64 payloadStart() const { return start + headerBytes; }
    [[nodiscard]] bool isControl() const { return opcode >= close; }
    [[nodiscard]] bool isKnown() const { return opcode <= binary || (opcode >= close && opcode <= pong); }
    /// The length's first bit must be 0.
    [[nodiscard]] bool isLengthPossible() const { return length >> 63U == 0; }

    /// How many bytes the header has; 2 where that many are not there yet.
    [[nodiscard]] static qsizetype headerBytesOf(QByteArrayView bytes);
    /// `bytes` hold the whole header.
    [[nodiscard]] static WebSocketFrame parse(QByteArrayView bytes, qint64 start);
    /// "text", "close"; "opcode 3" for those that are reserved.
    [[nodiscard]] static QByteArray opcodeName(quint8 opcode);

    /// Takes the mask off payload that begins `at` bytes behind the payload's first one.
    [[nodiscard]] QByteArray unmasked(QByteArrayView payload, quint64 at) const;
};

} // namespace wl
