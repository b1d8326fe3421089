// SPDX-License-Identifier: MIT
#include "decode/dnsdecoder.h"

#include "decode/dnsmessage.h"

namespace wl {

namespace {

constexpr quint16 multicastPort = 5353;
constexpr qsizetype lengthBytes = 2;

} // namespace

DnsDecoder::DnsDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : FramedConversation(Protocol::Dns, facts, wishes, std::move(sink))
{
}

namespace {

/// RFC 1035 §4.2, RFC 6762 §3, RFC 4795 §2.
bool isDnsPort(quint16 port)
{
    return port == 53 || port == 5353 || port == 5355;
}

} // namespace

Sniff DnsDecoder::sniff(QByteArrayView firstBytes, Direction, const ConversationFacts& facts)
{
    std::optional<bool> isDns;
    if (facts.transport == Transport::Udp) {
        isDns = isDnsMessage(firstBytes, firstBytes.size());
    } else if (!isDnsPort(facts.localPort) && !isDnsPort(facts.peerPort)) {
        return Sniff::No; // nearly any two bytes are a length, and text would wait for it
    } else if (firstBytes.size() >= lengthBytes) {
        ByteReader reader(firstBytes, 0);
        const quint16 length = reader.u16();
        isDns = isDnsMessage(reader.rest(), length);
    }
    if (!isDns)
        return Sniff::NeedMore;
    return *isDns ? Sniff::Yes : Sniff::No;
}

FrameMeasure DnsDecoder::measure(Direction, QByteArrayView bytes, qsizetype)
{
    if (bytes.size() < lengthBytes)
        return FrameMeasure::needMore();
    const qsizetype length = lengthBytes + ByteReader(bytes, 0).u16();
    return FrameMeasure::whole(length, length);
}

void DnsDecoder::frame(Direction direction, const Frame& frame)
{
    MessageBuilder message = builder(direction, frame.range);
    if (frame.end != Frame::End::Whole)
        message.setProblem(cutShort(frame.end), frame.range.end());
    ByteReader reader(frame.bytes, frame.range.offset);
    if (facts().transport != Transport::Udp) {
        const quint16 length = reader.u16();
        message.add(nullptr, "Length", qint64{length}, reader.since(0));
    }
    const bool isMulticast = facts().localPort == multicastPort || facts().peerPort == multicastPort;
    decodeDnsMessage(reader.sub(reader.left()), isMulticast, message);
    give(message);
}

} // namespace wl
