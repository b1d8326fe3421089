// SPDX-License-Identifier: MIT
#include "query/messagereader.h"

#include "query/connectionrecords.h"

#include <algorithm>

namespace wl {

namespace {

constexpr quint64 messagesBefore = 32;     ///< that are decoded too,
constexpr qint64 bytesBefore = 256 * 1024; ///< where they are no longer than this in all
constexpr qint64 headBytes = 16 * 1024;    ///< of the conversation, which tell what it speaks
constexpr int headRecords = 64;
constexpr int recordsBehind = 64; ///< that may be needed to see that a message is whole

using Extent = ReadMessage::Extent;

/// Takes the messages that are wanted out of all that are decoded.
class Collector
{
public:
    Collector(std::span<ReadMessage> wanted, bool isDatagrams)
        : m_wanted(wanted)
        , m_isDatagrams(isDatagrams)
        , m_isTaken(wanted.size())
    {
    }

    void setRecord(RecordId id) { m_record = quint32(id.value()); }

    void take(DecodedMessage&& message)
    {
        for (size_t i = 0; i < m_wanted.size(); ++i) {
            if (m_isTaken[i] || !isMeant(m_wanted[i], message))
                continue;
            m_isTaken[i] = true;
            ++m_taken;
            m_wanted[i].message = std::move(message);
            return;
        }
    }

    [[nodiscard]] bool isComplete() const { return m_taken == m_wanted.size(); }

    /// Those that came, and are as the index has them.
    [[nodiscard]] size_t understood() const
    {
        size_t count = 0;
        for (size_t i = 0; i < m_wanted.size(); ++i) {
            const bool isExpected = m_wanted[i].extent != Extent::Whole || m_wanted[i].place.hasProblem ||
                                    !m_wanted[i].message.problem;
            count += m_isTaken[i] && isExpected ? 1 : 0;
        }
        return count;
    }

private:
    [[nodiscard]] bool isMeant(const ReadMessage& wanted, const DecodedMessage& message) const
    {
        const MessageRow& place = wanted.place;
        if (place.direction != message.direction || (m_isDatagrams && m_record != place.firstRecord))
            return false;
        switch (wanted.extent) {
        case Extent::Whole: return message.range == place.range;
        case Extent::Beginning: return message.range.offset == place.range.offset;
        case Extent::Unfinished: return message.range.offset >= place.range.offset;
        }
        return false;
    }

