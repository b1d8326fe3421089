// SPDX-License-Identifier: MIT
#include "capture/packettemplate.h"

#include "capture/checksum.h"

namespace wl {

using namespace pcapng;

namespace {

constexpr int ethernetBytes = 14;
constexpr int ip4Bytes = 20;
constexpr int ip6Bytes = 40;
constexpr int tcpBytes = 20;
constexpr int udpBytes = 8;
constexpr int markBytes = 4;

// Locally administered addresses: 02:57:4c ("WL"), then who.
constexpr std::array<char, 6> ourMac = {0x02, 0x57, 0x4C, 0, 0, 1};
constexpr std::array<char, 6> peerMac = {0x02, 0x57, 0x4C, 0, 0, 2};

// 16 bytes of an address as IPv6, an IPv4 one mapped (::ffff:a.b.c.d), an unknown one as zeros.
std::array<char, 16> asV6(const SocketAddress& address)
{
    std::array<char, 16> bytes{};
    if (address.family == SocketAddress::Family::IPv6) {
        std::memcpy(bytes.data(), address.bytes.data(), 16);
    } else if (address.family == SocketAddress::Family::IPv4) {
        bytes[10] = bytes[11] = static_cast<char>(0xFF);
        std::memcpy(bytes.data() + 12, address.bytes.data(), 4);
    }
    return bytes;
}

quint8 protocolOf(PacketFormat format)
{
    switch (format) {
    case PacketFormat::Tcp: return protocolTcp;
    case PacketFormat::Udp: return protocolUdp;
    case PacketFormat::Mark: break;
    }
    return protocolMark;
}

int transportBytes(PacketFormat format)
{
    switch (format) {
    case PacketFormat::Tcp: return tcpBytes;
    case PacketFormat::Udp: return udpBytes;
    case PacketFormat::Mark: break;
    }
    return markBytes;
}

quint64 nativeWord(quint16 bigEndian)
{
    return qToBigEndian(bigEndian);
}

} // namespace

PacketTemplate::PacketTemplate(PacketFormat format, quint32 interface, Direction direction,
                               const SocketAddress& from, const SocketAddress& to)
    : m_flags(direction == Direction::Received ? flagInbound : flagOutbound)
    , m_format(format)
    , m_v6(from.family == SocketAddress::Family::IPv6 || to.family == SocketAddress::Family::IPv6)
{
    put<quint32>(m_bytes.data(), enhancedPacket);
    put<quint32>(m_bytes.data() + 8, interface);
    addEthernet(m_v6, direction);
    addIp(m_v6, from, to);
    addTransport(from, to);
}

void PacketTemplate::addEthernet(bool v6, Direction direction)
{
    char* ethernet = m_bytes.data() + packetHeaderBytes;
    const bool received = direction == Direction::Received;
    std::memcpy(ethernet, received ? ourMac.data() : peerMac.data(), 6);
    std::memcpy(ethernet + 6, received ? peerMac.data() : ourMac.data(), 6);
    putBig<quint16>(ethernet + 12, v6 ? 0x86DD : 0x0800);
}

void PacketTemplate::setMirror()
{
    putBig<quint16>(m_bytes.data() + packetHeaderBytes + 12, etherTypeMirror);
}

// RFC 791 and RFC 8200. The length and its share of the checksum come later.
void PacketTemplate::addIp(bool v6, const SocketAddress& from, const SocketAddress& to)
{
    m_ipOffset = packetHeaderBytes + ethernetBytes;
    m_transportOffset = static_cast<quint16>(m_ipOffset + (v6 ? ip6Bytes : ip4Bytes));
    char* ip = m_bytes.data() + m_ipOffset;
    const quint8 protocol = protocolOf(m_format);
    if (v6) {
        ip[0] = 0x60;
        ip[6] = static_cast<char>(protocol);
        ip[7] = 64; // hop limit
        std::memcpy(ip + 8, asV6(from).data(), 16);
        std::memcpy(ip + 24, asV6(to).data(), 16);
        m_transportSum = checksum::sum(ip + 8, 32);
    } else {
        ip[0] = 0x45;
        ip[6] = 0x40; // do not fragment
        ip[8] = 64;   // time to live
        ip[9] = static_cast<char>(protocol);
        std::memcpy(ip + 12, from.bytes.data(), 4);
        std::memcpy(ip + 16, to.bytes.data(), 4);
        m_ipSum = checksum::sum(ip, ip4Bytes);
        m_transportSum = checksum::sum(ip + 12, 8);
    }
    m_transportSum = checksum::add(m_transportSum, nativeWord(protocol));
}

void PacketTemplate::addTransport(const SocketAddress& from, const SocketAddress& to)
{
    char* transport = m_bytes.data() + m_transportOffset;
    putBig<quint16>(transport, from.port);
    putBig<quint16>(transport + 2, to.port);
    m_transportSum = checksum::add(m_transportSum, checksum::sum(transport, 4));
    m_payloadOffset = static_cast<quint16>(m_transportOffset + transportBytes(m_format));
}

qsizetype PacketTemplate::maximumPayload() const
{
    if (m_format == PacketFormat::Tcp) {
        return tcpPieceBytes;
    }
    return 65'535 - (m_v6 ? 0 : ip4Bytes) - transportBytes(m_format);
}

void PacketTemplate::fillIp(char* out, quint32 captured) const
{
    char* ip = out + m_ipOffset;
    const auto ipBytes = static_cast<quint16>(captured - ethernetBytes);
    if (m_v6) {
        putBig<quint16>(ip + 4, static_cast<quint16>(ipBytes - ip6Bytes));
        return;
    }
    putBig<quint16>(ip + 2, ipBytes);
    const quint16 check = checksum::finish(checksum::add(m_ipSum, nativeWord(ipBytes)));
    std::memcpy(ip + 10, &check, sizeof check);
}

void PacketTemplate::fillTransport(char* out, const PacketFields& fields, quint16 segmentBytes,
                                   quint64 sum) const
{
    char* transport = out + m_transportOffset;
    sum = checksum::add(sum, m_transportSum);
    sum = checksum::add(sum, nativeWord(segmentBytes));
    if (m_format == PacketFormat::Tcp) {
        const quint32 words = fields.handshakeOptions ? (tcpBytes + 8) / 4 : tcpBytes / 4;
        const quint32 sequence = qToBigEndian(fields.sequence);
        const quint32 acknowledged = qToBigEndian(fields.acknowledged);
        const quint32 flags = qToBigEndian(words << 28 | quint32{fields.tcpFlags} << 16 | fields.window);
        std::memcpy(transport + 4, &sequence, 4);
        std::memcpy(transport + 8, &acknowledged, 4);
        std::memcpy(transport + 12, &flags, 4);
        sum = checksum::add(sum, quint64{sequence} + acknowledged + flags);
        const quint16 check = checksum::finish(sum);
        std::memcpy(transport + 16, &check, sizeof check);
    } else if (m_format == PacketFormat::Udp) {
        putBig<quint16>(transport + 4, segmentBytes);
        quint16 check = checksum::finish(checksum::add(sum, nativeWord(segmentBytes)));
        check = check == 0 ? 0xFFFF : check; // RFC 768: zero would mean "no checksum"
        std::memcpy(transport + 6, &check, sizeof check);
    }
}

qsizetype PacketTemplate::write(char* out, const PacketFields& fields, QByteArrayView payload) const
{
    // Whole words of a fixed size: the payload overwrites what is too much.
    std::memcpy(out, m_bytes.data(), headerRoom);
    const auto payloadBytes = static_cast<quint32>(payload.size());
    const quint32 captured = m_payloadOffset - packetHeaderBytes + payloadBytes;
    const auto time = static_cast<quint64>(fields.timeNs);
    put<quint32>(out + 12, static_cast<quint32>(time >> 32));
    put<quint32>(out + 16, static_cast<quint32>(time));
    put<quint32>(out + 20, captured);
    put<quint32>(out + 24, captured + fields.leftOutBytes);

    const quint64 sum = checksum::copy(out + m_payloadOffset, payload.data(), payloadBytes);
    fillIp(out, captured + fields.leftOutBytes);
    const quint32 segmentBytes = m_payloadOffset - m_transportOffset + payloadBytes + fields.leftOutBytes;
    fillTransport(out, fields, static_cast<quint16>(segmentBytes), sum);

    put<quint32>(out + packetHeaderBytes + captured, 0); // padding; what is too much is overwritten
    char* option = out + packetHeaderBytes + padded(captured);
    put<quint32>(option, quint32{packetFlags} | 4U << 16);
    put<quint32>(option + 4, m_flags);
    option += 8;
    if (!fields.comment.isEmpty()) {
        const auto size = static_cast<quint16>(fields.comment.size());
        put<quint16>(option, comment);
        put<quint16>(option + 2, size);
        std::memcpy(option + 4, fields.comment.data(), size);
        put<quint32>(option + 4 + size, 0);
        option += 4 + padded(size);
    }
    if (!fields.options.isEmpty()) {
        std::memcpy(option, fields.options.data(), static_cast<size_t>(fields.options.size()));
        option += fields.options.size();
    }
    put<quint32>(option, endOfOptions);
    const auto total = static_cast<quint32>(option + 8 - out);
    put<quint32>(out + 4, total);
    put<quint32>(option + 4, total);
    return total;
}

} // namespace wl
