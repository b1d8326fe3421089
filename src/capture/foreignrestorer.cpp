// SPDX-License-Identifier: MIT
#include "capture/foreignrestorer.h"

#include "capture/pcapng.h"

namespace wl {

using namespace pcapng;

void ForeignRestorer::packet(const PacketFacts& facts)
{
    if (facts.packet.kind == ParsedPacket::Kind::Tcp) {
        tcp(facts);
    } else if (facts.packet.kind == ParsedPacket::Kind::Udp) {
        const Flow& flow = flowOf(facts, Transport::Udp);
        data(facts, flow, facts.packet.from == flow.local ? Direction::Sent : Direction::Received);
    } else {
        m_tables.addDescription(facts, m_tables.nobody(facts), facts.direction.value_or(Direction::Received));
    }
}

ForeignRestorer::Flow& ForeignRestorer::flowOf(const PacketFacts& facts, Transport transport)
{
    const ParsedPacket& packet = facts.packet;
    const FlowKey key{facts.interface, std::min(packet.from, packet.to), std::max(packet.from, packet.to)};
    QHash<FlowKey, Flow>& flows = transport == Transport::Udp ? m_udp : m_tcp;
    const auto known = flows.find(key);
    const bool isSyn = transport == Transport::Tcp && (packet.tcpFlags & (tcpSyn | tcpAck)) == tcpSyn;
    if (known != flows.end() && !(isSyn && !known->isFresh)) {
        return *known;
    }
    return newFlow(facts, transport, key);
}

ForeignRestorer::Flow& ForeignRestorer::newFlow(const PacketFacts& facts, Transport transport,
                                                const FlowKey& key)
{
    const ParsedPacket& packet = facts.packet;
    const bool isAnswer = (packet.tcpFlags & (tcpSyn | tcpAck)) == (tcpSyn | tcpAck);
    const SocketAddress& asker = isAnswer ? packet.to : packet.from;
    const SocketAddress local =
        !facts.direction ? asker : (*facts.direction == Direction::Sent ? packet.from : packet.to);
    const SocketAddress& peer = local == packet.from ? packet.to : packet.from;
    const bool hasSyn = transport == Transport::Tcp && (packet.tcpFlags & tcpSyn) != 0;

    QHash<FlowKey, Flow>& flows = transport == Transport::Udp ? m_udp : m_tcp;
    Flow& flow = flows[key];
    flow = {};
    flow.local = local;
    flow.id = m_tables.addConnection(facts, transport, local == asker ? Role::Client : Role::Server, local,
                                     peer, hasSyn ? ConnectionState::Connecting : ConnectionState::Open);
    return flow;
}

void ForeignRestorer::tcp(const PacketFacts& facts)
{
    Flow& flow = flowOf(facts, Transport::Tcp);
    const quint8 flags = facts.packet.tcpFlags;
    const Direction direction = facts.packet.from == flow.local ? Direction::Sent : Direction::Received;
    flow.isFresh = flow.isFresh && (flags & (tcpSyn | tcpAck)) == tcpSyn;
    if (facts.packet.payloadBytes == 0) {
        tcpWithoutPayload(facts, flow, direction);
        return;
    }
    data(facts, flow, direction);
    if ((flags & tcpFin) != 0) {
        flow.finished[index(direction)] = true;
        m_tables.setState(flow.id, RecordKind::HalfClosed, direction);
    }
}

void ForeignRestorer::tcpWithoutPayload(const PacketFacts& facts, Flow& flow, Direction direction)
{
    const quint8 flags = facts.packet.tcpFlags;
    if ((flags & tcpRst) != 0) {
        event(facts, flow, RecordKind::Reset, direction);
    } else if ((flags & tcpSyn) != 0) {
        flow.handshake = (flags & tcpAck) != 0;
        m_tables.addDescription(facts, flow.id, direction);
    } else if ((flags & tcpFin) != 0) {
        flow.finished[index(direction)] = true;
        event(facts, flow, RecordKind::HalfClosed, direction);
    } else if (flow.handshake) {
        flow.handshake = false;
        event(facts, flow, RecordKind::Opened, direction);
    } else if (flow.finished[0] && flow.finished[1] && !flow.closed) {
        flow.closed = true;
        event(facts, flow, RecordKind::Closed, direction);
    } else {
        m_tables.addDescription(facts, flow.id, direction);
    }
}

void ForeignRestorer::data(const PacketFacts& facts, const Flow& flow, Direction direction)
{
    RecordEntry entry = m_tables.entry(facts, flow.id, RecordKind::Data, direction);
    entry.length = facts.packet.payloadBytes;
    entry.payloadOffset = facts.packetOffset + facts.packet.payloadOffset;
    m_tables.addRecord(entry);
}

void ForeignRestorer::event(const PacketFacts& facts, const Flow& flow, RecordKind kind, Direction direction)
{
    m_tables.addRecord(m_tables.entry(facts, flow.id, kind, direction));
}

} // namespace wl
