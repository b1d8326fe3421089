// SPDX-License-Identifier: MIT
#pragma once

#include "decode/protocoltable.h"

#include <array>

namespace wl {

/// Holds the first bytes of a conversation until its protocol is known, and then hands everything to that
/// protocol's decoder: by content, else by port, else lines of text, else as it came. Holds at most
/// limits::undecidedBytes of a direction and what came with the last of them.
class ProtocolChooser final : public ConversationDecoder
{
public:
    ProtocolChooser(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    void feed(Direction direction, QByteArrayView bytes) override;
    void gap(Direction direction, qint64 length) override;
    void finish(Direction direction) override;
    [[nodiscard]] Protocol protocol() const override;

private:
    struct Held
    {
        Direction direction;
        QByteArray bytes;
        qint64 gap = 0; ///< instead of bytes
    };

    [[nodiscard]] Sniff sniff(const ProtocolRow& row) const;
    [[nodiscard]] const ProtocolRow* choose(bool mustDecide) const;
    [[nodiscard]] const ProtocolRow* byPort() const;
    [[nodiscard]] bool isText() const;
    [[nodiscard]] bool isFull() const;
    void holdGap(Direction direction, qint64 length);
    void decide(bool mustDecide);

    const ConversationFacts m_facts;
    const DecodeWishes m_wishes;
    const Sink m_sink;
    std::vector<Held> m_held;
    std::array<QByteArray, 2> m_first; ///< the beginning of each direction
    std::unique_ptr<ConversationDecoder> m_decoder;
};

} // namespace wl
