// SPDX-License-Identifier: MIT
#include "query/conversationpool.h"

#include "query/conversationfeed.h"

namespace wl {

ConversationPool::ConversationPool(const RecordSource& source, DecoderFactory factory, DecodeWishes wishes,
                                   qsizetype most, DecodeAs decodeAs)
    : m_source(source)
    , m_factory(std::move(factory))
    , m_wishes(std::move(wishes))
    , m_most(most)
    , m_decodeAs(std::move(decodeAs))
{
}

void ConversationPool::feed(const RecordEntry& entry, std::optional<QByteArrayView> bytes, const Sink& sink)
{
    m_sink = &sink;
    if (entry.kind == RecordKind::Data) {
        ConversationDecoder& decoder = decoderOf(entry.connection);
        m_fed[entry.connection][size_t(entry.direction)] += entry.length;
        if (bytes)
            decoder.feed(entry.direction, *bytes);
        else
            decoder.gap(entry.direction, entry.length);
    } else {
        finish(entry.connection, entry.kind, entry.direction);
    }
    m_sink = nullptr;
}

ConversationDecoder& ConversationPool::decoderOf(quint32 connection)
{
    if (const auto known = m_known.constFind(connection); known != m_known.constEnd()) {
        m_conversations.splice(m_conversations.begin(), m_conversations, *known);
        return *m_conversations.front().decoder;
    }
    if (m_known.size() >= m_most) {
        m_known.remove(m_conversations.back().connection);
        m_conversations.pop_back();
    }
    const auto chosen = m_decodeAs.constFind(ConnectionId(connection));
    const ConversationFacts facts =
        factsOf(m_source.connection(ConnectionId(connection)),
                chosen == m_decodeAs.constEnd() ? std::nullopt : std::optional(*chosen));
    m_conversations.push_front({connection, m_factory(facts, m_wishes, [this](DecodedMessage&& message) {
                                    if (m_sink)
                                        (*m_sink)(message);
                                })});
    m_known.insert(connection, m_conversations.begin());
    ConversationDecoder& decoder = *m_conversations.front().decoder;
    if (const auto before = m_fed.constFind(connection); before != m_fed.constEnd()) {
        ++m_restarts;
        for (const Direction direction : {Direction::Sent, Direction::Received}) {
            if (const qint64 gone = (*before)[size_t(direction)]; gone > 0)
                decoder.gap(direction, gone);
        }
    }
    return decoder;
}

// What only the end of a connection ends, ends with its record.
void ConversationPool::finish(quint32 connection, RecordKind kind, Direction direction)
{
    const auto known = m_known.constFind(connection);
    const bool isEnd = kind == RecordKind::Closed || kind == RecordKind::Reset || kind == RecordKind::Failed;
    if (known != m_known.constEnd() && (isEnd || kind == RecordKind::HalfClosed)) {
        ConversationDecoder& decoder = *(*known)->decoder;
        for (const Direction each : {Direction::Sent, Direction::Received}) {
            if (isEnd || each == direction)
                decoder.finish(each);
        }
    }
    if (!isEnd)
        return;
    if (known != m_known.constEnd()) {
        m_conversations.erase(*known);
        m_known.erase(known);
    }
    m_fed.remove(connection);
}

} // namespace wl
