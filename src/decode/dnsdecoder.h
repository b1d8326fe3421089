// SPDX-License-Identifier: MIT
#pragma once

#include "decode/framedconversation.h"
#include "decode/sniff.h"

namespace wl {

/// DNS in UDP datagrams and, behind a length of two bytes each, over TCP (RFC 1035 §4.2, RFC 7766 §8); with
/// EDNS (RFC 6891), multicast DNS (RFC 6762, port 5353) and LLMNR (RFC 4795).
class DnsDecoder : public FramedConversation
{
public:
    DnsDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    [[nodiscard]] static Sniff sniff(QByteArrayView firstBytes, Direction direction,
                                     const ConversationFacts& facts);

protected:
    [[nodiscard]] FrameMeasure measure(Direction direction, QByteArrayView bytes, qsizetype seen) override;
    void frame(Direction direction, const Frame& frame) override;
};

} // namespace wl
