// SPDX-License-Identifier: MIT
#include "decode/linesdecoder.h"

#include "base/limits.h"

#include <QStringDecoder>

namespace wl {

namespace {

bool isText(QByteArrayView bytes)
{
    const bool isPlain = std::all_of(bytes.begin(), bytes.end(), [](char c) {
        const auto byte = static_cast<quint8>(c);
        return (byte >= 0x20 && byte != 0x7f) || c == '\t' || c == '\r' || c == '\n' || c == '\x1b';
    });
    if (!isPlain)
        return false;
    QStringDecoder decoder(QStringDecoder::Utf8); // a character may go on in what did not come yet
    const QString text = decoder.decode(bytes);
    (void)text;
    return !decoder.hasError();
}

} // namespace

LinesDecoder::LinesDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : FramedConversation(Protocol::Lines, facts, wishes, std::move(sink))
{
}

Sniff LinesDecoder::sniff(QByteArrayView firstBytes, Direction, const ConversationFacts& facts)
{
    const QByteArrayView looked = firstBytes.first(std::min(firstBytes.size(), limits::lineBytes));
    const qsizetype feed = looked.indexOf('\n');
    const QByteArrayView line = feed < 0 ? looked : looked.first(feed + 1);
    if (!isText(line))
        return Sniff::No;
    if (feed >= 0 || (facts.transport == Transport::Udp && !line.isEmpty()))
        return Sniff::Yes;
    return looked.size() == limits::lineBytes || facts.transport == Transport::Udp ? Sniff::No
                                                                                   : Sniff::NeedMore;
}

FrameMeasure LinesDecoder::measure(Direction, QByteArrayView bytes, qsizetype seen)
{
    const qsizetype looked = std::min(bytes.size(), limits::lineBytes);
    const qsizetype feed = bytes.first(looked).indexOf('\n', std::min(seen, looked));
    if (feed >= 0)
        return FrameMeasure::whole(feed + 1, feed + 1);
    return looked == limits::lineBytes ? FrameMeasure::whole(looked, looked) : FrameMeasure::needMore();
}

void LinesDecoder::frame(Direction direction, const Frame& frame)
{
    MessageBuilder message = builder(direction, frame.range);
    QByteArrayView text = frame.bytes;
    if (text.endsWith('\n'))
        text.chop(text.endsWith("\r\n") ? 2 : 1);
    else if (frame.end == Frame::End::Gap)
        message.setProblem(cutShort(frame.end), frame.range.end());
    else if (text.size() == limits::lineBytes)
        message.setProblem(QStringLiteral("a line longer than %1 bytes").arg(limits::lineBytes),
                           frame.range.end());
    message.addBytes("line.text", "Line", text, {frame.range.offset, text.size()});
    if (message.hasInfo())
        message.setInfo(infoText(text));
    if (wishes().contentBytes > 0)
        message.setContent(text, frame.end != Frame::End::Gap);
    give(message);
}

void LinesDecoder::datagram(Direction direction, QByteArrayView bytes)
{
    qint64 offset = 0;
    do {
        const QByteArrayView rest = bytes.sliced(offset);
        const FrameMeasure line = measure(direction, rest, 0);
        const qsizetype length = line.state == FrameMeasure::State::Whole ? line.length : rest.size();
        frame(direction, Frame{rest.first(length), {offset, length}});
        offset += length;
    } while (offset < bytes.size());
}

} // namespace wl
