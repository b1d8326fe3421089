// SPDX-License-Identifier: MIT
#pragma once

#include "base/socketaddress.h"

#include <QByteArray>
#include <QByteArrayView>

namespace wl {

/// What a packet is, as far as we look into it.
struct ParsedPacket
{
    enum class Kind : quint8 {
        Tcp,
        Udp,
        Mark,     ///< of ours: what happened to a connection and was no packet
        Fragment, ///< of an IP packet; `number` is the protocol, segmentBytes are those of the fragment
        Ip,       ///< another protocol in IP; `number` is the protocol
        Frame,    ///< another protocol in a frame; `number` is the EtherType
        Link,     ///< a link type that we do not look into; `number` is it
        Broken,   ///< headers that contradict themselves or are cut short
    };

    Kind kind = Kind::Broken;
    quint16 number = 0;
    SocketAddress from; ///< with ports for Tcp, Udp and Mark
    SocketAddress to;
    quint8 tcpFlags = 0;
    quint32 sequence = 0;     ///< Tcp only, as all up to the next blank line
    quint32 acknowledged = 0; ///< where tcpFlags has ACK
    quint32 segmentBytes = 0; ///< payload as it was on the wire, of which payloadBytes were captured

    quint32 fragmentId = 0;     ///< Fragment only, as all up to the next blank line
    quint32 fragmentOffset = 0; ///< of its bytes in the whole IP payload
    bool hasMoreFragments = false;
    bool isIp6 = false; ///< where `number` may be an extension header

    quint32 payloadOffset = 0; ///< in the packet
    quint32 payloadBytes = 0;  ///< that were captured
};

/// Looks into a packet: Ethernet (with VLAN tags), Linux cooked, loopback and raw IP; IPv4 and IPv6; TCP and
/// UDP. Never reads past `packet`.
[[nodiscard]] ParsedPacket parsePacket(quint16 linkType, QByteArrayView packet);

/// Looks into the IP payload that was put together of fragments, of which `fragment` is the first. Offsets
/// are in `payload`.
[[nodiscard]] ParsedPacket parseAssembled(const ParsedPacket& fragment, QByteArrayView payload);

/// A packet in a few words, for one that is not data: "TCP ACK", "ARP".
[[nodiscard]] QByteArray describePacket(const ParsedPacket& packet);
/// "TCP" and the flags that are set.
[[nodiscard]] QByteArray describeTcp(quint8 tcpFlags);

} // namespace wl
