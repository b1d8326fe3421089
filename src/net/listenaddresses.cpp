// SPDX-License-Identifier: MIT
#include "net/listenaddresses.h"

#include <cerrno>

namespace wl {

std::optional<QList<BindAddress>> bindAddresses(const QString& host)
{
    if (host.isEmpty())
        return QList<BindAddress>{{QHostAddress(QHostAddress::LocalHost), true, false},
                                  {QHostAddress(QHostAddress::LocalHostIPv6), true, true}};
    if (host == u'*')
        return QList<BindAddress>{{QHostAddress(QHostAddress::AnyIPv6), false, false}};
    QHostAddress address;
    if (address.setAddress(host))
        return QList<BindAddress>{{address, true, false}};
    return std::nullopt;
}

QList<BindAddress> bindAddresses(const QList<QHostAddress>& resolved)
{
    QList<BindAddress> found;
    for (const QHostAddress& host : resolved) {
        const BindAddress address{host, true, true};
        if (!found.contains(address))
            found.append(address);
    }
    return found;
}

bool isLeftOut(const BindAddress& address, const Error& error)
{
    return address.isOptional && (error.code == ErrorCode::AddressNotAvailable ||
                                  error.native == EADDRNOTAVAIL || error.native == EAFNOSUPPORT);
}

} // namespace wl
