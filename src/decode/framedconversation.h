// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"

#include <array>

namespace wl {

/// What the first bytes of a message say of where it ends.
struct FrameMeasure
{
    enum class State : quint8 { NeedMore, Whole, Bad };

    State state = State::NeedMore;
    qint64 length = 0;  ///< Whole: bytes of the message, also those that did not come yet
    qsizetype keep = 0; ///< Whole: how many of its first bytes are wanted; the others are only counted
    QString problem{};  ///< Bad: why no message begins here
    qsizetype at = 0;   ///< Bad: which byte says so

    [[nodiscard]] static FrameMeasure needMore() { return {}; }
    [[nodiscard]] static FrameMeasure whole(qint64 length, qsizetype keep)
    {
        return {State::Whole, length, keep};
    }
    [[nodiscard]] static FrameMeasure bad(const QString& problem, qsizetype at)
    {
        return {State::Bad, 0, 0, problem, at};
    }
};

/// One message as the stream or a datagram carried it.
struct Frame
{
    /// Or cut short: by a gap, by the end of the direction, by bytes that are no message.
    enum class End : quint8 { Whole, Gap, Finish, Lost };

    QByteArrayView bytes; ///< as far as they were to be kept, and as far as they came
    ByteRange range;      ///< of what came of it
    End end = End::Whole;
};

/// The decoder of a protocol whose messages say at their start how long they are, or end with a mark: cuts
/// each direction into frames. Where no message can begin it looks for the next place where one is followed
/// by another, and gives what lies before as a message with a problem. Holds of a direction at most what
/// measure() wants kept, and limits::seekBytes.
class FramedConversation : public ConversationDecoder
{
public:
    void feed(Direction direction, QByteArrayView bytes) override;
    void gap(Direction direction, qint64 length) override;
    void finish(Direction direction) override;
    [[nodiscard]] Protocol protocol() const override { return m_protocol; }

protected:
    FramedConversation(Protocol protocol, const ConversationFacts& facts, const DecodeWishes& wishes,
                       Sink sink);

    /// Of a stream: what its next bytes (never none) say of the message that begins with them. `seen` of them
    /// came with an earlier call that answered NeedMore. Must answer otherwise within a named limit.
    [[nodiscard]] virtual FrameMeasure measure(Direction direction, QByteArrayView bytes, qsizetype seen) = 0;
    /// While a place to go on is looked for: whether a message that measure() found whole looks right too, by
    /// the bytes that measure() needed. Only for protocols whose heads say little.
    [[nodiscard]] virtual bool isCredible(QByteArrayView bytes) const;
    virtual void frame(Direction direction, const Frame& frame) = 0;
    /// A datagram is one frame, unless a protocol says otherwise.
    virtual void datagram(Direction direction, QByteArrayView bytes);
    /// The last frame of this direction is not followed by another: a gap, the end, or bytes that are no
    /// message.
    virtual void interrupted(Direction direction, Frame::End end);

    [[nodiscard]] const ConversationFacts& facts() const { return m_facts; }
    [[nodiscard]] const DecodeWishes& wishes() const { return m_wishes; }
    [[nodiscard]] MessageBuilder builder(Direction direction, ByteRange range) const
    {
        return {m_wishes, m_protocol, direction, range};
    }
    void give(MessageBuilder& builder) { m_sink(builder.take()); }
    /// The words for a message that is not whole, by what ended it.
    [[nodiscard]] static QString cutShort(Frame::End end);

private:
    struct Side
    {
        QByteArray buffer;      // of the message that is not whole yet
        qint64 offset = 0;      // of that message's first byte
        qsizetype seen = 0;     // bytes of the buffer that measure() found too few
        FrameMeasure current{}; // Whole: of the message in the buffer
        qint64 skipped = 0;     // its bytes that are not kept
        bool isLost = false;
        bool isFirstBad = false; // the byte at the offset is known not to begin a message
        qint64 lostFrom = 0;
        QString problem{};
        qint64 problemAt = 0;
    };
    enum class Verdict : quint8 { No, Wait, Yes };

    [[nodiscard]] Side& side(Direction direction) { return m_sides[direction == Direction::Sent ? 0 : 1]; }
    [[nodiscard]] qsizetype skip(Direction direction, QByteArrayView bytes);
    [[nodiscard]] qsizetype take(Direction direction, QByteArrayView bytes, bool isLast = false);
    [[nodiscard]] bool takeFrame(Direction direction, QByteArrayView bytes, qsizetype& used);
    void lose(Direction direction, const FrameMeasure& bad);
    [[nodiscard]] qsizetype seek(Direction direction, QByteArrayView bytes, bool isLast);
    [[nodiscard]] FrameMeasure measureCredible(Direction direction, QByteArrayView bytes);
    [[nodiscard]] Verdict judge(Direction direction, QByteArrayView bytes, bool isLast);
    void giveLost(Direction direction, qint64 end);
    void close(Direction direction, Frame::End end);

    Protocol m_protocol;
    ConversationFacts m_facts;
    DecodeWishes m_wishes;
    Sink m_sink;
    std::array<Side, 2> m_sides;
};

} // namespace wl
