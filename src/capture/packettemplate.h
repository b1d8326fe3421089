// SPDX-License-Identifier: MIT
#pragma once

#include "base/socketaddress.h"
#include "base/trafficsink.h"
#include "capture/pcapng.h"

#include <QByteArrayView>

#include <array>

namespace wl {

/// Which synthetic headers a packet has. Mark: IP protocol 253 with the two ports, for what was no packet.
enum class PacketFormat : quint8 { Tcp, Udp, Mark };

/// What a packet carries beside its addresses. Sequence numbers, flags and window are for TCP only.
struct PacketFields
{
    qint64 timeNs = 0;
    quint32 sequence = 0;
    quint32 acknowledged = 0;
    quint8 tcpFlags = 0;
    quint16 window = 65'535;
    bool handshakeOptions = false; ///< the payload is TCP options, as in a SYN
    QByteArrayView comment = {};   ///< UTF-8, at most 65,535 bytes; empty for none
    QByteArrayView options = {};   ///< further options of the block, as they are in the file
    quint32 leftOutBytes = 0;      ///< of the payload, that were on the wire and are not written
};

/// The block header and packet headers of one connection, direction and format, built once and then copied
/// and filled in for each packet: pcapng enhanced packet, Ethernet, IPv4 or IPv6, TCP or UDP, checksums. A
/// value.
class PacketTemplate
{
public:
    PacketTemplate() = default;
    /// `from` and `to` may be invalid (unknown): zeros of the other's family then.
    PacketTemplate(PacketFormat format, quint32 interface, Direction direction, const SocketAddress& from,
                   const SocketAddress& to);
    /// Marks the frames as the second copy of packets that are in the capture already (see MirrorTable).
    void setMirror();

    /// Writes one block, returns its size. `out` has room for maximumBytes().
    qsizetype write(char* out, const PacketFields& fields, QByteArrayView payload) const;

    /// Bytes that write() may touch at `out`.
    [[nodiscard]] static constexpr qsizetype maximumBytes(qsizetype payload, qsizetype comment,
                                                          qsizetype options = 0)
    {
        return headerRoom + payload + comment + options + 64;
    }
    /// Of the payload, from the start of the block.
    [[nodiscard]] quint16 payloadOffset() const { return m_payloadOffset; }
    /// Of the comment, from the start of a block with a payload of `payload` bytes.
    [[nodiscard]] quint32 commentOffset(quint32 payload) const
    {
        return pcapng::packetHeaderBytes +
               pcapng::padded(m_payloadOffset - pcapng::packetHeaderBytes + payload) + 12;
    }
    /// Largest payload of one packet.
    [[nodiscard]] qsizetype maximumPayload() const;

private:
    void addEthernet(bool v6, Direction direction);
    void addIp(bool v6, const SocketAddress& from, const SocketAddress& to);
    void addTransport(const SocketAddress& from, const SocketAddress& to);
    void fillIp(char* out, quint32 captured) const;
    void fillTransport(char* out, const PacketFields& fields, quint16 segmentBytes, quint64 sum) const;

    static constexpr int headerRoom = 112; // 28 + 14 + 40 + 20, rounded up to whole words

    alignas(8) std::array<char, headerRoom> m_bytes{};
    quint64 m_ipSum = 0;
    quint64 m_transportSum = 0;
    quint32 m_flags = 0;
    quint16 m_payloadOffset = 0;
    quint16 m_ipOffset = 0;
    quint16 m_transportOffset = 0;
    PacketFormat m_format = PacketFormat::Tcp;
    bool m_v6 = false;
};

} // namespace wl
