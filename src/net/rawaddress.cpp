// SPDX-License-Identifier: MIT
#include "net/rawaddress.h"

#include <QNetworkInterface>

#include <arpa/inet.h>
#include <netinet/in.h>

#include <cstring>

namespace wl {

namespace {

template <typename Struct>
Struct& as(sockaddr_storage& storage)
{
    return reinterpret_cast<Struct&>(storage);
}

} // namespace

RawAddress RawAddress::from(const QHostAddress& host, quint16 port)
{
    RawAddress raw;
    if (host.protocol() == QAbstractSocket::IPv4Protocol) {
        auto& v4 = as<sockaddr_in>(raw.storage);
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        v4.sin_addr.s_addr = htonl(host.toIPv4Address());
        raw.length = sizeof(sockaddr_in);
        return raw;
    }
    auto& v6 = as<sockaddr_in6>(raw.storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    const Q_IPV6ADDR bytes = host.toIPv6Address();
    std::memcpy(&v6.sin6_addr, &bytes, sizeof bytes);
    const QString scope = host.scopeId();
    if (!scope.isEmpty()) {
        bool isNumber = false;
        const uint index = scope.toUInt(&isNumber);
        v6.sin6_scope_id = isNumber ? index : uint(QNetworkInterface::interfaceIndexFromName(scope));
    }
    raw.length = sizeof(sockaddr_in6);
    return raw;
}

RawAddress RawAddress::localOf(int fd)
{
    RawAddress raw;
    if (::getsockname(fd, raw.data(), &raw.length) != 0)
        return RawAddress{};
    return raw;
}

RawAddress RawAddress::peerOf(int fd)
{
    RawAddress raw;
    if (::getpeername(fd, raw.data(), &raw.length) != 0)
        return RawAddress{};
    return raw;
}

quint16 RawAddress::port() const
{
    // sin_port and sin6_port lie at the same place.
    return ntohs(reinterpret_cast<const sockaddr_in&>(storage).sin_port);
}

void RawAddress::setPort(quint16 port)
{
    as<sockaddr_in>(storage).sin_port = htons(port);
}

SocketAddress RawAddress::toBound(bool v6Only) const
{
    const SocketAddress address = toAddress();
    const bool isEvery = !v6Only && address.host() == QHostAddress(QHostAddress::AnyIPv6);
    return isEvery ? SocketAddress::from(QHostAddress(QHostAddress::Any), address.port) : address;
}

SocketAddress boundAddress(int fd)
{
    int v6Only = 1;
    socklen_t length = sizeof v6Only;
    ::getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &v6Only, &length);
    return RawAddress::localOf(fd).toBound(v6Only != 0);
}

RawAddress RawAddress::mapped() const
{
    if (family() != AF_INET)
        return *this;
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
    RawAddress raw;
    auto& v6 = as<sockaddr_in6>(raw.storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = v4.sin_port;
    v6.sin6_addr.s6_addr[10] = 0xff;
    v6.sin6_addr.s6_addr[11] = 0xff;
    std::memcpy(&v6.sin6_addr.s6_addr[12], &v4.sin_addr, 4);
    raw.length = sizeof(sockaddr_in6);
    return raw;
}

} // namespace wl
