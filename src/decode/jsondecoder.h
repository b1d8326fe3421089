// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"
#include "decode/jsonscanner.h"
#include "decode/sniff.h"

#include <array>

namespace wl {

/// JSON texts (RFC 8259) one after the other on a raw connection: one a line (JSON lines), or of several
/// lines, with any whitespace between them; of UDP: those of each datagram. A message is one text. Where a
/// byte cannot follow, the text ends before that line, or with it where it began in it, and the next line
/// begins anew. Keeps at most limits::jsonMessageBytes of a text; of a longer one the beginning, unchecked.
///
/// Fields: only those of the tree. Content: the text.
class JsonDecoder final : public ConversationDecoder
{
public:
    JsonDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    void feed(Direction direction, QByteArrayView bytes) override;
    void gap(Direction direction, qint64 length) override;
    void finish(Direction direction) override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::Json; }

    [[nodiscard]] static Sniff sniff(QByteArrayView bytes, Direction direction,
                                     const ConversationFacts& facts);

private:
    struct Lane
    {
        JsonScanner scanner;
        QByteArray text;      ///< of the message, as far as it is kept
        qint64 offset = 0;    ///< of the next byte
        qint64 start = 0;     ///< of the message
        qint64 lineStart = 0; ///< of the line that the next byte is in
        bool skipsToLineEnd = false;
    };

    [[nodiscard]] Lane& lane(Direction direction) { return m_lanes[size_t(direction)]; }
    [[nodiscard]] QByteArrayView take(Direction direction, QByteArrayView bytes);
    static void keep(Lane& lane, QByteArrayView bytes);
    void takeWrong(Direction direction);
    void emitMessage(Direction direction, const QString& fault = {});
    void endUnfinished(Direction direction, const QString& fault);

    const ConversationFacts m_facts;
    const DecodeWishes m_wishes;
    const Sink m_sink;
    std::array<Lane, 2> m_lanes;
};

} // namespace wl
