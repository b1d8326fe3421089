// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QHostAddress>
#include <QList>
#include <QString>

#include <optional>

namespace wl {

/// One socket that an address asks for.
struct BindAddress
{
    QHostAddress host;
    bool v6Only = true;
    bool isOptional = false; ///< leave it out where the system has no such address

    bool operator==(const BindAddress&) const = default;
};

/// The sockets of a listening or bound address (DESIGN "Addresses"): "" is 127.0.0.1 and ::1, "*" every
/// address of both families, an IP address itself. No value for a name, which has to be looked up first.
[[nodiscard]] std::optional<QList<BindAddress>> bindAddresses(const QString& host);
/// The same for what a name was resolved to: each address once; one of them is enough.
[[nodiscard]] QList<BindAddress> bindAddresses(const QList<QHostAddress>& resolved);
/// Whether binding may go on without this address: no IPv6 here, or a name's address of another machine.
[[nodiscard]] bool isLeftOut(const BindAddress& address, const Error& error);

} // namespace wl
