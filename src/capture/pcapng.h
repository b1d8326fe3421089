// SPDX-License-Identifier: MIT
#pragma once

#include <QtEndian>

#include <cstring>

/// Numbers of the pcapng format (draft-ietf-opsawg-pcapng) that we write or read, and of the headers inside.
namespace wl::pcapng {

inline constexpr quint32 sectionHeader = 0x0A0D0D0A;
inline constexpr quint32 interfaceDescription = 1;
inline constexpr quint32 obsoletePacket = 2;
inline constexpr quint32 simplePacket = 3;
inline constexpr quint32 interfaceStatistics = 5;
inline constexpr quint32 enhancedPacket = 6;
/// A local-use type (highest bit set), skipped by every reader: covers what is left of the previous content
/// while a segment's file is written anew.
inline constexpr quint32 filler = 0x8000'574C;

inline constexpr quint32 byteOrderMagic = 0x1A2B3C4D;
inline constexpr quint32 byteOrderMagicSwapped = 0x4D3C2B1A;

inline constexpr quint16 endOfOptions = 0;
inline constexpr quint16 comment = 1;
inline constexpr quint16 sectionApplication = 4;
inline constexpr quint16 interfaceName = 2;
inline constexpr quint16 interfaceDetails = 3;
inline constexpr quint16 interfaceResolution = 9;
inline constexpr quint16 packetFlags = 2;
inline constexpr quint16 statisticsStart = 2;
inline constexpr quint16 statisticsEnd = 3;
inline constexpr quint16 statisticsReceived = 4;
inline constexpr quint16 statisticsDropped = 5;

inline constexpr quint32 flagInbound = 1;
inline constexpr quint32 flagOutbound = 2;

inline constexpr quint16 linkEthernet = 1;
inline constexpr quint16 linkRaw = 101;

inline constexpr int minimumBlockBytes = 12;
/// Type, total length, interface, time high and low, captured and original length.
inline constexpr int packetHeaderBytes = 28;
/// Our packets' options without a comment: epb_flags and the end of options; then the second total length.
inline constexpr int packetTailBytes = 16;

/// "Local experimental" (IEEE 802): an IP packet of which the capture has another copy (see MirrorTable).
inline constexpr quint16 etherTypeMirror = 0x88B5;

inline constexpr quint8 protocolTcp = 6;
inline constexpr quint8 protocolUdp = 17;
/// "Use for experimentation and testing" (RFC 3692): carries what happened to a connection and was no packet.
inline constexpr quint8 protocolMark = 253;

inline constexpr quint8 tcpFin = 0x01;
inline constexpr quint8 tcpSyn = 0x02;
inline constexpr quint8 tcpRst = 0x04;
inline constexpr quint8 tcpPsh = 0x08;
inline constexpr quint8 tcpAck = 0x10;

/// Payload of one TCP packet: an IPv4 packet has at most 65,535 bytes, 40 of them headers.
inline constexpr qsizetype tcpPieceBytes = 65'495;

constexpr quint32 padded(quint32 bytes)
{
    return (bytes + 3U) & ~3U;
}

template <typename T>
void put(char* to, T value)
{
    value = qToLittleEndian(value);
    std::memcpy(to, &value, sizeof value);
}

template <typename T>
void putBig(char* to, T value)
{
    value = qToBigEndian(value);
    std::memcpy(to, &value, sizeof value);
}

} // namespace wl::pcapng
