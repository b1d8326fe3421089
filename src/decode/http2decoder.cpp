// SPDX-License-Identifier: MIT
#include "decode/http2decoder.h"

#include "base/limits.h"
#include "decode/http2names.h"

#include <algorithm>

namespace wl {

namespace {

constexpr QByteArrayView preface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
constexpr qsizetype tellingBytes = 14; // of the preface, which no request of HTTP/1 begins with
constexpr qsizetype headBytes = 9;
/// Larger frames are allowed where both sides agree; nobody does.
constexpr qint64 largestFrame = 1024 * 1024;

constexpr quint8 endStream = 0x1;
constexpr quint8 ack = 0x1;
constexpr quint8 endHeaders = 0x4;
constexpr quint8 padded = 0x8;
constexpr quint8 hasPriority = 0x20;

bool beginsWithPreface(QByteArrayView bytes)
{
    const qsizetype size = std::min(bytes.size(), preface.size());
    return bytes.first(size) == preface.first(size);
}

} // namespace

/// What the first nine bytes of a frame say.
struct Http2Decoder::Head
{
    explicit Head(ByteReader reader)
        : length(reader.u24())
        , type(reader.u8())
        , flags(reader.u8())
        , stream(reader.u32() & 0x7FFF'FFFF)
    {
    }

    [[nodiscard]] bool has(quint8 flag) const { return (flags & flag) != 0; }

    quint32 length;
    quint8 type;
    quint8 flags;
    quint32 stream;
};

Http2Decoder::Http2Decoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : FramedConversation(Protocol::Http2, facts, wishes, std::move(sink))
{
}

Sniff Http2Decoder::sniff(QByteArrayView firstBytes, Direction, const ConversationFacts& facts)
{
    if (facts.transport == Transport::Udp || !beginsWithPreface(firstBytes))
        return Sniff::No;
    return firstBytes.size() >= tellingBytes ? Sniff::Yes : Sniff::NeedMore;
}

FrameMeasure Http2Decoder::measure(Direction, QByteArrayView bytes, qsizetype)
{
    // A frame that begins like this would have 5 MB.
    if (beginsWithPreface(bytes)) {
        return bytes.size() < preface.size() ? FrameMeasure::needMore()
                                             : FrameMeasure::whole(preface.size(), preface.size());
    }
    if (bytes.size() < headBytes)
        return FrameMeasure::needMore();
    const Head head(ByteReader(bytes, 0));
    if (head.length > largestFrame)
        return FrameMeasure::bad(QStringLiteral("a frame of %1 bytes").arg(head.length), 0);
    const qint64 length = headBytes + qint64(head.length);
    const bool isData = head.type == Http2Names::Data;
    // Of a body what is asked for, and the byte before it that tells the padding.
    const qint64 keep = isData ? std::min(length, headBytes + 1 + wishes().contentBytes) : length;
    return FrameMeasure::whole(length, qsizetype(std::min<qint64>(keep, limits::messageBytes)));
}

bool Http2Decoder::isCredible(QByteArrayView bytes) const
{
    if (beginsWithPreface(bytes))
        return true;
    const Head head(ByteReader(bytes, 0));
    const bool isOfConnection =
        head.type == Http2Names::Settings || head.type == Http2Names::Ping || head.type == Http2Names::GoAway;
    const bool isEither = head.type == Http2Names::WindowUpdate;
    return head.type <= Http2Names::Continuation && quint8(bytes[5]) < 0x80 &&
           (isEither || (head.stream == 0) == isOfConnection);
}

void Http2Decoder::interrupted(Direction direction, Frame::End end)
{
    if (end != Frame::End::Finish)
        reader(direction).lose();
}

void Http2Decoder::frame(Direction direction, const Frame& frame)
{
    MessageBuilder message = builder(direction, frame.range);
    if (frame.end != Frame::End::Whole)
        message.setProblem(cutShort(frame.end), frame.range.end());
    ByteReader bytes(frame.bytes, frame.range.offset);
    if (beginsWithPreface(frame.bytes)) {
        message.setInfo(QStringLiteral("connection preface"));
        message.addBytes(nullptr, "Connection preface", bytes.rest(), bytes.range(0, frame.bytes.size()));
        give(message);
        return;
    }
    if (frame.bytes.size() < headBytes) { // cut short
        message.setInfo(QStringLiteral("frame without its head"));
        give(message);
        return;
    }
    const Head head(bytes);
    message.add(nullptr, "Length", qint64{head.length}, bytes.range(0, 3));
    message.add("http2.type", "Type", Http2Names::type(head.type), bytes.range(3, 1));
    message.add(nullptr, "Flags", Http2Names::flags(head.type, head.flags).toLatin1(), bytes.range(4, 1));
    message.add("http2.stream", "Stream", qint64{head.stream}, bytes.range(5, 4));
    bytes.seek(headBytes);
    decodeBody(direction, head, bytes.sub(bytes.left()), message);
    give(message);
}

void Http2Decoder::decodeBody(Direction direction, const Head& head, ByteReader body, MessageBuilder& message)
{
    QString words;
    switch (head.type) {
    case Http2Names::Data: words = decodeData(head, body, message); break;
    case Http2Names::Headers:
    case Http2Names::PushPromise:
    case Http2Names::Continuation: words = decodeFields(direction, head, body, message); break;
    case Http2Names::Settings: words = decodeSettings(direction, head, body, message); break;
    case Http2Names::RstStream:
        words = Http2Names::error(body.u32());
        message.add("http2.error", "Error", words.toLatin1(), body.since(0));
        break;
    case Http2Names::WindowUpdate: {
        const quint32 more = body.u32() & 0x7FFF'FFFF;
        words = QStringLiteral("%1 bytes more").arg(more);
        message.add(nullptr, "Bytes more", qint64{more}, body.since(0));
        break;
    }
    case Http2Names::GoAway: words = decodeGoAway(body, message); break;
    case Http2Names::Ping: words = head.has(ack) ? QStringLiteral("answered") : QString(); break;
    default: break;
    }
    if (body.failed())
        message.setProblem(QStringLiteral("shorter than its kind"), body.offset());
    const QString stream = head.stream == 0 ? QString() : QStringLiteral("stream %1").arg(head.stream);
    QStringList parts{QString::fromLatin1(Http2Names::type(head.type)), stream, words};
    parts.removeAll(QString());
    message.setInfo(parts.join(u' '));
}

QString Http2Decoder::decodeGoAway(ByteReader& body, MessageBuilder& message)
{
    const quint32 last = body.u32() & 0x7FFF'FFFF;
    message.add(nullptr, "Last stream", qint64{last}, body.since(0));
    const qsizetype start = body.position();
    const QString error = Http2Names::error(body.u32());
    message.add("http2.error", "Error", error.toLatin1(), body.since(start));
    const qsizetype said = body.position();
    const QByteArrayView words = body.rest();
    if (words.isEmpty())
        return error;
    message.addBytes(nullptr, "Words", words, body.since(said));
    return error + u' ' + infoText(words);
}

QString Http2Decoder::decodeData(const Head& head, ByteReader& body, MessageBuilder& message)
{
    qint64 size = head.length;
    if (head.has(padded))
        size -= 1 + qint64{body.u8()};
    const qsizetype start = body.position();
    const QByteArrayView content = body.rest().first(std::clamp<qint64>(size, 0, body.position() - start));
    message.addBytes(nullptr, "Data", content, body.range(start, content.size()));
    message.setContent(content, content.size() == size);
    message.add("http.length", "Bytes", std::max<qint64>(size, 0), {});
    return QStringLiteral("%1 B%2").arg(size).arg(head.has(endStream) ? QStringLiteral(", the end")
                                                                      : QString());
}

QString Http2Decoder::decodeFields(Direction direction, const Head& head, ByteReader& body,
                                   MessageBuilder& message)
{
    const bool isFirst = head.type != Http2Names::Continuation;
    const qsizetype padding = isFirst && head.has(padded) ? body.u8() : 0;
    if (head.type == Http2Names::Headers && head.has(hasPriority))
        (void)body.bytes(5);
    if (head.type == Http2Names::PushPromise) {
        const quint32 promised = body.u32() & 0x7FFF'FFFF;
        message.add(nullptr, "Promised stream", qint64{promised}, body.since(0));
    }
    const qsizetype start = body.position();
    QByteArrayView block = body.rest();
    block.chop(std::min(padding, block.size()));
    HpackReader& hpack = reader(direction);
    if (!hpack.feed(block, head.has(endHeaders))) {
        message.setProblem(
            QStringLiteral("the fields cannot be read: something before them is missing or broken"),
            body.offsetOf(start));
        return {};
    }
    if (!head.has(endHeaders))
        return QStringLiteral("to be continued");
    return Http2Names::addFields(hpack.takeFields(), body.range(start, block.size()), message);
}

QString Http2Decoder::decodeSettings(Direction direction, const Head& head, ByteReader& body,
                                     MessageBuilder& message)
{
    if (head.has(ack))
        return QStringLiteral("taken");
    QStringList words;
    while (!body.isAtEnd() && !body.failed()) {
        const qsizetype start = body.position();
        const quint16 id = body.u16();
        const quint32 value = body.u32();
        if (body.failed())
            break;
        const QString name = Http2Names::setting(id);
        message.add(nullptr, name, qint64{value}, body.since(start));
        words.append(QStringLiteral("%1 %2").arg(name).arg(value));
        if (id == Http2Names::headerTableSize) // of what the other side sends
            reader(direction == Direction::Sent ? Direction::Received : Direction::Sent).allowTable(value);
    }
    constexpr qsizetype shown = 8;
    return words.first(std::min(shown, words.size())).join(QStringLiteral(", "));
}

} // namespace wl
