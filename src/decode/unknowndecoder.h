// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"

#include <array>

namespace wl {

/// Bytes that no protocol claims: what was fed at once is a message, and its content is the bytes.
class UnknownDecoder final : public ConversationDecoder
{
public:
    UnknownDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    void feed(Direction direction, QByteArrayView bytes) override;
    void gap(Direction direction, qint64 length) override;
    void finish(Direction direction) override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::Unknown; }

private:
    const Transport m_transport;
    const DecodeWishes m_wishes;
    const Sink m_sink;
    std::array<qint64, 2> m_offsets = {};
};

} // namespace wl
