// SPDX-License-Identifier: MIT
#include "capture/restoredtables.h"

#include "base/limits.h"
#include "capture/notecomments.h"

#include <algorithm>

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

void RestoredTables::append(const RecordEntry& entry)
{
    m_records.append(entry);
    std::atomic<qint64>& last = m_connections[entry.connection].lastTimeNs;
    last.store(std::max(entry.timeNs, last.load(relaxed)), relaxed);
}

void RestoredTables::addRecord(const RecordEntry& entry)
{
    append(entry);
    ConnectionRow& row = m_connections[entry.connection];
    if (!m_comments.isEmpty()) [[unlikely]] {
        takeComments(entry.position);
    }
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
    addNote(entry(facts, connection, RecordKind::Note, direction), describePacket(facts.packet),
            facts.originalBytes);
}

void RestoredTables::addNote(const RecordEntry& like, const QByteArray& text, quint32 packetBytes)
{
    const QByteArray whole = text + ", " + QByteArray::number(packetBytes) + " bytes";
    addText(like, descriptionNumber(whole, text));
    takeComments(like.position);
}

void RestoredTables::addRemark(const RecordEntry& like, const QByteArray& text)
{
    addText(like, descriptionNumber(text, "bytes missing in the capture"));
}

// Where there are too many different texts, the shorter one, of which there are few.
quint32 RestoredTables::descriptionNumber(const QByteArray& text, const QByteArray& shorter)
{
    const auto known = m_descriptionNumbers.constFind(text);
    if (known != m_descriptionNumbers.constEnd()) {
        return *known;
    }
    if (m_descriptions.appended() >= limits::captureDescriptions && text != shorter) {
        return descriptionNumber(shorter, shorter);
    }
    const auto number = static_cast<quint32>(m_descriptions.appended());
    m_descriptions.append(text);
    m_descriptions.publish();
    m_descriptionNumbers.insert(text, number);
    return number;
}

void RestoredTables::addText(const RecordEntry& like, quint32 description)
{
    RecordEntry note = like;
    note.kind = RecordKind::Note;
    note.length = static_cast<quint32>(m_descriptions[description].size());
    note.payloadOffset = isDescription | description;
    note.pieces = 1;
    append(note);
}

void RestoredTables::addComment(quint64 position, QByteArrayView comment)
{
    wl::addComment(m_comments[position], comment);
}

void RestoredTables::moveComments(quint64 from, quint64 to)
{
    const RecordNote note = from != to ? m_comments.take(from) : RecordNote();
    if (note.isEmpty()) {
        return;
    }
    RecordNote& target = m_comments[to];
    target.isMarked = target.isMarked || note.isMarked;
    wl::addComment(target, note.comment.toUtf8());
}

// For the row that was added last.
void RestoredTables::takeComments(quint64 position)
{
    const auto found = m_comments.constFind(position);
    if (found != m_comments.constEnd()) {
        m_notes.set(RecordId(m_records.appended() - 1), *found);
        m_comments.erase(found);
    }
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
