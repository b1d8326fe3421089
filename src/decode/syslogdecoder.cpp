// SPDX-License-Identifier: MIT
#include "decode/syslogdecoder.h"

#include "base/limits.h"
#include "decode/syslogmessage.h"

namespace wl {

namespace {

constexpr qsizetype maxDigits = 5; // of a length

/// The length in front of a message (RFC 6587 §3.4.1): "123 <".
struct Count
{
    enum class State : quint8 { NeedMore, None, There };
    State state = State::None;
    qsizetype digits = 0;
    qsizetype length = 0; ///< of the message behind the digits and a space
};

Count readCount(QByteArrayView bytes)
{
    Count count;
    for (const char c : bytes.first(std::min(bytes.size(), maxDigits + 1))) {
        if (c < (count.digits == 0 ? '1' : '0') || c > '9')
            break;
        count.length = count.length * 10 + (c - '0');
        ++count.digits;
    }
    if (count.digits == 0 || count.digits > maxDigits)
        return count;
    const QByteArrayView behind = bytes.sliced(count.digits);
    if (behind.size() < 2)
        count.state = behind.isEmpty() || behind[0] == ' ' ? Count::State::NeedMore : Count::State::None;
    else if (behind[0] == ' ' && behind[1] == '<')
        count.state = Count::State::There;
    return count;
}

} // namespace

SyslogDecoder::SyslogDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : FramedConversation(Protocol::Syslog, facts, wishes, std::move(sink))
{
}

Sniff SyslogDecoder::sniff(QByteArrayView firstBytes, Direction, const ConversationFacts& facts)
{
    QByteArrayView message = firstBytes;
    const Sniff tooFew = facts.transport == Transport::Udp ? Sniff::No : Sniff::NeedMore;
    if (facts.transport != Transport::Udp) {
        const Count count = readCount(firstBytes);
        if (count.state == Count::State::NeedMore || firstBytes.isEmpty())
            return Sniff::NeedMore;
        if (count.state == Count::State::There)
            message = firstBytes.sliced(count.digits + 1);
    }
    const qsizetype priority = syslogPriorityBytes(message);
    if (priority == 0) {
        const bool isOpen =
            message.size() < 5 && message.startsWith('<') &&
            std::all_of(message.begin() + 1, message.end(), [](char c) { return c >= '0' && c <= '9'; });
        return isOpen ? tooFew : Sniff::No;
    }
    if (message.size() == priority)
        return tooFew;
    const auto next = static_cast<quint8>(message[priority]);
    return next >= 0x20 && next != 0x7f && next != '<' ? Sniff::Yes : Sniff::No;
}

FrameMeasure SyslogDecoder::measure(Direction, QByteArrayView bytes, qsizetype seen)
{
    const Count count = readCount(bytes);
    if (count.state == Count::State::NeedMore)
        return FrameMeasure::needMore();
    if (count.state == Count::State::There) {
        if (count.length > limits::syslogBytes)
            return FrameMeasure::bad(
                QStringLiteral("a length of %1 is longer than allowed").arg(count.length), 0);
        const qsizetype length = count.digits + 1 + count.length;
        return FrameMeasure::whole(length, length);
    }
    const QByteArrayView looked = bytes.first(std::min(bytes.size(), limits::syslogBytes));
    const auto end = std::find_if(looked.begin() + std::min(seen, looked.size()), looked.end(),
                                  [](char c) { return c == '\n' || c == 0; });
    if (end != looked.end())
        return FrameMeasure::whole(end - looked.begin() + 1, end - looked.begin() + 1);
    return looked.size() == limits::syslogBytes ? FrameMeasure::whole(looked.size(), looked.size())
                                                : FrameMeasure::needMore();
}

bool SyslogDecoder::isCredible(QByteArrayView bytes) const
{
    return bytes.startsWith('<') || readCount(bytes).state == Count::State::There;
}

void SyslogDecoder::frame(Direction direction, const Frame& frame)
{
    const bool isStream = facts().transport != Transport::Udp;
    const Count count = isStream ? readCount(frame.bytes) : Count{};
    const bool isCounted = count.state == Count::State::There;
    const qsizetype start = isCounted ? count.digits + 1 : 0;
    qsizetype end = frame.bytes.size();
    while (!isCounted && end > 0 && QByteArrayView("\0\r\n", 3).contains(frame.bytes[end - 1]))
        --end;
    if (end == 0 && isStream)
        return;
    MessageBuilder message = builder(direction, frame.range);
    if (frame.end == Frame::End::Gap || (frame.end == Frame::End::Finish && isCounted))
        message.setProblem(cutShort(frame.end), frame.range.end());
    else if (isStream && !isCounted && end == limits::syslogBytes)
        message.setProblem(QStringLiteral("longer than %1 bytes").arg(end), frame.range.end());
    ByteReader reader(frame.bytes, frame.range.offset);
    if (isCounted)
        message.add(nullptr, "Length", qint64{count.length}, reader.range(0, count.digits));
    reader.seek(start);
    decodeSyslogMessage(reader.sub(end - start), message);
    give(message);
}

} // namespace wl
