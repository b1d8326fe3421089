// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QMetaType>
#include <QString>

namespace wl {

enum class Scheme : quint8 { Tcp, Tls, Udp, Ws, Wss, Http, Https };

/// One address of the grammar that the address bar, the command line and workspace files share:
/// `scheme://host:port[/path?query]`, IPv6 in brackets, port 0 = any free port.
struct Address
{
    Scheme scheme = Scheme::Tcp;
    QString host; ///< without brackets; for a listener "" is 127.0.0.1 and ::1, "*" every address
    quint16 port = 0;
    QString target; ///< for ws and http: path and query exactly as typed (may be empty); else empty

    bool operator==(const Address&) const = default;
};

/// Parses one address. Without a scheme, "host:port" is tcp. http and ws may leave out the port (80, 443).
/// Errors: BadAddress with a detail that says which part is wrong.
[[nodiscard]] Result<Address> parseAddress(const QString& text);

/// The address as text that parseAddress takes back.
[[nodiscard]] QString formatAddress(const Address& address);

[[nodiscard]] QString schemeName(Scheme scheme);
/// "host:port" with brackets round an IPv6 host.
[[nodiscard]] QString formatHostPort(const QString& host, quint16 port);

} // namespace wl

Q_DECLARE_METATYPE(wl::Address)
