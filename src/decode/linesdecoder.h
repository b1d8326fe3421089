// SPDX-License-Identifier: MIT
#pragma once

#include "decode/framedconversation.h"
#include "decode/sniff.h"

namespace wl {

/// Plain text, a message a line. A line ends with LF or CR LF, which belong to the message but not to
/// line.text; one without an end is given when the direction ends. What is longer than limits::lineBytes is
/// given in pieces with a problem.
class LinesDecoder : public FramedConversation
{
public:
    LinesDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    /// Yes where a whole line of UTF-8 without control characters (but tab and escape) is there.
    [[nodiscard]] static Sniff sniff(QByteArrayView firstBytes, Direction direction,
                                     const ConversationFacts& facts);

protected:
    [[nodiscard]] FrameMeasure measure(Direction direction, QByteArrayView bytes, qsizetype seen) override;
    void frame(Direction direction, const Frame& frame) override;
    void datagram(Direction direction, QByteArrayView bytes) override;
};

} // namespace wl
