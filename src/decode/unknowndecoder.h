// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"
#include "decode/sniff.h"

namespace wl {

/// Bytes of no known protocol: what one feed brought is one message without fields.
class UnknownDecoder : public ConversationDecoder
{
public:
    UnknownDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    /// Always Yes.
    [[nodiscard]] static Sniff sniff(QByteArrayView firstBytes, Direction direction,
                                     const ConversationFacts& facts);

    void feed(Direction direction, QByteArrayView bytes) override;
    void gap(Direction direction, qint64 length) override;
    void finish(Direction direction) override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::Unknown; }

private:
    bool m_isDatagram;
    DecodeWishes m_wishes;
    Sink m_sink;
    std::array<qint64, 2> m_offsets{};
};

} // namespace wl
