// SPDX-License-Identifier: MIT
#include "query/messageindex.h"

#include "query/connectionrecords.h"

#include <algorithm>

namespace wl {

namespace {

constexpr quint64 recordsPerTurn = 65'536;   ///< of the source, between two publications,
constexpr qint64 bytesPerTurn = 1024 * 1024; ///< or so many bytes of the connection
constexpr quint64 recordsPerCheckpoint = 256;
/// So far behind its neighbors a message may begin that others were sent in between.
constexpr size_t interleavedMessages = 64;

/// How many of the numbers below `count` come before those that are not `isBefore`.
template <typename IsBefore>
size_t partition(size_t count, IsBefore isBefore)
{
    size_t low = 0;
    while (low < count) {
        const size_t middle = low + (count - low) / 2;
        if (isBefore(middle))
            low = middle + 1;
        else
            count = middle;
    }
    return low;
}

} // namespace

MessageIndex::MessageIndex(std::shared_ptr<const RecordSource> source, ConnectionId connection,
                           std::optional<Protocol> decodeAs)
    : m_source(std::move(source))
    , m_connection(connection)
    , m_decodeAs(decodeAs)
    , m_isDatagrams(m_source->connection(connection).info.transport == Transport::Udp)
    , m_feed(*m_source, connection, decodeAs, {}, [this](DecodedMessage&& message) { take(message); })
{
}

bool MessageIndex::advance(quint64 to, const std::stop_token& stop)
{
    const quint64 from = m_position.load(std::memory_order_relaxed);
    const quint64 end = std::min(to, from + recordsPerTurn);
    if (from >= end || stop.stop_requested() || m_rows.appended() >= mostMessages)
        return false;
    qint64 room = bytesPerTurn;
    const quint64 position =
        forRecordsOf(*m_source, m_connection, from, end, stop, [&](RecordId id, const RecordEntry& entry) {
            feed(id, entry);
            room -= entry.length;
            return room > 0 && m_rows.appended() < mostMessages;
        });
    publish(position);
    return position > from;
}

void MessageIndex::feed(RecordId id, const RecordEntry& entry)
{
    m_current = quint32(id.value());
    if (m_records++ % recordsPerCheckpoint == 0)
        m_checkpoints.append(
            Checkpoint{m_current, {m_feed.fed(Direction::Sent), m_feed.fed(Direction::Received)}});
    if (entry.kind == RecordKind::Data && entry.length > 0)
        m_runs[size_t(entry.direction)].add(m_current, m_feed.fed(entry.direction));
    m_feed.feed(id, entry);
}

void MessageIndex::take(const DecodedMessage& message)
{
    if (m_rows.appended() >= mostMessages)
        return;
    const auto side = size_t(message.direction);
    const RecordRuns& runs = m_runs[side];
    MessageRow row;
    row.range = message.range;
    row.endedBy = m_current;
    row.direction = message.direction;
    row.protocol = message.protocol;
    row.hasProblem = message.problem.has_value();
    row.firstRecord = m_isDatagrams ? m_current : runs.recordAt(message.range.offset);
    row.lastRecord =
        m_isDatagrams ? m_current : runs.recordAt(std::max(message.range.offset, message.range.end() - 1));
    m_ofDirection[side].append(quint32(m_rows.appended()));
    m_rows.append(row);
    m_ends[side] = std::max(m_ends[side], message.range.end());
    m_runs[side].setEnd(m_ends[side]);
}

// In this order, so that who sees one thing finds all that it speaks of.
void MessageIndex::publish(quint64 position)
{
    m_fedUpTo.store(position, std::memory_order_release);
    m_checkpoints.publish();
    m_rows.publish();
    for (auto& rows : m_ofDirection)
        rows.publish();
    {
        const std::lock_guard lock(m_tailMutex);
        for (const Direction direction : {Direction::Sent, Direction::Received}) {
            const auto side = size_t(direction);
            const qint64 begin = m_isDatagrams ? m_feed.fed(direction) : m_ends[side];
            m_tails[side] = {{begin, std::max<qint64>(0, m_feed.fed(direction) - begin)},
                             m_runs[side].recordAt(begin)};
        }
    }
    m_protocol.store(m_feed.protocol(), std::memory_order_relaxed);
    m_position.store(position, std::memory_order_release);
}

MessageTail MessageIndex::tail(Direction direction) const
{
    const std::lock_guard lock(m_tailMutex);
    return m_tails[size_t(direction)];
}

std::vector<quint64> MessageIndex::messagesOf(RecordId id, Direction direction, size_t most) const
{
    const auto& rows = m_ofDirection[size_t(direction)];
    size_t low = partition(rows.size(), [&](size_t i) { return at(rows[i]).lastRecord < id.value(); });
    std::vector<quint64> found;
    size_t behind = 0;
    for (; low < rows.size() && found.size() < most && behind < interleavedMessages; ++low) {
        if (at(rows[low]).firstRecord <= id.value())
            found.push_back(rows[low]);
        else
            ++behind;
    }
    return found;
}

std::optional<quint64> MessageIndex::latestBefore(quint64 row, Direction direction) const
{
    const auto& rows = m_ofDirection[size_t(direction)];
    const size_t low = partition(rows.size(), [&](size_t i) { return rows[i] < row; });
    return low > 0 ? std::optional<quint64>(rows[low - 1]) : std::nullopt;
}

const MessageIndex::Checkpoint* MessageIndex::checkpointBefore(RecordId id) const
{
    const size_t low =
        partition(m_checkpoints.size(), [&](size_t i) { return m_checkpoints[i].record <= id.value(); });
    return low > 0 ? &m_checkpoints[low - 1] : nullptr;
}

MessageIndex::Offsets MessageIndex::offsetsBefore(RecordId id) const
{
    const Checkpoint* checkpoint = checkpointBefore(id);
    if (!checkpoint)
        return {};
    Offsets offsets = checkpoint->offsets;
    forRecordsOf(*m_source, m_connection, checkpoint->record, id.value(), {},
                 [&](RecordId, const RecordEntry& entry) {
                     if (entry.kind == RecordKind::Data)
                         offsets[size_t(entry.direction)] += entry.length;
                     return true;
                 });
    return offsets;
}

RecordId MessageIndex::recordWith(Direction direction, qint64 offset) const
{
    const size_t low = partition(m_checkpoints.size(), [&](size_t i) {
        return m_checkpoints[i].offsets[size_t(direction)] <= offset;
    });
    RecordId found;
    if (low == 0)
        return found;
    qint64 at = m_checkpoints[low - 1].offsets[size_t(direction)];
    forRecordsOf(*m_source, m_connection, m_checkpoints[low - 1].record, position(), {},
                 [&](RecordId id, const RecordEntry& entry) {
                     if (entry.kind != RecordKind::Data || entry.direction != direction)
                         return true;
                     at += entry.length;
                     found = at > offset ? id : RecordId();
                     return at <= offset;
                 });
    return found;
}

std::optional<quint32> MessageIndex::firstRecord() const
{
    return m_checkpoints.size() > 0 ? std::optional(m_checkpoints[0].record) : std::nullopt;
}

} // namespace wl
