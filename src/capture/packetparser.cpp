// SPDX-License-Identifier: MIT
#include "capture/packetparser.h"

#include "capture/pcapng.h"

#include <array>
#include <utility>

namespace wl {

using namespace pcapng;

namespace {

using Kind = ParsedPacket::Kind;

constexpr quint16 etherIp4 = 0x0800;
constexpr quint16 etherIp6 = 0x86DD;
constexpr quint16 etherVlan = 0x8100;
constexpr quint16 etherServiceVlan = 0x88A8;
constexpr quint16 etherOldServiceVlan = 0x9100; // QinQ before 802.1ad

constexpr quint8 extensionHopByHop = 0;
constexpr quint8 extensionRouting = 43;
constexpr quint8 extensionFragment = 44;
constexpr quint8 extensionAuthentication = 51;
constexpr quint8 extensionDestination = 60;

constexpr quint16 linkNull = 0;
constexpr quint16 linkRawBsd = 12; // raw IP is one of three, by the system that captured
constexpr quint16 linkRawOpenBsd = 14;
constexpr quint16 linkLoop = 108;
constexpr quint16 linkLinuxCooked = 113;
constexpr quint16 linkIp4 = 228;
constexpr quint16 linkIp6 = 229;
constexpr quint16 linkLinuxCooked2 = 276;

quint8 byteAt(QByteArrayView bytes, qsizetype at)
{
    return static_cast<quint8>(bytes[at]);
}

quint16 wordAt(QByteArrayView bytes, qsizetype at)
{
    return qFromBigEndian<quint16>(bytes.data() + at);
}

quint32 longAt(QByteArrayView bytes, qsizetype at)
{
    return qFromBigEndian<quint32>(bytes.data() + at);
}

bool isVlan(quint16 etherType)
{
    return etherType == etherVlan || etherType == etherServiceVlan || etherType == etherOldServiceVlan;
}

// Looks at one packet from the outside in. Each step says whether there is a next one.
class PacketParser
{
public:
    explicit PacketParser(QByteArrayView packet)
        : m_packet(packet)
        , m_end(packet.size())
        , m_wireEnd(packet.size())
    {
    }

    ParsedPacket parse(quint16 linkType)
    {
        m_result.number = linkType;
        switch (linkType) {
        case linkEthernet: ethernet(); break;
        case linkRaw:
        case linkRawBsd:
        case linkRawOpenBsd:
        case linkIp4:
        case linkIp6: ip(); break;
        case linkNull:
        case linkLoop: skipThenIp(4); break;
        case linkLinuxCooked: cooked(14, 16); break;
        case linkLinuxCooked2: cooked(0, 20); break;
        default: m_result.kind = Kind::Link;
        }
        return m_result;
    }

    /// The packet is what IP carries.
    ParsedPacket parsePayload(const ParsedPacket& fragment)
    {
        m_result.from = fragment.from;
        m_result.to = fragment.to;
        if (fragment.isIp6) {
            extensions(static_cast<quint8>(fragment.number));
        } else {
            transport(static_cast<quint8>(fragment.number));
        }
        return m_result;
    }

private:
    [[nodiscard]] bool has(qsizetype bytes) const { return m_end - m_at >= bytes; }

    void ethernet()
    {
        if (!has(14)) {
            return;
        }
        const quint16 type = wordAt(m_packet, m_at + 12);
        m_at += 14;
        byEtherType(type);
    }

    void cooked(qsizetype typeAt, qsizetype headerBytes)
    {
        if (!has(headerBytes)) {
            return;
        }
        const quint16 type = wordAt(m_packet, m_at + typeAt);
        m_at += headerBytes;
        byEtherType(type);
    }

    void byEtherType(quint16 type)
    {
        while (isVlan(type) && has(4)) {
            type = wordAt(m_packet, m_at + 2);
            m_at += 4;
        }
        if (type == etherIp4 || type == etherIp6 || (type == etherTypeMirror && looksLikeIp())) {
            ip();
            return;
        }
        m_result.kind = Kind::Frame;
        m_result.number = type;
    }

    // Others use the mirror's type for something else.
    [[nodiscard]] bool looksLikeIp() const
    {
        const int version = has(1) ? byteAt(m_packet, m_at) >> 4 : 0;
        return version == 4 || version == 6;
    }

