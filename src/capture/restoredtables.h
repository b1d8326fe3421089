// SPDX-License-Identifier: MIT
#pragma once

#include "base/limits.h"
#include "capture/captureappender.h"
#include "capture/packetparser.h"
#include "capture/recordnotes.h"

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
    QByteArrayView comment; ///< of ours: what happened
    quint32 commentOffset = 0;
    bool hasComments = false; ///< others than that, in RestoredTables
    ParsedPacket packet;
};

using ConnectionTable = GrowingTable<ConnectionRow, 1024>;
using DescriptionTable = GrowingTable<QByteArray, 256>;

/// Records and connections of an opened capture while they are restored: one thread adds, any reads.
class RestoredTables
{
public:
    /// How many rows there may be.
    struct Limits
    {
        /// What one packet may add: its own rows and those of all segments that waited for it.
        static constexpr size_t room = 2 * limits::heldSegmentsInAll + 16;
        size_t records = RecordTable::capacity - room;
        size_t connections = ConnectionTable::capacity - room;
        size_t descriptions = DescriptionTable::capacity - room;
    };

    RestoredTables() = default;
    explicit RestoredTables(const Limits& limits)
        : m_limits(limits)
    {
    }

    void addInterface(const InterfaceFacts& facts) { m_interfaces.append(facts); }
    [[nodiscard]] const InterfaceFacts& interface(quint32 number) const { return m_interfaces[number]; }

    [[nodiscard]] ConnectionId addConnection(const PacketFacts& facts, Transport transport, Role role,
                                             const SocketAddress& local, const SocketAddress& peer,
                                             ConnectionState state);
    /// A complete record; also counts it in its connection's row.
    void addRecord(const RecordEntry& entry);
    /// A packet that only can be described.
    void addDescription(const PacketFacts& facts, ConnectionId connection, Direction direction);
    /// A packet that `like` is the entry of, as a row that tells `text` and how large it was.
    void addNote(const RecordEntry& like, const QByteArray& text, quint32 packetBytes);
    /// A row beside that of the packet: what is to say about its stream.
    void addRemark(const RecordEntry& like, const QByteArray& text);
    /// A comment of the packet at this position, whose row comes later.
    void addComment(quint64 position, QByteArrayView comment);
    /// The comments of the packet at `from` belong to the row of the one at `to`.
    void moveComments(quint64 from, quint64 to);
    /// The connection that stands for what of an interface belongs to none.
    [[nodiscard]] ConnectionId nobody(const PacketFacts& facts);

    /// A record's entry with what every kind of record has.
    [[nodiscard]] RecordEntry entry(const PacketFacts& facts, ConnectionId connection, RecordKind kind,
                                    Direction direction) const;
    void setState(ConnectionId id, RecordKind kind, Direction direction);
    /// What there are too many of to add a packet more ("connections"); empty while there is room.
    [[nodiscard]] QString tooMany() const;
    void publish();

    /// What the file says about its records; people may change it. Any thread.
    [[nodiscard]] RecordNotes& notes() { return m_notes; }

    [[nodiscard]] const RecordTable& records() const { return m_records; }
    [[nodiscard]] size_t connectionCount() const { return m_connections.size(); }
    [[nodiscard]] const ConnectionRow& connection(ConnectionId id) const { return m_connections[id.value()]; }
    /// The description of a record, where it is one; any thread.
    [[nodiscard]] std::optional<QByteArray> description(const RecordEntry& entry) const;

private:
    [[nodiscard]] quint32 descriptionNumber(const QByteArray& text, const QByteArray& shorter);
    void append(const RecordEntry& entry);
    void addText(const RecordEntry& like, quint32 description);
    void takeComments(quint64 position);

    const Limits m_limits;
    QList<InterfaceFacts> m_interfaces;
    RecordTable m_records;
    ConnectionTable m_connections;
    DescriptionTable m_descriptions; ///< each once
    QHash<QByteArray, quint32> m_descriptionNumbers;
    QHash<quint64, RecordNote> m_comments; ///< by position, of packets whose row is still to come
    RecordNotes m_notes;
    QHash<quint32, ConnectionId> m_nobodies; ///< by interface
};

} // namespace wl
