// SPDX-License-Identifier: MIT
#pragma once

#include "decode/framedconversation.h"
#include "decode/hpackreader.h"
#include "decode/sniff.h"

namespace wl {

/// HTTP/2 (RFC 9113) frame by frame: each is a message. The fields of a HEADERS or PUSH_PROMISE frame and its
/// CONTINUATIONs are told with the last of them; where bytes are missing they cannot be read from there on,
/// for HPACK needs everything that came before.
class Http2Decoder final : public FramedConversation
{
public:
    Http2Decoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    [[nodiscard]] static Sniff sniff(QByteArrayView firstBytes, Direction direction,
                                     const ConversationFacts& facts);

protected:
    [[nodiscard]] FrameMeasure measure(Direction direction, QByteArrayView bytes, qsizetype seen) override;
    [[nodiscard]] bool isCredible(QByteArrayView bytes) const override;
    void frame(Direction direction, const Frame& frame) override;
    void interrupted(Direction direction, Frame::End end) override;

private:
    struct Head;

    [[nodiscard]] HpackReader& reader(Direction direction)
    {
        return m_readers[direction == Direction::Sent ? 0 : 1];
    }
    void decodeBody(Direction direction, const Head& head, ByteReader body, MessageBuilder& message);
    [[nodiscard]] QString decodeGoAway(ByteReader& body, MessageBuilder& message);
    [[nodiscard]] QString decodeData(const Head& head, ByteReader& body, MessageBuilder& message);
    [[nodiscard]] QString decodeFields(Direction direction, const Head& head, ByteReader& body,
                                       MessageBuilder& message);
    [[nodiscard]] QString decodeSettings(Direction direction, const Head& head, ByteReader& body,
                                         MessageBuilder& message);

    std::array<HpackReader, 2> m_readers;
};

} // namespace wl
