// SPDX-License-Identifier: MIT
#include "query/statisticsrun.h"

namespace wl {

namespace {

constexpr quint32 noPlace = ~quint32{0};

DecodeWishes pairingWishes()
{
    DecodeWishes wishes;
    wishes.fields.assign(ExchangePairing::fields.begin(), ExchangePairing::fields.end());
    return wishes;
}

void widen(qint64& firstNs, qint64& lastNs, qint64 timeNs)
{
    firstNs = std::min(firstNs, timeNs);
    lastNs = std::max(lastNs, timeNs);
}

} // namespace

StatisticsRun::StatisticsRun(const RecordSource& source, const RecordChoice& choice,
                             const StatisticsOptions& options)
    : m_source(source)
    , m_wantsMessages(options.messages && options.context.decoders)
    , m_run(source, choice, options.context)
    , m_cursor(source)
    , m_pool(source, options.context.decoders, pairingWishes(), ConversationPool::maxDecoders,
             options.context.decodeAs)
    , m_pairing([this](const PairedExchange& exchange) { takeExchange(exchange); })
{
}

bool StatisticsRun::advance(quint64 to, const std::stop_token& stop)
{
    const bool hasAdvanced = m_run.advance(to, stop, [this](quint64 number, bool isSelected) {
        if (isSelected || m_wantsMessages)
            count(RecordId(number), m_source.record(RecordId(number)), isSelected);
        return true;
    });
    if (!hasAdvanced)
        return false;
    for (size_t i = 0; i < TrafficStatistics::protocolCount; ++i)
        m_result.responseTimes[i].unanswered = m_pairing.unanswered(Protocol(i));
    m_result.restartedConversations = m_pool.restarts();
    return true;
}

void StatisticsRun::count(RecordId id, const RecordEntry& entry, bool isSelected)
{
    if (isSelected)
        countSelected(entry);
    if (m_wantsMessages)
        decode(id, entry, isSelected);
}

void StatisticsRun::countSelected(const RecordEntry& entry)
{
    if (m_result.records++ == 0)
        m_result.firstNs = m_result.lastNs = entry.timeNs;
    widen(m_result.firstNs, m_result.lastNs, entry.timeNs);
    ConversationStatistics& conversation = conversationOf(entry.connection);
    if (conversation.firstNs == 0)
        conversation.firstNs = conversation.lastNs = entry.timeNs;
    widen(conversation.firstNs, conversation.lastNs, entry.timeNs);
    if (entry.kind != RecordKind::Data)
        return;
    m_result.traffic.add(entry.direction, entry.length);
    m_result.transports[size_t(entry.transport)].add(entry.direction, entry.length);
    m_result.lengths.add(entry.length);
    m_result.throughput.add(entry.timeNs, entry.direction, entry.length);
    conversation.traffic.add(entry.direction, entry.length);
    if (size_t(&conversation - m_result.conversations.data()) < TrafficStatistics::maxSeries)
        conversation.series.add(entry.timeNs, entry.direction, entry.length);
}

ConversationStatistics& StatisticsRun::conversationOf(quint32 connection)
{
    if (m_places.size() <= connection)
        m_places.resize(size_t(connection) + 1, noPlace);
    quint32& place = m_places[connection];
    if (place == noPlace) {
        place = quint32(m_result.conversations.size());
        ConversationStatistics& row = m_result.conversations.emplace_back();
        const ConnectionInfo& info = m_source.connection(ConnectionId(connection)).info;
        row.connection = ConnectionId(connection);
        row.transport = info.transport;
        row.local = info.local;
        row.peer = info.peer;
    }
    return m_result.conversations[place];
}

void StatisticsRun::decode(RecordId id, const RecordEntry& entry, bool isSelected)
{
    std::optional<QByteArrayView> bytes;
    if (entry.kind == RecordKind::Data) {
        if (const auto read = m_cursor.payload(id, entry))
            bytes = *read;
        else if (read.error().code != ErrorCode::FileNotFound)
            ++m_result.unreadRecords;
    }
    std::array<bool, TrafficStatistics::protocolCount> isSeen{};
    m_pairing.begin(entry, isSelected);
    m_pool.feed(entry, bytes, [&](const DecodedMessage& message) {
        m_pairing.take(message);
        if (!isSelected)
            return;
        if (!std::exchange(isSeen[size_t(message.protocol)], true))
            ++m_result.protocols[size_t(message.protocol)].records;
        takeMessage(message, entry);
    });
    m_pairing.end();
}

void StatisticsRun::takeMessage(const DecodedMessage& message, const RecordEntry& entry)
{
    ProtocolStatistics& row = m_result.protocols[size_t(message.protocol)];
    ++row.messages;
    row.bytes += quint64(message.range.length);
    conversationOf(entry.connection).protocol = message.protocol;
}

void StatisticsRun::takeExchange(const PairedExchange& exchange)
{
    if (!exchange.isSelected || exchange.isEarly)
        return;
    ResponseStatistics& row = m_result.responseTimes[size_t(exchange.protocol)];
    row.toFirstByte.add(exchange.toFirstByteNs);
    row.toLastByte.add(exchange.toLastByteNs);
}

TrafficStatistics statisticsOf(const RecordSource& source, const RecordChoice& choice,
                               const StatisticsOptions& options, const std::stop_token& stop)
{
    StatisticsRun run(source, choice, options);
    while (run.advance(source.recordCount(), stop)) {
    }
    return run.result();
}

} // namespace wl
