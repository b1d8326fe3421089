// SPDX-License-Identifier: MIT
#include "capture/flow.h"

#include <algorithm>
#include <utility>

namespace wl {

using namespace pcapng;

namespace {

// TCP options of a SYN: maximum segment size 65,495 (RFC 9293), window scale 14 (RFC 7323): with windows of
// 65,535 a reader never finds one full.
constexpr std::array<char, 8> handshakeOptions = {
    2, 4, static_cast<char>(0xFF), static_cast<char>(0xD7), 1, 3, 3, 14};
constexpr quint16 wideWindow = 65'535;
constexpr quint16 narrowWindow = 65'534;
constexpr int maximumPieces = 255;

// A well mixed number (the finalizer of MurmurHash3).
quint32 mixed(quint32 value)
{
    value ^= value >> 16;
    value *= 0x85EB'CA6BU;
    value ^= value >> 13;
    value *= 0xC2B2'AE35U;
    value ^= value >> 16;
    return value;
}

PacketTemplate directed(PacketFormat format, const ConnectionInfo& info, quint32 interface,
                        Direction direction)
{
    const bool sent = direction == Direction::Sent;
    return {format, interface, direction, sent ? info.local : info.peer, sent ? info.peer : info.local};
}

std::array<PacketTemplate, 2> bothDirections(PacketFormat format, const ConnectionInfo& info,
                                             quint32 interface)
{
    return {directed(format, info, interface, Direction::Sent),
            directed(format, info, interface, Direction::Received)};
}

// Cut so that no UTF-8 character is split.
QByteArray commentText(QStringView text)
{
    QByteArray bytes = text.toUtf8();
    if (bytes.size() > Flow::maximumText) {
        qsizetype end = Flow::maximumText;
        while (end > 0 && (static_cast<quint8>(bytes[end]) & 0xC0) == 0x80) {
            --end;
        }
        bytes.truncate(end);
    }
    return bytes;
}

} // namespace

FlowTemplates::FlowTemplates(const ConnectionInfo& info, quint32 interface, bool isMirror)
    : packets(bothDirections(info.transport == Transport::Udp ? PacketFormat::Udp : PacketFormat::Tcp, info,
                             interface))
{
    if (info.transport == Transport::Udp) {
        marks = bothDirections(PacketFormat::Mark, info, interface);
    }
    if (isMirror) {
        for (PacketTemplate& packet : packets) {
            packet.setMirror();
        }
        for (PacketTemplate& mark : marks) {
            mark.setMirror();
        }
    }
}

FlowState Flow::initialState(ConnectionId id)
{
    FlowState state;
    state.next = {mixed(id.value() * 2 + 1), mixed(id.value() * 2 + 2)};
    return state;
}

qsizetype Flow::maximumRecord(Transport transport, const FlowTemplates& templates)
{
    return transport == Transport::Udp ? templates.packets[0].maximumPayload()
                                       : maximumPieces * tcpPieceBytes;
}

void Flow::write(const PacketTemplate& packet, const PacketFields& fields, QByteArrayView payload)
{
    char* out = m_buffer.reserve(
        PacketTemplate::maximumBytes(payload.size(), fields.comment.size(), fields.options.size()));
    m_buffer.advance(packet.write(out, fields, payload));
}

RecordPlace Flow::tcpData(Direction direction, qint64 timeNs, QByteArrayView bytes)
{
    const size_t side = index(direction);
    const PacketTemplate& packet = m_templates.packets[side];
    const auto length = static_cast<quint32>(bytes.size());
    RecordPlace place{m_buffer.position(), length, packet.payloadOffset(), 1, direction};

    PacketFields fields;
    fields.timeNs = timeNs;
    fields.acknowledged = m_state.next[index(opposite(direction))];
    fields.sequence = m_state.next[side];
    fields.tcpFlags = tcpAck;
    while (bytes.size() > tcpPieceBytes) {
        write(packet, fields, bytes.first(tcpPieceBytes));
        fields.sequence += static_cast<quint32>(tcpPieceBytes);
        bytes = bytes.sliced(tcpPieceBytes);
        ++place.pieces;
    }
    fields.tcpFlags = tcpPsh | tcpAck; // the record ends here
    fields.options = std::exchange(m_options, {});
    write(packet, fields, bytes);

    place.packets = place.pieces;
    m_state.next[side] += length;
    m_state.acknowledged[side] = fields.acknowledged;
    m_state.narrowWindow[side] = false;
    m_state.stage = FlowState::Stage::Running;
    return place;
}

RecordPlace Flow::udpData(Direction direction, qint64 timeNs, QByteArrayView bytes)
{
    const PacketTemplate& packet = m_templates.packets[index(direction)];
    const RecordPlace place{m_buffer.position(), static_cast<quint32>(bytes.size()), packet.payloadOffset(),
                            1, direction};
    PacketFields fields;
    fields.timeNs = timeNs;
    fields.options = std::exchange(m_options, {});
    write(packet, fields, bytes);
    return place;
}

void Flow::tcpPacket(Direction direction, quint8 flags, qint64 timeNs, QByteArrayView payload,
                     QByteArrayView comment)
{
    const size_t side = index(direction);
    PacketFields fields;
    fields.timeNs = timeNs;
    fields.tcpFlags = flags;
    fields.comment = comment;
    fields.options = comment.isEmpty() ? QByteArrayView() : std::exchange(m_options, {}); // on the last one
    fields.handshakeOptions = (flags & tcpSyn) != 0;
    fields.sequence = m_state.next[side] - (fields.handshakeOptions ? 1 : 0);
    fields.acknowledged = (flags & tcpAck) != 0 ? m_state.next[index(opposite(direction))] : 0;
    // The same empty ACK twice reads as "duplicate ACK": let the window differ, which only reads as an
    // update.
    const bool again = flags == tcpAck && fields.acknowledged == m_state.acknowledged[side];
    m_state.narrowWindow[side] = again && !m_state.narrowWindow[side];
    fields.window = m_state.narrowWindow[side] ? narrowWindow : wideWindow;
    write(m_templates.packets[side], fields, payload);

    m_state.acknowledged[side] = fields.acknowledged;
    if ((flags & tcpFin) != 0) {
        ++m_state.next[side];
        m_state.finished[side] = true;
    }
    m_state.reset = m_state.reset || (flags & tcpRst) != 0;
    if (m_state.stage == FlowState::Stage::Nothing) {
        m_state.stage = FlowState::Stage::Asked;
    }
    if (flags == (tcpSyn | tcpAck)) {
        m_state.stage = FlowState::Stage::Running;
    }
}

RecordPlace Flow::tcpEvent(Role role, RecordKind kind, Direction direction, qint64 timeNs, QStringView text)
{
    const EventPlan plan = planEvent(m_state, role, kind, direction);
    const QByteArray words = commentText(text);
    QByteArray comment;
    // A person's comment never is a packet's first one: ours tells what happened.
    if (plan.needsComment || !words.isEmpty() || !m_options.isEmpty()) {
        const QLatin1String name = kindName(kind);
        comment = QByteArray(name.data(), name.size()) + (words.isEmpty() ? "" : ": ") + words;
    }
    RecordPlace place;
    place.direction = plan.direction(kind);
    place.packets = static_cast<quint8>(plan.count);
    for (int i = 0; i < plan.count; ++i) {
        const PlannedPacket& packet = plan.packets[static_cast<size_t>(i)];
        const bool last = i == plan.count - 1;
        const bool handshake = (packet.tcpFlags & tcpSyn) != 0;
        const QByteArrayView options =
            handshake ? QByteArrayView(handshakeOptions.data(), handshakeOptions.size()) : QByteArrayView();
        place.position = m_buffer.position();
        tcpPacket(packet.direction, packet.tcpFlags, timeNs, options, last ? comment : QByteArrayView());
        if (last && !words.isEmpty()) {
            const quint32 offset = m_templates.packets[index(packet.direction)].commentOffset(
                static_cast<quint32>(options.size()));
            place.payloadOffset = static_cast<quint16>(offset + comment.size() - words.size());
            place.length = static_cast<quint32>(words.size());
        }
    }
    return place;
}

RecordPlace Flow::udpEvent(RecordKind kind, Direction direction, qint64 timeNs, QStringView text)
{
    const QByteArray words = commentText(text);
    const QLatin1String name = kindName(kind);
    const QByteArray comment = QByteArray(name.data(), name.size()) + (words.isEmpty() ? "" : ": ") + words;
    const PacketTemplate& mark = m_templates.marks[index(direction)];
    const quint32 textOffset = mark.commentOffset(0) + static_cast<quint32>(comment.size() - words.size());
    const RecordPlace place{m_buffer.position(), static_cast<quint32>(words.size()),
                            static_cast<quint16>(textOffset), 1, direction};
    PacketFields fields;
    fields.timeNs = timeNs;
    fields.comment = comment;
    fields.options = std::exchange(m_options, {});
    write(mark, fields, {});
    return place;
}

quint64 Flow::leaveOut(Direction direction, qint64 timeNs, quint64 bytes)
{
    const size_t side = index(direction);
    PacketFields fields;
    fields.timeNs = timeNs;
    fields.tcpFlags = tcpAck;
    fields.acknowledged = m_state.next[index(opposite(direction))];
    quint64 packets = 0;
    for (; bytes > 0; bytes -= fields.leftOutBytes, ++packets) {
        fields.leftOutBytes = static_cast<quint32>(std::min<quint64>(bytes, tcpPieceBytes));
        fields.sequence = m_state.next[side];
        write(m_templates.packets[side], fields, {});
        m_state.next[side] += fields.leftOutBytes;
    }
    m_state.acknowledged[side] = fields.acknowledged;
    m_state.narrowWindow[side] = false;
    m_state.stage = FlowState::Stage::Running;
    return packets;
}

void Flow::skip(Direction direction, quint64 bytes)
{
    m_state.next[index(direction)] += static_cast<quint32>(bytes);
}

} // namespace wl
