// SPDX-License-Identifier: MIT
#include "base/socketaddress.h"

#include "base/address.h"

#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>

namespace wl {

namespace {

void setIPv4(SocketAddress& address, const void* fourBytes)
{
    address.family = SocketAddress::Family::IPv4;
    std::memcpy(address.bytes.data(), fourBytes, 4);
}

void setIPv6(SocketAddress& address, const quint8* sixteenBytes)
{
    static constexpr quint8 mappedPrefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (std::memcmp(sixteenBytes, mappedPrefix, sizeof mappedPrefix) == 0) {
        setIPv4(address, sixteenBytes + 12);
        return;
    }
    address.family = SocketAddress::Family::IPv6;
    std::memcpy(address.bytes.data(), sixteenBytes, 16);
}

} // namespace

SocketAddress SocketAddress::from(const QHostAddress& host, quint16 port)
{
    SocketAddress result;
    result.port = port;
    if (host.protocol() == QAbstractSocket::IPv4Protocol) {
        const quint32 networkOrder = htonl(host.toIPv4Address());
        setIPv4(result, &networkOrder);
    } else if (host.protocol() == QAbstractSocket::AnyIPProtocol) {
        result.family = Family::Any;
    } else if (host.protocol() == QAbstractSocket::IPv6Protocol) {
        const Q_IPV6ADDR v6 = host.toIPv6Address();
        setIPv6(result, v6.c);
    }
    return result;
}

SocketAddress SocketAddress::from(const ::sockaddr* address)
{
    SocketAddress result;
    if (address->sa_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, address, sizeof v4);
        setIPv4(result, &v4.sin_addr);
        result.port = ntohs(v4.sin_port);
    } else if (address->sa_family == AF_INET6) {
        sockaddr_in6 v6{};
        std::memcpy(&v6, address, sizeof v6);
        setIPv6(result, v6.sin6_addr.s6_addr);
        result.port = ntohs(v6.sin6_port);
    }
    return result;
}

QHostAddress SocketAddress::host() const
{
    switch (family) {
    case Family::None: break;
    case Family::IPv4: {
        quint32 networkOrder = 0;
        std::memcpy(&networkOrder, bytes.data(), 4);
        return QHostAddress(ntohl(networkOrder));
    }
    case Family::IPv6: return QHostAddress(bytes.data());
    case Family::Any: return QHostAddress(QHostAddress::Any);
    }
    return {};
}

bool SocketAddress::isLoopback() const
{
    return host().isLoopback();
}

QString SocketAddress::toString() const
{
    if (family == Family::Any)
        return formatHostPort(QStringLiteral("*"), port);
    return isValid() ? formatHostPort(host().toString(), port) : QString();
}

} // namespace wl
