// SPDX-License-Identifier: MIT
#include "capture/ownrestorer.h"

#include "capture/eventplan.h"
#include "capture/payloadreader.h"
#include "capture/pcapng.h"

namespace wl {

using namespace pcapng;

namespace {

Direction directionOf(const PacketFacts& facts)
{
    return facts.direction.value_or(Direction::Sent);
}

// An address that nobody knew was written as zeros.
SocketAddress orNone(const SocketAddress& address)
{
    const bool known = address.port != 0 || address.bytes != decltype(address.bytes){};
    return known ? address : SocketAddress();
}

} // namespace

void OwnRestorer::packet(const PacketFacts& facts)
{
    if (m_pending && !continues(facts)) {
        finish();
    }
    switch (facts.packet.kind) {
    case ParsedPacket::Kind::Tcp: tcp(facts); return;
    case ParsedPacket::Kind::Udp: udp(facts); return;
    case ParsedPacket::Kind::Mark: mark(facts); return;
    default: m_tables.addDescription(facts, m_tables.nobody(facts), directionOf(facts));
    }
}

// Packets with bytes, and the empty record of which PSH tells, are data.
bool OwnRestorer::isEvent(const ParsedPacket& packet, QByteArrayView comment)
{
    const bool isEmptyRecord = (packet.tcpFlags & (tcpPsh | tcpFin)) == tcpPsh;
    const bool isTcpEvent =
        packet.kind == ParsedPacket::Kind::Tcp && packet.segmentBytes == 0 && !isEmptyRecord;
    return (isTcpEvent || packet.kind == ParsedPacket::Kind::Mark) && parseEventComment(comment);
}

// Comments of a packet that is no row, as the SYN of a connection, are for the connection's next one.
void OwnRestorer::keepComments(const PacketFacts& facts, Flow& flow)
{
    if (facts.hasComments) {
        takeComments(flow, facts.position);
        flow.comments = facts.position;
    }
}

void OwnRestorer::takeComments(Flow& flow, quint64 position)
{
    if (flow.comments) {
        m_tables.moveComments(*flow.comments, position);
        flow.comments.reset();
    }
}

void OwnRestorer::finish()
{
    if (m_pending) {
        m_tables.addRecord(*m_pending);
        m_pending.reset();
    }
}

FlowKey OwnRestorer::keyOf(const PacketFacts& facts) const
{
    const bool sent = directionOf(facts) == Direction::Sent;
    const SocketAddress from = orNone(facts.packet.from);
    const SocketAddress to = orNone(facts.packet.to);
    return {facts.interface, sent ? from : to, sent ? to : from};
}

OwnRestorer::Flow& OwnRestorer::newFlow(const PacketFacts& facts, ConnectionState state)
{
    const FlowKey key = keyOf(facts);
    const InterfaceFacts& interface = m_tables.interface(facts.interface);
    Flow& flow = m_flows[key];
    flow = {};
    flow.id = m_tables.addConnection(facts, interface.transport, interface.role, key.local, key.peer, state);
    return flow;
}

OwnRestorer::Flow& OwnRestorer::knownFlow(const PacketFacts& facts)
{
    const auto known = m_flows.find(keyOf(facts));
    return known != m_flows.end() ? *known : newFlow(facts, ConnectionState::Open);
}

void OwnRestorer::tcp(const PacketFacts& facts)
{
    const quint8 flags = facts.packet.tcpFlags;
    const Direction direction = directionOf(facts);
    if ((flags & (tcpSyn | tcpAck)) == tcpSyn) {
        Flow& flow = newFlow(facts, ConnectionState::Connecting);
        if (const auto comment = parseEventComment(facts.comment)) {
            event(facts, flow, comment->kind, direction);
        } else {
            keepComments(facts, flow);
        }
        return;
    }
    Flow& flow = knownFlow(facts);
    if (facts.packet.payloadBytes > 0) {
        data(facts, flow, direction, (flags & tcpPsh) != 0);
    } else if (facts.packet.segmentBytes > 0) {
        m_tables.addNote(m_tables.entry(facts, flow.id, RecordKind::Note, direction), "payload left out",
                         facts.packet.segmentBytes);
    } else {
        tcpWithoutPayload(facts, flow, direction);
    }
}

// How turning points are told: docs/capture-format.md.
void OwnRestorer::tcpWithoutPayload(const PacketFacts& facts, Flow& flow, Direction direction)
{
    const quint8 flags = facts.packet.tcpFlags;
    if ((flags & tcpSyn) != 0) {
        flow.handshake = true;
        keepComments(facts, flow);
    } else if ((flags & tcpRst) != 0) {
        event(facts, flow, RecordKind::Reset, direction);
    } else if ((flags & tcpFin) != 0 && (flags & tcpPsh) != 0) {
        flow.halfClosed[index(direction)] = true;
        event(facts, flow, RecordKind::HalfClosed, direction);
    } else if ((flags & tcpFin) != 0) {
        flow.closing = flow.closing.value_or(direction);
        keepComments(facts, flow);
    } else if (const auto comment = parseEventComment(facts.comment)) {
        flow.handshake = flow.handshake && comment->kind != RecordKind::Opened;
        event(facts, flow, comment->kind, direction);
    } else if ((flags & tcpPsh) != 0) {
        data(facts, flow, direction, true);
    } else if (flow.handshake) {
        flow.handshake = false;
        event(facts, flow, RecordKind::Opened, direction);
    } else if (flow.closing || (flow.halfClosed[0] && flow.halfClosed[1])) {
        event(facts, flow, RecordKind::Closed, flow.closing.value_or(direction));
    } else {
        keepComments(facts, flow);
    }
}

void OwnRestorer::udp(const PacketFacts& facts)
{
    Flow* flow = &knownFlow(facts);
    if (flow->ended) {
        flow = &newFlow(facts, ConnectionState::Open);
    }
    data(facts, *flow, directionOf(facts), true);
}

void OwnRestorer::mark(const PacketFacts& facts)
{
    const auto comment = parseEventComment(facts.comment);
    if (!comment) {
        m_tables.addDescription(facts, m_tables.nobody(facts), directionOf(facts));
        return;
    }
    Flow& flow =
        comment->kind == RecordKind::Opened ? newFlow(facts, ConnectionState::Connecting) : knownFlow(facts);
    event(facts, flow, comment->kind, directionOf(facts));
}

void OwnRestorer::event(const PacketFacts& facts, Flow& flow, RecordKind kind, Direction direction)
{
    RecordEntry entry = m_tables.entry(facts, flow.id, kind, direction);
    const auto comment = parseEventComment(facts.comment);
    if (comment && comment->kind == kind) {
        entry.length = static_cast<quint32>(facts.comment.size() - comment->textOffset);
        entry.payloadOffset = facts.commentOffset + static_cast<quint32>(comment->textOffset);
    }
    flow.ended = isEnd(kind);
    takeComments(flow, entry.position);
    m_tables.addRecord(entry);
}

// A record's pieces lie behind each other, all but the last of them full.
bool OwnRestorer::continues(const PacketFacts& facts) const
{
    const ParsedPacket& packet = facts.packet;
    if (packet.kind != ParsedPacket::Kind::Tcp || packet.payloadBytes == 0 ||
        facts.position != m_pendingEnd || directionOf(facts) != m_pending->direction) {
        return false;
    }
    const auto flow = m_flows.constFind(keyOf(facts));
    return flow != m_flows.constEnd() && flow->id == m_pending->connectionId() && m_pending->pieces < 255;
}

void OwnRestorer::data(const PacketFacts& facts, Flow& flow, Direction direction, bool isComplete)
{
    const ParsedPacket& packet = facts.packet;
    if (m_pending) {
        m_pending->length += packet.payloadBytes;
        ++m_pending->pieces;
    } else {
        m_pending = m_tables.entry(facts, flow.id, RecordKind::Data, direction);
        m_pending->length = packet.payloadBytes;
        m_pending->payloadOffset = facts.packetOffset + packet.payloadOffset;
    }
    takeComments(flow, m_pending->position);
    if (facts.hasComments) [[unlikely]] {
        m_tables.moveComments(facts.position, m_pending->position);
    }
    m_pendingEnd = facts.position + facts.blockBytes;
    const bool isFull =
        packet.payloadBytes == tcpPieceBytes &&
        facts.blockBytes == plainBlockBytes(facts.packetOffset + packet.payloadOffset, tcpPieceBytes);
    if (isComplete || !isFull) {
        finish();
    }
}

} // namespace wl
