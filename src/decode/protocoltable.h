// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"
#include "decode/sniff.h"

#include <span>

namespace wl {

/// All that the program knows of a protocol: one row for each that can be decoded.
struct ProtocolRow
{
    Protocol protocol;
    QByteArrayView name; ///< as it is typed, lower case
    /// Looks at the first bytes of one direction (of UDP: of one datagram).
    Sniff (*sniff)(QByteArrayView bytes, Direction direction, const ConversationFacts& facts);
    std::span<const quint16> ports; ///< of its servers
    std::unique_ptr<ConversationDecoder> (*make)(const ConversationFacts& facts, const DecodeWishes& wishes,
                                                 ConversationDecoder::Sink sink);
};

/// In the order in which they are asked; Protocol::Unknown is the last.
[[nodiscard]] std::span<const ProtocolRow> protocolTable();
/// Null where it cannot be decoded.
[[nodiscard]] const ProtocolRow* protocolRow(Protocol protocol);
/// "http"; "unknown" for what cannot be decoded.
[[nodiscard]] QByteArrayView protocolName(Protocol protocol);
/// Any case; nothing where no protocol has that name.
[[nodiscard]] std::optional<Protocol> protocolNamed(QByteArrayView name);

} // namespace wl
