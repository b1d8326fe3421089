// SPDX-License-Identifier: MIT
#include "capture/foreignrestorer.h"

#include "base/limits.h"
#include "capture/eventplan.h"
#include "capture/pcapng.h"

#include <algorithm>
#include <vector>

namespace wl {

using namespace pcapng;

namespace {

constexpr std::array<Direction, 2> bothDirections = {Direction::Sent, Direction::Received};

bool isSyn(const ParsedPacket& packet)
{
    return (packet.tcpFlags & (tcpSyn | tcpAck)) == tcpSyn;
}

// The sequence number of a packet's first byte of payload: a SYN takes one (RFC 9293 section 3.4).
quint32 payloadSequence(const ParsedPacket& packet)
{
    return packet.sequence + ((packet.tcpFlags & tcpSyn) != 0 ? 1 : 0);
}

} // namespace

void ForeignRestorer::packet(const PacketFacts& facts)
{
    if (facts.packet.kind == ParsedPacket::Kind::Fragment) {
        fragment(facts);
    } else {
        whole(facts);
    }
}

void ForeignRestorer::whole(const PacketFacts& facts)
{
    if (facts.packet.kind == ParsedPacket::Kind::Tcp) {
        tcp(facts);
    } else if (facts.packet.kind == ParsedPacket::Kind::Udp) {
        udp(facts);
    } else {
        m_tables.addDescription(facts, m_tables.nobody(facts), facts.direction.value_or(Direction::Received));
    }
}

// The last fragment of a packet becomes its row, the ones before are described.
void ForeignRestorer::fragment(const PacketFacts& facts)
{
    const ParsedPacket& packet = facts.packet;
    std::optional<FragmentAssembly::Whole> found;
    if (m_keep && m_read && packet.payloadBytes == packet.segmentBytes) {
        found = m_fragments.add(packet, facts.position + facts.packetOffset + packet.payloadOffset);
    }
    bool isOther = false;
    const auto put = found ? assembled(facts, *found, isOther) : std::nullopt;
    whole(put.value_or(facts));
    if (put && isOther) {
        m_tables.addRemark(m_tables.entry(*put, m_tables.nobody(*put), RecordKind::Note,
                                          facts.direction.value_or(Direction::Received)),
                           "IP fragments overlap with other bytes");
    }
}

// Of bytes that two fragments have, those of the one that begins first count; `isOther`: they differ.
std::optional<PacketFacts> ForeignRestorer::assembled(const PacketFacts& last,
                                                      const FragmentAssembly::Whole& whole, bool& isOther)
{
    QByteArray bytes;
    for (const FragmentAssembly::Piece& piece : whole.pieces) {
        if (piece.offset >= whole.length) { // behind the end that was told first
            isOther = true;
            break;
        }
        QByteArray part(piece.length, Qt::Uninitialized);
        if (!m_read(piece.position, part.data(), part.size())) {
            return std::nullopt;
        }
        const qsizetype known = std::min<qsizetype>(bytes.size() - piece.offset, part.size());
        isOther = isOther || QByteArrayView(bytes).sliced(piece.offset, known) != part.left(known);
        bytes += part.mid(known);
    }
    isOther = isOther || bytes.size() > whole.length;
    bytes.truncate(whole.length);
    const auto position = m_keep(bytes);
    if (!position) {
        return std::nullopt;
    }
    PacketFacts facts = last;
    facts.position = *position;
    facts.packetOffset = 0;
    facts.blockBytes = static_cast<quint32>(bytes.size());
    facts.packet = parseAssembled(whole.first, bytes);
    m_tables.moveComments(last.position, facts.position);
    return facts;
}

void ForeignRestorer::finish()
{
    std::vector<Flow*> waiting;
    for (auto& [ends, flow] : m_tcp) {
        if (flow.streams[0].held() + flow.streams[1].held() > 0) {
            waiting.push_back(&flow);
        }
    }
    std::sort(waiting.begin(), waiting.end(), [](const Flow* a, const Flow* b) { return a->id < b->id; });
    for (Flow* flow : waiting) {
        giveOut(*flow);
    }
}

ForeignRestorer::Flow& ForeignRestorer::flowOf(const PacketFacts& facts, Transport transport)
{
    const ParsedPacket& packet = facts.packet;
    Flows& flows = transport == Transport::Udp ? m_udp : m_tcp;
    const auto [known, isFirst] =
        flows.try_emplace(Ends{std::min(packet.from, packet.to), std::max(packet.from, packet.to)});
    Flow& flow = known->second;
    if (isFirst) {
        beginFlow(flow, facts, transport);
    } else if (transport == Transport::Tcp && isNewFlow(flow, facts)) {
        giveOut(flow);
        beginFlow(flow, facts, transport);
    }
    return flow;
}

// A SYN that is not one of the connection's own comes again: the ports are used anew.
bool ForeignRestorer::isNewFlow(const Flow& known, const PacketFacts& facts)
{
    const ParsedPacket& packet = facts.packet;
    if ((packet.tcpFlags & tcpSyn) == 0) {
        return false;
    }
    const Direction direction = packet.from == known.local ? Direction::Sent : Direction::Received;
    const StreamOrder& stream = known.streams[index(direction)];
    const bool isOther = stream.hasBegun() && stream.first() != payloadSequence(packet);
    if (!isSyn(packet)) {
        return isOther && (known.isReset || known.isClosed);
    }
    const StreamOrder& answer = known.streams[index(opposite(direction))];
    const bool isLate = !stream.hasBegun() && answer.hasBegun() && !known.hasSyn[index(opposite(direction))];
    return isOther || isLate || (stream.hasBegun() && !known.hasSyn[index(direction)]);
}

void ForeignRestorer::beginFlow(Flow& flow, const PacketFacts& facts, Transport transport)
{
    const ParsedPacket& packet = facts.packet;
    const bool isAnswer = (packet.tcpFlags & (tcpSyn | tcpAck)) == (tcpSyn | tcpAck);
    const SocketAddress& asker = isAnswer ? packet.to : packet.from;
    const SocketAddress local =
        !facts.direction ? asker : (*facts.direction == Direction::Sent ? packet.from : packet.to);
    const SocketAddress& peer = local == packet.from ? packet.to : packet.from;
    const bool hasSyn = transport == Transport::Tcp && (packet.tcpFlags & tcpSyn) != 0;
    flow = {};
    flow.local = local;
    flow.id = m_tables.addConnection(facts, transport, local == asker ? Role::Client : Role::Server, local,
                                     peer, hasSyn ? ConnectionState::Connecting : ConnectionState::Open);
}

void ForeignRestorer::udp(const PacketFacts& facts)
{
    const Flow& flow = flowOf(facts, Transport::Udp);
    const Direction direction = facts.packet.from == flow.local ? Direction::Sent : Direction::Received;
    RecordEntry entry = m_tables.entry(facts, flow.id, RecordKind::Data, direction);
    entry.length = facts.packet.payloadBytes;
    entry.payloadOffset = facts.packetOffset + facts.packet.payloadOffset;
    m_tables.addRecord(entry);
}

void ForeignRestorer::tcp(const PacketFacts& facts)
{
    Flow& flow = flowOf(facts, Transport::Tcp);
    const ParsedPacket& packet = facts.packet;
    const Direction direction = packet.from == flow.local ? Direction::Sent : Direction::Received;
    if ((packet.tcpFlags & tcpAck) != 0) {
        acknowledged(flow, opposite(direction), packet.acknowledged);
    }
    StreamOrder& stream = flow.streams[index(direction)];
    if (!stream.hasBegun()) {
        stream.begin(payloadSequence(packet));
    }
    if ((packet.tcpFlags & tcpSyn) != 0) {
        flow.hasSyn[index(direction)] = true;
        flow.handshake = (packet.tcpFlags & tcpAck) != 0;
    }
    const bool isFin = (packet.tcpFlags & (tcpFin | tcpRst | tcpSyn)) == tcpFin;
    if (packet.segmentBytes == 0 && !isFin) {
        tcpWithoutPayload(facts, flow, direction);
        return;
    }
    StreamSegment found;
    found.offset = stream.offsetOf(payloadSequence(packet));
    found.bytes = packet.segmentBytes;
    found.frameBytes = facts.originalBytes;
    found.tcpFlags = packet.tcpFlags;
    found.entry = m_tables.entry(facts, flow.id, RecordKind::Data, direction);
    found.entry.length = packet.payloadBytes;
    found.entry.payloadOffset = facts.packetOffset + packet.payloadOffset;
    if (flow.handshake && (packet.tcpFlags & tcpSyn) == 0) {
        flow.handshake = false; // the ACK that ends it carries bytes
        m_tables.setState(flow.id, RecordKind::Opened, direction);
    }
    segment(found, flow, direction);
}

void ForeignRestorer::tcpWithoutPayload(const PacketFacts& facts, Flow& flow, Direction direction)
{
    const quint8 flags = facts.packet.tcpFlags;
    const auto event = [&](RecordKind kind) {
        m_tables.addRecord(m_tables.entry(facts, flow.id, kind, direction));
    };
    if ((flags & tcpRst) != 0) {
        giveOut(flow);
        flow.isReset = true;
        event(RecordKind::Reset);
    } else if ((flags & tcpSyn) != 0) {
        m_tables.addDescription(facts, flow.id, direction);
    } else if (flow.handshake) {
        flow.handshake = false;
        event(RecordKind::Opened);
    } else if (flow.finished[0] && flow.finished[1] && !flow.isClosed) {
        flow.isClosed = true;
        event(RecordKind::Closed);
    } else {
        m_tables.addDescription(facts, flow.id, direction);
    }
}

// Bytes, or a FIN.
void ForeignRestorer::segment(const StreamSegment& segment, Flow& flow, Direction direction)
{
    StreamOrder& stream = flow.streams[index(direction)];
    const StreamOrder::Fit fit = stream.fit(segment.offset, segment.bytes);
    if (fit == StreamOrder::Fit::Early) {
        hold(segment, flow, direction);
    } else if (fit == StreamOrder::Fit::Next || segment.bytes == 0) {
        place(segment, flow, direction);
        release(flow, direction);
    } else {
        repeated(segment, flow, direction);
        ended(flow, direction, segment.tcpFlags);
    }
}

// A segment whose turn it is: the part that is new becomes the row.
void ForeignRestorer::place(const StreamSegment& segment, Flow& flow, Direction direction)
{
    StreamOrder& stream = flow.streams[index(direction)];
    RecordEntry entry = segment.entry;
    if (segment.bytes == 0) { // a FIN alone
        if (flow.finished[index(direction)]) {
            m_tables.addNote(entry, describeTcp(segment.tcpFlags), segment.frameBytes);
            return;
        }
        entry.kind = RecordKind::HalfClosed;
        entry.payloadOffset = 0;
        flow.finished[index(direction)] = true;
        m_tables.addRecord(entry);
        return;
    }
    const auto seen = static_cast<quint32>(std::max<qint64>(0, stream.next() - segment.offset));
    if (seen >= segment.bytes) {
        repeated(segment, flow, direction);
        ended(flow, direction, segment.tcpFlags);
        return;
    }
    const bool isOther = seen > 0 && differs(segment, stream);
    const quint32 skipped = std::min(seen, entry.length);
    entry.payloadOffset += skipped;
    entry.length -= skipped;
    if (entry.length > 0) {
        m_tables.addRecord(entry);
    } else {
        m_tables.addNote(entry, "TCP payload not captured", segment.bytes - seen);
    }
    stream.advance(segment.end(),
                   {segment.offset + seen, entry.position + entry.payloadOffset, entry.length});
    if (isOther) {
        m_tables.addRemark(segment.entry, "overlaps with other bytes than came first");
    }
    ended(flow, direction, segment.tcpFlags);
}

void ForeignRestorer::ended(Flow& flow, Direction direction, quint8 tcpFlags)
{
    if ((tcpFlags & tcpRst) != 0) {
        flow.isReset = true;
        m_tables.setState(flow.id, RecordKind::Reset, direction);
    } else if ((tcpFlags & tcpFin) != 0 && !flow.finished[index(direction)]) {
        flow.finished[index(direction)] = true;
        m_tables.setState(flow.id, RecordKind::HalfClosed, direction);
    }
    if (flow.isReset || (flow.finished[0] && flow.finished[1])) {
        flow.streams[0].forget();
        flow.streams[1].forget();
    }
}

void ForeignRestorer::hold(const StreamSegment& segment, Flow& flow, Direction direction)
{
    StreamOrder& stream = flow.streams[index(direction)];
    if (!stream.hold(segment)) {
        repeated(segment, flow, direction);
        return;
    }
    ++m_held;
    if (stream.held() > limits::heldSegments || m_held > limits::heldSegmentsInAll) {
        passGap(flow, direction);
    }
}

void ForeignRestorer::release(Flow& flow, Direction direction)
{
    StreamOrder& stream = flow.streams[index(direction)];
    while (const auto segment = stream.release()) {
        --m_held;
        place(*segment, flow, direction);
    }
}

// What is missing is not waited for any longer.
void ForeignRestorer::passGap(Flow& flow, Direction direction)
{
    StreamOrder& stream = flow.streams[index(direction)];
    const RecordEntry behind = stream.heldEntry();
    const quint32 missing = stream.passGap();
    m_tables.addRemark(behind, QByteArray::number(missing) + " bytes missing in the capture");
    release(flow, direction);
}

// The other side has what the capture has not.
void ForeignRestorer::acknowledged(Flow& flow, Direction direction, quint32 sequence)
{
    StreamOrder& stream = flow.streams[index(direction)];
    while (stream.held() > 0 && stream.offsetOf(sequence) > stream.firstHeld()) {
        passGap(flow, direction);
    }
}

void ForeignRestorer::giveOut(Flow& flow)
{
    for (const Direction direction : bothDirections) {
        while (flow.streams[index(direction)].held() > 0) {
            passGap(flow, direction);
        }
    }
}

void ForeignRestorer::repeated(const StreamSegment& segment, const Flow& flow, Direction direction)
{
    const StreamOrder& stream = flow.streams[index(direction)];
    QByteArray text = "TCP retransmission";
    switch (stream.fit(segment.offset, segment.bytes)) {
    case StreamOrder::Fit::KeepAlive: text = "TCP keep-alive"; break;
    case StreamOrder::Fit::Before: text = "TCP segment before the first one seen"; break;
    default:
        if (differs(segment, stream)) {
            text += " with other bytes";
        }
    }
    m_tables.addNote(segment.entry, text, segment.frameBytes);
}

// Whether bytes that were there before were others then, as far as those are remembered.
bool ForeignRestorer::differs(const StreamSegment& segment, const StreamOrder& stream) const
{
    const StreamOrder::Taken* taken = stream.taken();
    if (!taken || !m_read) {
        return false;
    }
    const StreamBytes again{segment.offset, segment.entry.position + segment.entry.payloadOffset,
                            segment.entry.length};
    return std::any_of(taken->begin(), taken->end(),
                       [&](const StreamBytes& before) { return bytesDiffer(before, again); });
}

bool ForeignRestorer::bytesDiffer(const StreamBytes& a, const StreamBytes& b) const
{
    const qint64 begin = std::max(a.offset, b.offset);
    const qint64 end = std::min(a.offset + a.length, b.offset + b.length);
    if (begin >= end) {
        return false;
    }
    const auto bytesOf = [&](const StreamBytes& bytes) {
        QByteArray copy(end - begin, Qt::Uninitialized);
        const quint64 at = bytes.position + static_cast<quint64>(begin - bytes.offset);
        return m_read(at, copy.data(), copy.size()) ? copy : QByteArray();
    };
    return bytesOf(a) != bytesOf(b);
}

} // namespace wl
