// SPDX-License-Identifier: MIT
#pragma once

#include "capture/blockbuffer.h"
#include "capture/flow.h"
#include "capture/interfacetable.h"
#include "capture/mirrortable.h"
#include "capture/recordnotes.h"

#include <QHash>

#include <functional>
#include <unordered_map>

namespace wl {

/// Builds the pcapng blocks of the records that it is given and hands them on in large pieces. Each
/// connection's sequence numbers are gap-free from its first record. One thread; the source outlives it.
class CaptureSaver
{
public:
    /// Takes the next blocks; an error of it ends the saving.
    using Write = std::function<Result<void>(QByteArrayView blocks)>;

    /// `notes`: marks and comments to save with the records; may be null.
    CaptureSaver(const RecordSource& source, const RecordNotes* notes, Write write);

    /// The next record. Errors: those of reading (a dropped payload is none, but counted) and of writing.
    [[nodiscard]] Result<void> add(RecordId id);
    /// The same with the payload at hand.
    [[nodiscard]] Result<void> add(RecordId id, const RecordEntry& entry, QByteArrayView payload);
    /// A record that is not saved: what follows of its conversation has a gap before it.
    void leaveOut(const RecordEntry& entry);
    /// The same for so many bytes at once.
    void leaveOut(ConnectionId connection, Direction direction, quint64 bytes);
    /// Hands on what is still held. Errors: those of writing.
    [[nodiscard]] Result<void> flush();
    /// What stands at the end, and flush().
    [[nodiscard]] Result<void> finish();

    [[nodiscard]] quint64 records() const { return m_records; }
    [[nodiscard]] quint64 recordsDropped() const { return m_recordsDropped; }
    [[nodiscard]] qint64 bytes() const { return m_bytes; }

private:
    struct Connection
    {
        FlowState state;
        quint32 interface = 0;
        bool isMirror = false;
    };
    struct ConnectionHash
    {
        size_t operator()(ConnectionId id) const noexcept { return qHash(id.value()); }
    };

    [[nodiscard]] Connection& connection(ConnectionId id);
    [[nodiscard]] const FlowTemplates& templatesOf(ConnectionId id, const Connection& conn);
    void write(const RecordEntry& entry, QByteArrayView payload);
    void writeEvent(const RecordEntry& entry, QByteArrayView payload, Flow& flow, const Connection& conn);
    void writeLeftOut(const RecordEntry& entry, Flow& flow, const Connection& conn);

    const RecordSource& m_source;
    const RecordNotes* m_notes;
    Write m_write;
    QByteArray m_options;                                  ///< of the record that is being written
    QHash<ConnectionId, std::array<quint64, 2>> m_leftOut; ///< bytes before a connection's next record
    MemoryBlockBuffer m_buffer;
    InterfaceTable m_interfaces;
    MirrorTable m_mirrors;
    QHash<ConnectionId, Connection> m_connections;
    std::unordered_map<ConnectionId, FlowTemplates, ConnectionHash> m_templates; ///< of the last ones
    quint64 m_records = 0;
    quint64 m_recordsDropped = 0;
    qint64 m_bytes = 0;
};

} // namespace wl
