// SPDX-License-Identifier: MIT
#include "net/udpbatch.h"

#include <linux/errqueue.h>
#include <netinet/in.h>

#include <cstring>

namespace wl {

namespace {

template <typename Struct>
Struct valueOf(const cmsghdr* header)
{
    Struct value{};
    std::memcpy(&value, CMSG_DATA(header), sizeof value);
    return value;
}

SocketAddress addressOf(const in_addr& host)
{
    sockaddr_in v4{};
    v4.sin_family = AF_INET;
    v4.sin_addr = host;
    return SocketAddress::from(reinterpret_cast<const sockaddr*>(&v4));
}

SocketAddress addressOf(const in6_addr& host)
{
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_addr = host;
    return SocketAddress::from(reinterpret_cast<const sockaddr*>(&v6));
}

/// CMSG_NXTHDR takes a pointer that is not const, but changes nothing.
template <typename Visit>
void forEachControl(const msghdr& message, Visit visit)
{
    msghdr copy = message;
    for (cmsghdr* header = CMSG_FIRSTHDR(&copy); header; header = CMSG_NXTHDR(&copy, header))
        visit(*header);
}

} // namespace

ReceivedControl readControl(const msghdr& message)
{
    ReceivedControl found;
    forEachControl(message, [&found](const cmsghdr& header) {
        if (header.cmsg_level == IPPROTO_IP && header.cmsg_type == IP_PKTINFO) {
            // Also of an IPv4 datagram on an IPv6 socket, beside the other. Only the system knows what a
            // network's broadcast address is; this is its word for the address that answers there.
            const auto info = valueOf<in_pktinfo>(&header);
            found.local = addressOf(info.ipi_addr);
            found.source =
                info.ipi_spec_dst.s_addr == INADDR_ANY ? SocketAddress() : addressOf(info.ipi_spec_dst);
        } else if (header.cmsg_level == IPPROTO_IPV6 && header.cmsg_type == IPV6_PKTINFO) {
            const in6_addr host = valueOf<in6_pktinfo>(&header).ipi6_addr;
            if (IN6_IS_ADDR_V4MAPPED(&host))
                return;
            found.local = addressOf(host);
            // A group is no source address.
            found.source = IN6_IS_ADDR_MULTICAST(&host) ? SocketAddress() : found.local;
        } else if (header.cmsg_level == SOL_SOCKET && header.cmsg_type == SO_RXQ_OVFL) {
            found.drops = valueOf<quint32>(&header);
            found.hasDrops = true;
        }
    });
    return found;
}

int readIcmpError(const msghdr& message)
{
    int error = 0;
    forEachControl(message, [&error](const cmsghdr& header) {
        const bool isError = (header.cmsg_level == IPPROTO_IP && header.cmsg_type == IP_RECVERR) ||
                             (header.cmsg_level == IPPROTO_IPV6 && header.cmsg_type == IPV6_RECVERR);
        if (isError)
            error = int(valueOf<sock_extended_err>(&header).ee_errno);
    });
    return error;
}

UdpSocket::Batch::Batch()
    : m_buffers(new char[size * bufferBytes])
{
    for (size_t i = 0; i < size; ++i) {
        m_parts[i] = iovec{m_buffers.get() + i * bufferBytes, bufferBytes};
        msghdr& header = messages[i].msg_hdr;
        header.msg_name = &m_peers[i];
        header.msg_iov = &m_parts[i];
        header.msg_iovlen = 1;
        header.msg_control = m_controls[i].bytes.data();
    }
}

void UdpSocket::Batch::prepare()
{
    for (mmsghdr& message : messages) {
        message.msg_hdr.msg_namelen = sizeof(sockaddr_storage);
        message.msg_hdr.msg_controllen = controlBytes;
    }
}

RawAddress UdpSocket::Batch::peer(int index) const
{
    RawAddress raw;
    raw.length = messages[size_t(index)].msg_hdr.msg_namelen;
    std::memcpy(&raw.storage, &m_peers[size_t(index)], raw.length);
    return raw;
}

SourceControl::SourceControl(int family, const SocketAddress& source)
    : m_family(family)
    , m_source(source)
{
}

void SourceControl::addTo(msghdr& message)
{
    const RawAddress source = RawAddress::from(m_source.host(), 0);
    message.msg_control = m_bytes.data();
    message.msg_controllen = m_bytes.size();
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    if (m_family == AF_INET) {
        in_pktinfo info{};
        info.ipi_spec_dst = reinterpret_cast<const sockaddr_in&>(source.storage).sin_addr;
        header->cmsg_level = IPPROTO_IP;
        header->cmsg_type = IP_PKTINFO;
        header->cmsg_len = CMSG_LEN(sizeof info);
        std::memcpy(CMSG_DATA(header), &info, sizeof info);
        message.msg_controllen = CMSG_SPACE(sizeof info);
        return;
    }
    const RawAddress mapped = source.mapped();
    in6_pktinfo info{};
    info.ipi6_addr = reinterpret_cast<const sockaddr_in6&>(mapped.storage).sin6_addr;
    header->cmsg_level = IPPROTO_IPV6;
    header->cmsg_type = IPV6_PKTINFO;
    header->cmsg_len = CMSG_LEN(sizeof info);
    std::memcpy(CMSG_DATA(header), &info, sizeof info);
    message.msg_controllen = CMSG_SPACE(sizeof info);
}

} // namespace wl
