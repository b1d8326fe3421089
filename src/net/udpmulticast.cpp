// SPDX-License-Identifier: MIT
// The groups of UdpSocket, and what they and a source address need of the system.
#include "net/socketoptions.h"
#include "net/udpsocket.h"

#include <QNetworkInterface>

#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

namespace {

bool setMembership4(int fd, const RawAddress& group, int interface, bool isJoin)
{
    ip_mreqn request{};
    request.imr_multiaddr = reinterpret_cast<const sockaddr_in&>(group.storage).sin_addr;
    request.imr_ifindex = interface;
    return ::setsockopt(fd, IPPROTO_IP, isJoin ? IP_ADD_MEMBERSHIP : IP_DROP_MEMBERSHIP, &request,
                        sizeof request) == 0;
}

bool setMembership6(int fd, const RawAddress& group, int interface, bool isJoin)
{
    ipv6_mreq request{};
    request.ipv6mr_multiaddr = reinterpret_cast<const sockaddr_in6&>(group.storage).sin6_addr;
    request.ipv6mr_interface = unsigned(interface);
    return ::setsockopt(fd, IPPROTO_IPV6, isJoin ? IPV6_ADD_MEMBERSHIP : IPV6_DROP_MEMBERSHIP, &request,
                        sizeof request) == 0;
}

} // namespace

Result<int> interfaceIndex(const QString& name)
{
    if (name.isEmpty())
        return 0;
    const int index = QNetworkInterface::interfaceIndexFromName(name);
    if (index <= 0)
        return fail(ErrorCode::AddressNotAvailable, name, ENODEV);
    return index;
}

Result<SocketAddress> sourceAddressFor(const RawAddress& peer, int interfaceIndex)
{
    const Result<Descriptor> fd = openSocket(peer.family(), SOCK_DGRAM);
    if (!fd)
        return tl::make_unexpected(fd.error());
    setIntOption(fd->get(), SOL_SOCKET, SO_BROADCAST, 1);
    if (interfaceIndex > 0 && peer.family() == AF_INET) {
        ip_mreqn request{};
        request.imr_ifindex = interfaceIndex;
        ::setsockopt(fd->get(), IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request);
    } else if (interfaceIndex > 0) {
        setIntOption(fd->get(), IPPROTO_IPV6, IPV6_MULTICAST_IF, interfaceIndex);
    }
    // Connecting a UDP socket sends nothing, it only chooses the route.
    if (::connect(fd->get(), peer.data(), peer.length) != 0)
        return fail(peerErrorCode(errno), peer.toAddress().toString(), errno);
    SocketAddress source = RawAddress::localOf(fd->get()).toAddress();
    source.port = 0;
    return source;
}

Result<void> UdpSocket::join(const MulticastGroup& group)
{
    return changeMembership(group, true);
}

Result<void> UdpSocket::leave(const MulticastGroup& group)
{
    return changeMembership(group, false);
}

Result<void> UdpSocket::changeMembership(const MulticastGroup& group, bool isJoin)
{
    QHostAddress address;
    if (!address.setAddress(group.group) || !address.isMulticast())
        return fail(ErrorCode::BadAddress, group.group);
    const Result<int> interface = interfaceIndex(group.interfaceName);
    if (!interface)
        return tl::make_unexpected(interface.error());
    if (isJoin && !m_isWildcard && m_local.host() != address)
        return fail(ErrorCode::BadOption,
                    QStringLiteral("a socket that is bound to %1 gets nothing from %2, bind it to *")
                        .arg(m_local.host().toString(), group.group));
    const RawAddress raw = RawAddress::from(address, 0);
    const bool isDone = raw.family() == AF_INET ? setMembership4(m_fd.get(), raw, *interface, isJoin)
                                                : setMembership6(m_fd.get(), raw, *interface, isJoin);
    if (!isDone)
        return fail(socketErrorCode(errno), group.group, errno);
    return {};
}

} // namespace wl
