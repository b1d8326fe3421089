// SPDX-License-Identifier: MIT
#include "workspace/listenmatch.h"

#include <QHostAddress>

namespace wl {
namespace {

/// The families of loopback that a host stands for: what a client may try, or where a listener is.
struct Loopback
{
    bool v4 = false;
    bool v6 = false;
};

[[nodiscard]] bool isLocalName(const QString& host)
{
    return host.compare(QLatin1String("localhost"), Qt::CaseInsensitive) == 0 ||
           host.endsWith(QLatin1String(".localhost"), Qt::CaseInsensitive); // RFC 6761 §6.3
}

[[nodiscard]] Loopback ofClient(const QString& host)
{
    if (isLocalName(host))
        return {true, true};
    const QHostAddress address(host);
    const bool isV4 = address.protocol() == QAbstractSocket::IPv4Protocol;
    // A client that connects to 0.0.0.0 or :: reaches this machine.
    const bool isLocal =
        address.isLoopback() || address == QHostAddress::AnyIPv4 || address == QHostAddress::AnyIPv6;
    return {isLocal && isV4, isLocal && !isV4};
}

[[nodiscard]] Loopback ofListener(const QString& host)
{
    if (host.isEmpty() || host == QLatin1String("*"))
        return {true, true};
    return ofClient(host);
}

} // namespace

bool listensAt(const Address& address, const QString& host, quint16 port)
{
    if (port == 0 || address.port != port || host.isEmpty())
        return false;
    if (address.host.compare(host, Qt::CaseInsensitive) == 0)
        return true;
    const QHostAddress listener(address.host);
    const QHostAddress client(host);
    // 127.0.0.1 and 127.0.0.2 are different addresses.
    const bool bothV4 =
        !listener.isNull() && !client.isNull() && listener.isLoopback() && client.isLoopback();
    if (bothV4)
        return listener == client;
    const Loopback here = ofListener(address.host);
    const Loopback there = ofClient(host);
    return (here.v4 && there.v4) || (here.v6 && there.v6);
}

} // namespace wl