    std::span<ReadMessage> m_wanted;
    bool m_isDatagrams;
    std::vector<bool> m_isTaken;
    size_t m_taken = 0;
    quint32 m_record = 0;
};

} // namespace

std::vector<ReadMessage> MessageReader::read(quint64 first, quint64 count, const std::stop_token& stop) const
{
    const quint64 end = std::min(m_index.count(), first + count);
    std::vector<ReadMessage> messages;
    for (quint64 row = first; row < end; ++row) {
        ReadMessage& message = messages.emplace_back();
        message.row = row;
        message.place = m_index.at(row);
        message.extent = message.place.range.length > largestBytes ? Extent::Beginning : Extent::Whole;
    }
    const std::span<ReadMessage> all(messages);
    for (size_t begin = 0; begin < all.size();) {
        if (stop.stop_requested()) {
            messages.resize(begin);
            break;
        }
        size_t size = 1; // long ones alone
        qint64 bytes = all[begin].place.range.length;
        while (begin + size < all.size() && bytes + all[begin + size].place.range.length <= largestBytes)
            bytes += all[begin + size++].place.range.length;
        decode(all.subspan(begin, size), first + begin, stop);
        begin += size;
    }
    return messages;
}

std::optional<ReadMessage> MessageReader::readTail(Direction direction, const MessageTail& tail,
                                                   const std::stop_token& stop) const
{
    if (tail.range.length == 0 || m_index.isFull())
        return std::nullopt;
    ReadMessage message;
    message.place.range = tail.range;
    message.place.direction = direction;
    message.place.protocol = m_index.protocol();
    message.place.firstRecord = tail.firstRecord;
    message.place.lastRecord = message.place.endedBy = quint32(std::max<quint64>(1, m_index.fedUpTo()) - 1);
    message.extent = Extent::Unfinished;
    decode(std::span(&message, 1), m_index.count(), stop);
    return message;
}

/// Decodes messages that follow each other in the index from `row` on.
void MessageReader::decode(std::span<ReadMessage> wanted, quint64 row, const std::stop_token& stop) const
{
    const Start start = startFor(wanted, row);
    const size_t understood = decodeFrom(start, wanted, stop);
    const qint64 before = start.offsets[0] + start.offsets[1];
    if (understood < wanted.size() && !start.isBeginning && before <= restartBytes && !stop.stop_requested())
        static_cast<void>(decodeFrom(beginning(), wanted, stop));
    for (ReadMessage& message : wanted) {
        if (message.message.range.length == 0 && message.place.range.length > 0) // did not come
            message.message.problem = {QStringLiteral("to decode it takes what came long before it"),
                                       message.place.range.offset};
        message.message.direction = message.place.direction;
        if (message.message.protocol == Protocol::Unknown)
            message.message.protocol = message.place.protocol;
        if (message.extent == Extent::Beginning && !message.place.hasProblem)
            message.message.problem.reset(); // that it is cut here is not its problem
        message.message.range = message.place.range;
    }
}

MessageReader::Start MessageReader::beginning() const
{
    return {m_index.firstRecord().value_or(0), {}, true};
}

MessageReader::Start MessageReader::startFor(std::span<const ReadMessage> wanted, quint64 row) const
{
    quint64 first = row;
    qint64 bytes = 0;
    while (first > 0 && row - first < messagesBefore) {
        bytes += m_index.at(first - 1).range.length;
        if (bytes > bytesBefore)
            break;
        --first;
    }
    if (first == 0)
        return beginning();
    std::array<std::optional<qint64>, 2> offsets;
    quint32 record = wanted.front().place.firstRecord;
    const auto include = [&](const MessageRow& place) {
        record = std::min(record, place.firstRecord);
        auto& offset = offsets[size_t(place.direction)];
        offset = std::min(offset.value_or(place.range.offset), place.range.offset);
    };
    for (; first < row; ++first)
        include(m_index.at(first));
    for (const ReadMessage& message : wanted)
        include(message.place);
    Start start{record, m_index.offsetsBefore(RecordId(record)), false};
    for (size_t side = 0; side < offsets.size(); ++side)
        start.offsets[side] = std::max(start.offsets[side], offsets[side].value_or(0));
    return start;
}

/// The first bytes of the conversation, as far as they lie before the start, and a gap.
void MessageReader::feedHead(ConversationFeed& feed, const Start& start) const
{
    qint64 room = headBytes;
    int records = headRecords;
    forRecordsOf(m_index.source(), m_index.connection(), m_index.firstRecord().value_or(0), start.record, {},
                 [&](RecordId id, const RecordEntry& entry) {
                     if (entry.kind == RecordKind::Data) {
                         const qint64 before =
                             start.offsets[size_t(entry.direction)] - feed.fed(entry.direction);
                         const qint64 size = std::min({qint64(entry.length), before, room});
                         feed.feed(id, entry, 0, std::max<qint64>(0, size));
                         room -= entry.length;
                     }
                     return room > 0 && --records > 0;
                 });
    if (m_index.isDatagrams())
        return;
    for (const Direction direction : {Direction::Sent, Direction::Received})
        feed.skipTo(direction, start.offsets[size_t(direction)]);
}

size_t MessageReader::decodeFrom(const Start& start, std::span<ReadMessage> wanted,
                                 const std::stop_token& stop) const
{
    Collector collector(wanted, m_index.isDatagrams());
    ConversationFeed feed(m_index.source(), m_index.connection(), m_index.decodeAs(), m_wishes,
                          [&](DecodedMessage&& message) { collector.take(std::move(message)); });
    if (!start.isBeginning)
        feedHead(feed, start);
    MessageIndex::Offsets at =
        start.isBeginning ? MessageIndex::Offsets{} : m_index.offsetsBefore(RecordId(start.record));
    const MessageRow& last = wanted.back().place;
    const bool isPart = wanted.back().extent != Extent::Whole;
    const qint64 partEnd = last.range.offset + largestBytes;
    int behind = recordsBehind;
    forRecordsOf(m_index.source(), m_index.connection(), start.record, m_index.fedUpTo(), stop,
                 [&](RecordId id, const RecordEntry& entry) {
                     collector.setRecord(id);
                     if (entry.kind != RecordKind::Data) {
                         feed.feed(id, entry);
                     } else {
                         qint64& offset = at[size_t(entry.direction)];
                         const qint64 from = m_index.isDatagrams() ? 0 : feed.fed(entry.direction) - offset;
                         offset += entry.length;
                         if (from < entry.length || m_index.isDatagrams())
                             feed.feed(id, entry, std::max<qint64>(0, from));
                     }
                     if (isPart && feed.fed(last.direction) >= partEnd)
                         return false;
                     behind -= id.value() > last.endedBy ? 1 : 0;
                     return !collector.isComplete() && behind > 0;
                 });
    if (!collector.isComplete() && !stop.stop_requested()) {
        feed.finish(last.direction);
        feed.finish(last.direction == Direction::Sent ? Direction::Received : Direction::Sent);
    }
    return collector.understood();
}

} // namespace wl
