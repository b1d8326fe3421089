// SPDX-License-Identifier: MIT
#include "decode/unknowndecoder.h"

namespace wl {

UnknownDecoder::UnknownDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : m_transport(facts.transport)
    , m_wishes(wishes)
    , m_sink(std::move(sink))
{
}

void UnknownDecoder::feed(Direction direction, QByteArrayView bytes)
{
    qint64& offset = m_offsets[size_t(direction)];
    DecodedMessage message;
    message.direction = direction;
    message.range = {offset, bytes.size()};
    message.content = bytes.first(std::min<qsizetype>(bytes.size(), m_wishes.contentBytes)).toByteArray();
    message.isContentWhole = message.content.size() == bytes.size();
    if (m_wishes.info)
        message.info = QStringLiteral("%1 bytes").arg(bytes.size());
    if (m_transport != Transport::Udp)
        offset += bytes.size();
    m_sink(std::move(message));
}

void UnknownDecoder::gap(Direction direction, qint64 length)
{
    m_offsets[size_t(direction)] += length;
}

void UnknownDecoder::finish(Direction) {}

} // namespace wl