    void skipThenIp(qsizetype bytes)
    {
        if (has(bytes)) {
            m_at += bytes;
            ip();
        }
    }

    void ip()
    {
        if (!has(1)) {
            return;
        }
        const int version = byteAt(m_packet, m_at) >> 4;
        if (version == 4) {
            ip4();
        } else if (version == 6) {
            ip6();
        }
    }

    void address4(SocketAddress& to, qsizetype at)
    {
        to.family = SocketAddress::Family::IPv4;
        std::memcpy(to.bytes.data(), m_packet.data() + at, 4);
    }

    void address6(SocketAddress& to, qsizetype at)
    {
        static constexpr std::array<char, 12> mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
        if (std::memcmp(m_packet.data() + at, mapped.data(), mapped.size()) == 0) {
            address4(to, at + 12);
            return;
        }
        to.family = SocketAddress::Family::IPv6;
        std::memcpy(to.bytes.data(), m_packet.data() + at, 16);
    }

    // RFC 791. A total length of zero is what segmentation in the network card leaves: then all that is
    // there.
    void ip4()
    {
        if (!has(20)) {
            return;
        }
        const qsizetype headerBytes = qsizetype{byteAt(m_packet, m_at) & 15} * 4;
        const qsizetype totalBytes = wordAt(m_packet, m_at + 2);
        if (headerBytes < 20 || !has(headerBytes) || (totalBytes != 0 && totalBytes < headerBytes)) {
            return;
        }
        const qsizetype idAt = m_at + 4;
        const quint16 fragment = wordAt(m_packet, m_at + 6);
        const quint8 protocol = byteAt(m_packet, m_at + 9);
        address4(m_result.from, m_at + 12);
        address4(m_result.to, m_at + 16);
        if (totalBytes != 0) {
            endAt(m_at + totalBytes);
        }
        m_at += headerBytes;
        if ((fragment & 0x3FFF) != 0) { // more fragments, or an offset
            m_result.fragmentId = wordAt(m_packet, idAt);
            m_result.hasMoreFragments = (fragment & 0x2000) != 0;
            asFragment(protocol, quint32{8} * (fragment & 0x1FFF));
            return;
        }
        transport(protocol);
    }

    // RFC 8200, with the extension headers that are skipped by their length.
    void ip6()
    {
        if (!has(40)) {
            return;
        }
        const qsizetype payloadBytes = wordAt(m_packet, m_at + 4);
        quint8 next = byteAt(m_packet, m_at + 6);
        address6(m_result.from, m_at + 8);
        address6(m_result.to, m_at + 24);
        m_at += 40;
        if (payloadBytes != 0) {
            endAt(m_at + payloadBytes);
        }
        extensions(next);
    }

    void extensions(quint8 next)
    {
        while (isExtension(next) && has(8)) {
            const quint16 fragment = next == extensionFragment ? wordAt(m_packet, m_at + 2) : quint16{0};
            if ((fragment & 0xFFF9) != 0) { // an offset, or more fragments
                m_result.isIp6 = true;
                m_result.fragmentId = longAt(m_packet, m_at + 4);
                m_result.hasMoreFragments = (fragment & 1) != 0;
                const quint8 protocol = byteAt(m_packet, m_at);
                m_at += 8;
                asFragment(protocol, fragment & 0xFFF8U);
                return;
            }
            const qsizetype size = extensionBytes(next);
            next = byteAt(m_packet, m_at);
            if (!has(size)) {
                return;
            }
            m_at += size;
        }
        transport(next);
    }

    static bool isExtension(quint8 header)
    {
        return header == extensionHopByHop || header == extensionRouting || header == extensionFragment ||
               header == extensionAuthentication || header == extensionDestination;
    }

    // RFC 8200 section 4; RFC 4302 section 2.2 for the authentication header, which counts in words.
    [[nodiscard]] qsizetype extensionBytes(quint8 header) const
    {
        const qsizetype length = byteAt(m_packet, m_at + 1);
        if (header == extensionFragment) {
            return 8;
        }
        return header == extensionAuthentication ? (length + 2) * 4 : (length + 1) * 8;
    }

    void asFragment(quint8 protocol, quint32 offset)
    {
        m_result.kind = Kind::Fragment;
        m_result.number = protocol;
        m_result.fragmentOffset = offset;
        m_result.segmentBytes = static_cast<quint32>(std::max<qsizetype>(0, m_wireEnd - m_at));
        payload(0, m_end);
    }

