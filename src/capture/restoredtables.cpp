// SPDX-License-Identifier: MIT
#include "capture/restoredtables.h"

namespace wl {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

// In an entry's payload offset: the rest is the number of a description.
constexpr quint32 isDescription = 0x8000'0000;

void increase(std::atomic<quint64>& counter, quint64 by)
{
    counter.store(counter.load(relaxed) + by, relaxed);
}

} // namespace

ConnectionId RestoredTables::addConnection(const PacketFacts& facts, Transport transport, Role role,
                                           const SocketAddress& local, const SocketAddress& peer,
                                           ConnectionState state)
{
    const ConnectionId id(static_cast<quint32>(m_connections.appended()));
    ConnectionRow& row = m_connections.append();
    row.info = {EndpointId(facts.interface), transport, role, local, peer, interface(facts.interface).label};
    row.since = Timestamp{facts.timeNs};
    row.state.store(state, relaxed);
    row.lastTimeNs.store(facts.timeNs, relaxed);
    return id;
}

ConnectionId RestoredTables::nobody(const PacketFacts& facts)
{
    const auto known = m_nobodies.constFind(facts.interface);
    if (known != m_nobodies.constEnd()) {
        return *known;
    }
    const ConnectionId id = addConnection(facts, Transport::Udp, Role::Client, {}, {}, ConnectionState::Open);
    m_nobodies.insert(facts.interface, id);
    return id;
}

RecordEntry RestoredTables::entry(const PacketFacts& facts, ConnectionId connection, RecordKind kind,
                                  Direction direction) const
{
    RecordEntry entry;
    entry.timeNs = facts.timeNs;
    entry.position = facts.position;
    entry.connection = connection.value();
    entry.kind = kind;
    entry.direction = direction;
    entry.transport = m_connections[connection.value()].info.transport;
    return entry;
}

void RestoredTables::addRecord(const RecordEntry& entry)
{
    m_records.append(entry);
    ConnectionRow& row = m_connections[entry.connection];
    row.lastTimeNs.store(entry.timeNs, relaxed);
    if (entry.kind == RecordKind::Data) {
        const bool sent = entry.direction == Direction::Sent;
        increase(sent ? row.bytesSent : row.bytesReceived, entry.length);
        increase(sent ? row.messagesSent : row.messagesReceived, 1);
    }
    setState(entry.connectionId(), entry.kind, entry.direction);
}

void RestoredTables::setState(ConnectionId id, RecordKind kind, Direction direction)
{
    std::atomic<ConnectionState>& state = m_connections[id.value()].state;
    state.store(stateAfter(state.load(relaxed), kind, direction), relaxed);
}

void RestoredTables::addDescription(const PacketFacts& facts, ConnectionId connection, Direction direction)
{
    const QByteArray text = describePacket(facts.packet, facts.originalBytes);
    quint32 number = m_descriptionNumbers.value(text, static_cast<quint32>(m_descriptions.appended()));
    if (number == m_descriptions.appended()) {
        m_descriptions.append(text);
        m_descriptions.publish();
        m_descriptionNumbers.insert(text, number);
    }
    RecordEntry note = entry(facts, connection, RecordKind::Note, direction);
    note.length = static_cast<quint32>(text.size());
    note.payloadOffset = isDescription | number;
    addRecord(note);
}

std::optional<QByteArray> RestoredTables::description(const RecordEntry& entry) const
{
    if ((entry.payloadOffset & isDescription) == 0) {
        return std::nullopt;
    }
    return m_descriptions[entry.payloadOffset & ~isDescription];
}

QString RestoredTables::tooMany() const
{
    if (m_records.appended() >= m_limits.records) {
        return QStringLiteral("records");
    }
    if (m_connections.appended() >= m_limits.connections) {
        return QStringLiteral("connections");
    }
    return m_descriptions.appended() >= m_limits.descriptions ? QStringLiteral("kinds of packets")
                                                              : QString();
}

void RestoredTables::publish()
{
    m_connections.publish(); // first: a record's connection is there when the record is
    m_records.publish();
}

} // namespace wl
