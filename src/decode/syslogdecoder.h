// SPDX-License-Identifier: MIT
#pragma once

#include "decode/framedconversation.h"
#include "decode/sniff.h"

namespace wl {

/// Syslog (RFC 5424, RFC 3164): a datagram each (RFC 5426), or over TCP with the length in front of a message
/// or a line feed (also a null byte) behind it (RFC 6587 §3.4). Empty lines give no message. The text is the
/// message's content. A message is at most limits::syslogBytes long.
class SyslogDecoder : public FramedConversation
{
public:
    SyslogDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    [[nodiscard]] static Sniff sniff(QByteArrayView firstBytes, Direction direction,
                                     const ConversationFacts& facts);

protected:
    [[nodiscard]] FrameMeasure measure(Direction direction, QByteArrayView bytes, qsizetype seen) override;
    [[nodiscard]] bool isCredible(QByteArrayView bytes) const override;
    void frame(Direction direction, const Frame& frame) override;
};

} // namespace wl
