// SPDX-License-Identifier: MIT
#pragma once

#include "capture/blockbuffer.h"
#include "capture/eventplan.h"
#include "capture/packettemplate.h"

namespace wl {

/// The header templates of one connection: its packets in each direction, and (UDP) its marks.
struct FlowTemplates
{
    std::array<PacketTemplate, 2> packets; ///< by Direction
    std::array<PacketTemplate, 2> marks;   ///< UDP only

    FlowTemplates(const ConnectionInfo& info, quint32 interface, bool isMirror);
};

/// Where a record lies in the capture.
struct RecordPlace
{
    quint64 position = 0;                  ///< of the block with its first byte
    quint32 length = 0;                    ///< payload bytes; of an event: bytes of its text
    quint16 payloadOffset = 0;             ///< of the payload in that block
    quint8 pieces = 1;                     ///< blocks of the payload
    Direction direction = Direction::Sent; ///< as the packets tell it
    quint8 packets = 1;                    ///< in all
};

/// Writes the packets of one connection. Used under the lock of who owns the buffer.
class Flow
{
public:
    Flow(BlockBuffer& buffer, FlowState& state, const FlowTemplates& templates)
        : m_buffer(buffer)
        , m_state(state)
        , m_templates(templates)
    {
    }

    /// The state of a connection without packets. The first sequence numbers differ from one connection to
    /// the next, so that a reused port is not taken for a retransmission.
    [[nodiscard]] static FlowState initialState(ConnectionId id);
    /// Most bytes that one record can have; more become several records.
    [[nodiscard]] static qsizetype maximumRecord(Transport transport, const FlowTemplates& templates);
    /// Most bytes of an event's text; what is beyond is cut off.
    static constexpr qsizetype maximumText = 16'384;

    /// One record of at most maximumRecord() bytes.
    RecordPlace tcpData(Direction direction, qint64 timeNs, QByteArrayView bytes);
    RecordPlace udpData(Direction direction, qint64 timeNs, QByteArrayView bytes);
    RecordPlace tcpEvent(Role role, RecordKind kind, Direction direction, qint64 timeNs, QStringView text);
    RecordPlace udpEvent(RecordKind kind, Direction direction, qint64 timeNs, QStringView text);
    /// Leaves out bytes that could not be captured.
    void skip(Direction direction, quint64 bytes);
    /// Bytes of a TCP connection that are not written, as headers without payload. The number of packets.
    quint64 leaveOut(Direction direction, qint64 timeNs, quint64 bytes);
    /// Options (commentOptions()) that the last packet of the next record has. They stay valid until then.
    void setOptions(QByteArrayView options) { m_options = options; }

private:
    void tcpPacket(Direction direction, quint8 flags, qint64 timeNs, QByteArrayView payload,
                   QByteArrayView comment);
    void write(const PacketTemplate& packet, const PacketFields& fields, QByteArrayView payload);

    BlockBuffer& m_buffer;
    FlowState& m_state;
    const FlowTemplates& m_templates;
    QByteArrayView m_options;
};

} // namespace wl
