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
        }
        return;
    }
    Flow& flow = knownFlow(facts);
    if (facts.packet.payloadBytes > 0) {
        data(facts, flow, direction, (flags & tcpPsh) != 0);
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
    } else if ((flags & tcpRst) != 0) {
        event(facts, flow, RecordKind::Reset, direction);
    } else if ((flags & tcpFin) != 0 && (flags & tcpPsh) != 0) {
        flow.halfClosed[index(direction)] = true;
        event(facts, flow, RecordKind::HalfClosed, direction);
    } else if ((flags & tcpFin) != 0) {
        flow.closing = flow.closing.value_or(direction);
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

void OwnRestorer::data(const PacketFacts& facts, const Flow& flow, Direction direction, bool isComplete)
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
    m_pendingEnd = facts.position + facts.blockBytes;
    const bool isFull =
        packet.payloadBytes == tcpPieceBytes &&
        facts.blockBytes == plainBlockBytes(facts.packetOffset + packet.payloadOffset, tcpPieceBytes);
    if (isComplete || !isFull) {
        finish();
    }
}

} // namespace wl