    // The packet ends there on the wire; what a frame has behind it is padding.
    void endAt(qsizetype end)
    {
        m_wireEnd = end;
        m_end = std::min(m_end, end);
    }

    void transport(quint8 protocol)
    {
        m_result.kind = Kind::Ip;
        m_result.number = protocol;
        if (protocol == protocolTcp) {
            tcp();
        } else if (protocol == protocolUdp) {
            udp();
        } else if (protocol == protocolMark && m_end - m_at == 4) {
            ports();
            m_result.kind = Kind::Mark;
        }
    }

    void ports()
    {
        m_result.from.port = wordAt(m_packet, m_at);
        m_result.to.port = wordAt(m_packet, m_at + 2);
    }

    void payload(qsizetype headerBytes, qsizetype end)
    {
        m_result.payloadOffset = static_cast<quint32>(m_at + headerBytes);
        m_result.payloadBytes = static_cast<quint32>(std::max<qsizetype>(0, end - m_at - headerBytes));
    }

    void tcp()
    {
        m_result.kind = Kind::Broken;
        if (!has(20)) {
            return;
        }
        const qsizetype headerBytes = qsizetype{byteAt(m_packet, m_at + 12) >> 4} * 4;
        if (headerBytes < 20 || !has(headerBytes)) {
            return;
        }
        ports();
        m_result.sequence = longAt(m_packet, m_at + 4);
        m_result.acknowledged = longAt(m_packet, m_at + 8);
        m_result.tcpFlags = byteAt(m_packet, m_at + 13);
        m_result.segmentBytes = static_cast<quint32>(m_wireEnd - m_at - headerBytes);
        payload(headerBytes, m_end);
        m_result.kind = Kind::Tcp;
    }

    void udp()
    {
        m_result.kind = Kind::Broken;
        if (!has(8)) {
            return;
        }
        const qsizetype bytes = wordAt(m_packet, m_at + 4);
        if (bytes != 0 && bytes < 8) {
            return;
        }
        ports();
        payload(8, bytes == 0 ? m_end : std::min(m_end, m_at + bytes));
        m_result.kind = Kind::Udp;
    }

    QByteArrayView m_packet;
    qsizetype m_at = 0;
    qsizetype m_end;
    qsizetype m_wireEnd; ///< where the packet ended before it was cut short
    ParsedPacket m_result;
};

QByteArray frameName(quint16 etherType)
{
    switch (etherType) {
    case 0x0806: return "ARP";
    case 0x88CC: return "LLDP";
    default: return "Ethernet type 0x" + QByteArray::number(etherType, 16).rightJustified(4, '0');
    }
}

QByteArray protocolName(quint16 protocol)
{
    switch (protocol) {
    case 1: return "ICMP";
    case 2: return "IGMP";
    case 58: return "ICMPv6";
    case 132: return "SCTP";
    default: return "IP protocol " + QByteArray::number(protocol);
    }
}

} // namespace

ParsedPacket parsePacket(quint16 linkType, QByteArrayView packet)
{
    return PacketParser(packet).parse(linkType);
}

ParsedPacket parseAssembled(const ParsedPacket& fragment, QByteArrayView payload)
{
    return PacketParser(payload).parsePayload(fragment);
}

QByteArray describeTcp(quint8 tcpFlags)
{
    QByteArray text = "TCP";
    const std::pair<quint8, const char*> known[] = {
        {tcpSyn, " SYN"}, {tcpFin, " FIN"}, {tcpRst, " RST"}, {tcpPsh, " PSH"}, {tcpAck, " ACK"}};
    for (const auto& [bit, name] : known) {
        if ((tcpFlags & bit) != 0) {
            text += name;
        }
    }
    return text;
}

QByteArray describePacket(const ParsedPacket& packet)
{
    switch (packet.kind) {
    case Kind::Tcp: return describeTcp(packet.tcpFlags);
    case Kind::Udp: return "UDP";
    case Kind::Mark: return "mark";
    case Kind::Fragment: return "IP fragment";
    case Kind::Ip: return protocolName(packet.number);
    case Kind::Frame: return frameName(packet.number);
    case Kind::Link: return "link type " + QByteArray::number(packet.number);
    case Kind::Broken: break;
    }
    return "unreadable packet";
}

} // namespace wl
