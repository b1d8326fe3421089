// SPDX-License-Identifier: MIT
#pragma once

#include "capture/captureappender.h"
#include "capture/packetparser.h"

#include <QHash>

#include <optional>

namespace wl {

/// One packet block of a file that is being read, taken apart. Offsets are in the block.
struct PacketFacts
{
    quint64 position = 0; ///< of the block, over all files
    quint32 blockBytes = 0;
    qint64 timeNs = 0;
    quint32 interface = 0; ///< number over all sections
    quint32 packetOffset = 0;
    quint32 originalBytes = 0;
    std::optional<Direction> direction;
    QByteArrayView comment;
    quint32 commentOffset = 0;
    ParsedPacket packet;
};

/// Records and connections of an opened capture while they are restored: one thread adds, any reads.
class RestoredTables
{
public:
    void addInterface(const InterfaceFacts& facts) { m_interfaces.append(facts); }
    [[nodiscard]] const InterfaceFacts& interface(quint32 number) const { return m_interfaces[number]; }

    [[nodiscard]] ConnectionId addConnection(const PacketFacts& facts, Transport transport, Role role,
                                             const SocketAddress& local, const SocketAddress& peer,
                                             ConnectionState state);
    /// A complete record; also counts it in its connection's row.
    void addRecord(const RecordEntry& entry);
    /// A packet that only can be described.
    void addDescription(const PacketFacts& facts, ConnectionId connection, Direction direction);
    /// The connection that stands for what of an interface belongs to none.
    [[nodiscard]] ConnectionId nobody(const PacketFacts& facts);

    /// A record's entry with what every kind of record has.
    [[nodiscard]] RecordEntry entry(const PacketFacts& facts, ConnectionId connection, RecordKind kind,
                                    Direction direction) const;
    void setState(ConnectionId id, RecordKind kind, Direction direction);
    [[nodiscard]] bool isFull() const { return m_records.isFull(); }
    void publish();

    [[nodiscard]] const RecordTable& records() const { return m_records; }
    [[nodiscard]] size_t connectionCount() const { return m_connections.size(); }
    [[nodiscard]] const ConnectionRow& connection(ConnectionId id) const { return m_connections[id.value()]; }
    /// The description of a record, where it is one; any thread.
    [[nodiscard]] std::optional<QByteArray> description(const RecordEntry& entry) const;

private:
    QList<InterfaceFacts> m_interfaces;
    RecordTable m_records;
    GrowingTable<ConnectionRow, 1024> m_connections;
    GrowingTable<QByteArray, 256> m_descriptions; ///< each once
    QHash<QByteArray, quint32> m_descriptionNumbers;
    QHash<quint32, ConnectionId> m_nobodies; ///< by interface
};

} // namespace wl
