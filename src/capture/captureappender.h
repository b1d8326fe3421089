// SPDX-License-Identifier: MIT
#pragma once

#include "capture/chunkstream.h"
#include "capture/flow.h"
#include "capture/growingtable.h"
#include "capture/interfacetable.h"
#include "capture/mirrortable.h"
#include "capture/recordsource.h"
#include "capture/spinlock.h"

#include <memory>
#include <vector>

namespace wl {

using RecordTable = GrowingTable<RecordEntry, 65'536>;

/// The appending half of a capture: from what the sink is told to blocks, index entries and connection rows.
/// Any thread; what appends takes a spin lock, what reads takes none.
class CaptureAppender
{
public:
    /// What the appender asks before it appends.
    struct Hooks
    {
        std::function<void()> chunkReady; ///< called under the lock
        std::function<void()> wakeWriter; ///< called outside of it
        std::function<bool()> isDiskFailing;
    };
    /// `segmentBytes` 0 = one file without segments.
    CaptureAppender(qint64 segmentBytes, Hooks hooks);
    ~CaptureAppender();

    ConnectionId addConnection(const ConnectionInfo& info);
    void data(ConnectionId id, Direction direction, Timestamp time, QByteArrayView bytes);
    void event(ConnectionId id, RecordKind kind, Direction direction, Timestamp time, QStringView text);
    void kernelDropped(EndpointId endpoint, quint64 count);
    /// The end: statistics of the interfaces.
    void finish();

    /// Writer: true when all is written; the next append then wakes the writer.
    [[nodiscard]] bool declareIdle();

    /// Writer: the index forgets records before this one, as far as they fill whole chunks.
    void forgetRecords(quint64 before) { m_records.release(before); }

    [[nodiscard]] const RecordTable& records() const { return m_records; }
    [[nodiscard]] size_t connectionCount() const { return m_connections.size(); }
    [[nodiscard]] const ConnectionRow& connection(ConnectionId id) const
    {
        return m_connections[id.value()].row;
    }
    [[nodiscard]] ChunkStream& stream() { return m_stream; }
    [[nodiscard]] const ChunkStream& stream() const { return m_stream; }
    [[nodiscard]] quint64 recordsLost() const { return m_lost.load(std::memory_order_relaxed); }
    [[nodiscard]] quint64 datagramsDropped() const { return m_dropped.load(std::memory_order_relaxed); }
    [[nodiscard]] quint64 unwritten() const;

private:
    struct Connection
    {
        ConnectionRow row;
        FlowState flow;
        quint32 interface = 0;
        bool isMirror = false;   ///< both ends are ours, and this is the second
        quint32 recordsLost = 0; ///< since the last record that was not
        std::array<quint64, 2> bytesLost{};
        FlowTemplates* templates = nullptr; ///< while it is in use
    };

    Connection& connectionAt(ConnectionId id) { return m_connections[id.value()]; }
    FlowTemplates& templatesOf(Connection& connection);
    void releaseTemplates(Connection& connection);
    [[nodiscard]] bool hasRoom(qsizetype bytes) const;
    [[nodiscard]] qint64 monotonic(Timestamp time);
    void appendData(ConnectionId id, Connection& connection, Direction direction, qint64 timeNs,
                    QByteArrayView bytes);
    void appendEvent(ConnectionId id, Connection& connection, RecordKind kind, Direction direction,
                     qint64 timeNs, QStringView text);
    void lose(Connection& connection, Direction direction, qsizetype bytes);
    void tellLoss(ConnectionId id, Connection& connection, qint64 timeNs);
    void addRecord(ConnectionId id, Connection& connection, RecordKind kind, qint64 timeNs,
                   const RecordPlace& place);
    static void setState(Connection& connection, RecordKind kind, Direction direction);
    void beginSegmentIfDue();
    [[nodiscard]] bool publish();

    const quint64 m_segmentBytes;
    const Hooks m_hooks;
    SpinLock m_lock; // guards all below, but for what is published
    ChunkStream m_stream;
    InterfaceTable m_interfaces;
    MirrorTable m_mirrors;
    RecordTable m_records;
    GrowingTable<Connection, 1024> m_connections;
    std::vector<std::unique_ptr<FlowTemplates>> m_templates;
    std::vector<FlowTemplates*> m_freeTemplates;
    qint64 m_lastNs = 0;
    bool m_writerIdle = false;
    std::atomic<quint64> m_lost{0};
    std::atomic<quint64> m_dropped{0};
};

} // namespace wl
