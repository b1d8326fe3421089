// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "base/ids.h"
#include "base/trafficsink.h"
#include "capture/recordnotes.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <span>

namespace wl {

/// One record of the index, 32 bytes. Its payload lies in the capture at `position`.
struct RecordEntry
{
    qint64 timeNs = 0;
    quint64 position = 0; ///< of its first block, counted over all segments from the first byte ever written
    quint32 connection = 0;
    quint32 length = 0; ///< payload bytes
    RecordKind kind = RecordKind::Data;
    Direction direction = Direction::Sent; ///< of an event: as the packets in the file tell it
    Transport transport = Transport::Tcp;
    quint8 pieces = 1;         ///< blocks of the payload
    quint32 payloadOffset = 0; ///< of the payload (an event's text) in its first block

    [[nodiscard]] Timestamp time() const { return Timestamp{timeNs}; }
    [[nodiscard]] ConnectionId connectionId() const { return ConnectionId(connection); }
};
static_assert(sizeof(RecordEntry) == 32);

enum class ConnectionState : quint8 { Connecting, Open, PeerFinished, WeFinished, Closed, Reset, Failed };

/// One row of the connection table: facts that never change, and counters that any thread may read while the
/// network thread writes them. Never moves, never goes away while its source lives.
struct ConnectionRow
{
    ConnectionInfo info;
    Timestamp since;
    std::atomic<ConnectionState> state{ConnectionState::Connecting};
    std::atomic<quint64> bytesSent{0};
    std::atomic<quint64> bytesReceived{0};
    std::atomic<quint64> messagesSent{0}; ///< records: one per send or datagram
    std::atomic<quint64> messagesReceived{0};
    std::atomic<qint64> lastTimeNs{0};
};

/// Records and connections that only grow, whether live (CaptureStore) or opened (CaptureFile). All calls
/// from any thread; rows below the counts never change (but for the counters above).
class RecordSource
{
public:
    virtual ~RecordSource() = default;

    /// Published count; acquire. Records 0 … count−1 can be read.
    [[nodiscard]] virtual quint64 recordCount() const = 0;
    /// Records before this one were dropped by the cap on disk use: their payload is gone. Their entry
    /// remains, but for those far behind (CaptureConfig::recordsIndexed), which read as empty data of
    /// connection 0 at time 0.
    [[nodiscard]] virtual quint64 firstKept() const = 0;
    [[nodiscard]] virtual RecordEntry record(RecordId id) const = 0;
    /// Published entries from `first` that lie side by side, for loops over many: at least one where `first`
    /// is below the count, and valid while the source lives. Empty from a source that keeps none so: then
    /// record() gives them.
    [[nodiscard]] virtual std::span<const RecordEntry> entries(RecordId first) const
    {
        Q_UNUSED(first)
        return {};
    }
    /// Payload bytes from `offset`, at most `maxBytes`. For an event: the UTF-8 of its text. Errors:
    /// FileFailed, FileMalformed, or FileNotFound for a record that the cap dropped.
    [[nodiscard]] virtual Result<QByteArray> payload(RecordId id, qint64 offset = 0,
                                                     qint64 maxBytes = -1) const = 0;
    /// Bytes of the capture as they lie in its blocks from `position`, at most `maxBytes`, fewer where a file
    /// or a chunk ends or nothing more was published; for reading the payloads of many records at once. 0
    /// from a source that has no blocks: then payload() gives them. Errors: as payload().
    [[nodiscard]] virtual Result<qsizetype> blockBytes(quint64 position, char* to, qsizetype maxBytes) const
    {
        Q_UNUSED(position)
        Q_UNUSED(to)
        Q_UNUSED(maxBytes)
        return 0;
    }

    /// Marks and comments of its records, which anybody may change; nullptr where none can be kept.
    [[nodiscard]] virtual RecordNotes* recordNotes() const { return nullptr; }

    [[nodiscard]] virtual quint32 connectionCount() const = 0;
    [[nodiscard]] virtual const ConnectionRow& connection(ConnectionId id) const = 0;
};

} // namespace wl
