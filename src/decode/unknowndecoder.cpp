// SPDX-License-Identifier: MIT
#include "decode/unknowndecoder.h"

#include "decode/messagebuilder.h"

namespace wl {

UnknownDecoder::UnknownDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : m_isDatagram(facts.transport == Transport::Udp)
    , m_wishes(wishes)
    , m_sink(std::move(sink))
{
}

Sniff UnknownDecoder::sniff(QByteArrayView, Direction, const ConversationFacts&)
{
    return Sniff::Yes;
}

void UnknownDecoder::feed(Direction direction, QByteArrayView bytes)
{
    if (bytes.isEmpty() && !m_isDatagram)
        return;
    qint64& offset = m_offsets[direction == Direction::Sent ? 0 : 1];
    MessageBuilder message(m_wishes, Protocol::Unknown, direction, {offset, bytes.size()});
    if (!m_isDatagram)
        offset += bytes.size();
    if (message.hasInfo())
        message.setInfo(QStringLiteral("%1 bytes").arg(bytes.size()));
    if (m_wishes.contentBytes > 0)
        message.setContent(bytes, true);
    m_sink(message.take());
}

void UnknownDecoder::gap(Direction direction, qint64 length)
{
    if (!m_isDatagram)
        m_offsets[direction == Direction::Sent ? 0 : 1] += length;
}

void UnknownDecoder::finish(Direction) {}

} // namespace wl
