// SPDX-License-Identifier: MIT
#pragma once

#include "capture/growingtable.h"
#include "query/conversationfeed.h"
#include "query/recordruns.h"

#include <mutex>
#include <stop_token>

namespace wl {

/// Where a message of a conversation lies, 32 bytes.
struct MessageRow
{
    ByteRange range;         ///< as DecodedMessage::range
    quint32 firstRecord = 0; ///< with its first byte
    quint32 lastRecord = 0;  ///< with its last byte
    quint32 endedBy = 0;     ///< the record that told that it is whole
    Direction direction = Direction::Sent;
    Protocol protocol = Protocol::Unknown;
    bool hasProblem = false;
};
static_assert(sizeof(MessageRow) == 32);

/// Bytes of a stream that belong to no message yet.
struct MessageTail
{
    ByteRange range;
    quint32 firstRecord = 0;
};

/// Where the messages of one connection lie, in the order in which they ended, as far as its records were
/// decoded. One thread at a time goes on; any thread reads what is published.
class MessageIndex
{
public:
    /// What is behind these is not decoded.
    static constexpr quint64 mostMessages = 8'000'000;
    using Offsets = std::array<qint64, 2>; ///< by direction

    /// `decodeAs`: chosen by hand.
    MessageIndex(std::shared_ptr<const RecordSource> source, ConnectionId connection,
                 std::optional<Protocol> decodeAs);

    /// Decodes some more, but no record from `to` on, and publishes it. False where there was nothing to do,
    /// or `stop` was requested.
    bool advance(quint64 to, const std::stop_token& stop = {});

    /// Held by whoever goes on.
    [[nodiscard]] std::mutex& turn() { return m_turn; }

    [[nodiscard]] const RecordSource& source() const { return *m_source; }
    [[nodiscard]] ConnectionId connection() const { return m_connection; }
    [[nodiscard]] std::optional<Protocol> decodeAs() const { return m_decodeAs; }
    [[nodiscard]] bool isDatagrams() const { return m_isDatagrams; }
    /// As chosen so far.
    [[nodiscard]] Protocol protocol() const { return m_protocol.load(std::memory_order_relaxed); }
    /// Records before this one were decoded.
    [[nodiscard]] quint64 position() const { return m_position.load(std::memory_order_acquire); }
    /// Records before this one were fed to the decoder: never less than what published messages lie in.
    [[nodiscard]] quint64 fedUpTo() const { return m_fedUpTo.load(std::memory_order_acquire); }
    [[nodiscard]] bool isFull() const { return count() >= mostMessages; }

    [[nodiscard]] quint64 count() const { return m_rows.size(); }
    [[nodiscard]] const MessageRow& at(quint64 row) const { return m_rows[size_t(row)]; }
    /// Messages that bytes of this record are part of, at most `most` of them.
    [[nodiscard]] std::vector<quint64> messagesOf(RecordId id, Direction direction, size_t most) const;
    /// The latest message of a direction that ended before `row`; nothing where there is none.
    [[nodiscard]] std::optional<quint64> latestBefore(quint64 row, Direction direction) const;
    /// Who asks for messages behind this finds those that it has become.
    [[nodiscard]] MessageTail tail(Direction direction) const;

    /// Bytes of each direction before this record. Goes through records: not on the UI thread.
    [[nodiscard]] Offsets offsetsBefore(RecordId id) const;
    /// The record that holds a byte of a stream; an invalid one where none does. Not on the UI thread.
    [[nodiscard]] RecordId recordWith(Direction direction, qint64 offset) const;
    /// The first record of the connection; nothing where it has none so far.
    [[nodiscard]] std::optional<quint32> firstRecord() const;

private:
    struct Checkpoint
    {
        quint32 record;
        Offsets offsets; ///< before that record
    };
    void feed(RecordId id, const RecordEntry& entry);
    void take(const DecodedMessage& message);
    void publish(quint64 position);
    [[nodiscard]] const Checkpoint* checkpointBefore(RecordId id) const;

    const std::shared_ptr<const RecordSource> m_source;
    const ConnectionId m_connection;
    const std::optional<Protocol> m_decodeAs;
    const bool m_isDatagrams;
    ConversationFeed m_feed;
    quint32 m_current = 0; ///< the record that is fed
    quint64 m_records = 0; ///< of the connection
    std::array<RecordRuns, 2> m_runs;
    std::array<qint64, 2> m_ends{}; ///< of the latest message
    GrowingTable<MessageRow, 4096> m_rows;
    std::array<GrowingTable<quint32, 4096>, 2> m_ofDirection; ///< rows
    GrowingTable<Checkpoint, 1024> m_checkpoints;
    std::atomic<quint64> m_fedUpTo{0};
    std::atomic<quint64> m_position{0};
    std::atomic<Protocol> m_protocol{Protocol::Unknown};
    std::mutex m_turn;
    mutable std::mutex m_tailMutex;
    std::array<MessageTail, 2> m_tails; ///< under the mutex
};

} // namespace wl
