// SPDX-License-Identifier: MIT
#include "query/conversationfeed.h"

namespace wl {

ConversationFacts factsOf(const ConnectionRow& connection, std::optional<Protocol> decodeAs)
{
    const ConnectionInfo& info = connection.info;
    return {info.transport, info.local.port, info.peer.port, decodeAs};
}

ConversationFeed::ConversationFeed(const RecordSource& source, ConnectionId connection,
                                   std::optional<Protocol> decodeAs, const DecodeWishes& wishes,
                                   ConversationDecoder::Sink sink)
    : m_cursor(source)
    , m_decoder(ConversationDecoder::create(factsOf(source.connection(connection), decodeAs), wishes,
                                            std::move(sink)))
{
}

void ConversationFeed::feed(RecordId id, const RecordEntry& entry, qint64 from, qint64 to)
{
    if (entry.kind == RecordKind::Data) {
        const qint64 end = to < 0 ? entry.length : std::min<qint64>(to, entry.length);
        m_fed[size_t(entry.direction)] += end - from;
        if (const auto bytes = m_cursor.payload(id, entry); bytes && bytes->size() >= end)
            m_decoder->feed(entry.direction, bytes->sliced(from, end - from));
        else
            m_decoder->gap(entry.direction, end - from);
        return;
    }
    const bool isEnd = entry.kind == RecordKind::Closed || entry.kind == RecordKind::Reset ||
                       entry.kind == RecordKind::Failed;
    for (const Direction each : {Direction::Sent, Direction::Received}) {
        if (isEnd || (entry.kind == RecordKind::HalfClosed && each == entry.direction))
            m_decoder->finish(each);
    }
}

void ConversationFeed::skipTo(Direction direction, qint64 offset)
{
    qint64& fed = m_fed[size_t(direction)];
    if (offset <= fed)
        return;
    m_decoder->gap(direction, offset - fed);
    fed = offset;
}

} // namespace wl
