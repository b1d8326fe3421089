// SPDX-License-Identifier: MIT
#include "session/replaytarget.h"

namespace wl {

Result<EndpointSpec> replayTarget(const Address& address)
{
    if (address.host.isEmpty() || address.host == QLatin1String("*") || address.port == 0)
        return fail(ErrorCode::BadAddress,
                    QStringLiteral("%1: a host and a port are needed").arg(formatAddress(address)));
    if (address.scheme == Scheme::Udp) {
        UdpItem item;
        item.udp.label = QStringLiteral("Replay");
        item.udp.address.scheme = Scheme::Udp;
        item.udp.target = address;
        return item;
    }
    if (address.scheme != Scheme::Tcp && address.scheme != Scheme::Tls)
        return fail(ErrorCode::BadAddress,
                    QStringLiteral("%1 is no tcp, tls or udp address").arg(formatAddress(address)));
    ClientItem item;
    item.client.label = QStringLiteral("Replay");
    item.client.address = address;
    return item;
}

} // namespace wl
