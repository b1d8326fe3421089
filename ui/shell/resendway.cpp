// SPDX-License-Identifier: MIT
#include "ui/shell/resendway.h"

namespace wl::resendway {

ResendWay decide(const ResendFacts& facts)
{
    if (facts.isOpen)
        return ResendWay::Connection;
    const bool isDatagram = facts.transport == Transport::Udp;
    if (!isDatagram && facts.role == Role::Server)
        return ResendWay::Nobody;
    return facts.hasPane ? ResendWay::Pane : ResendWay::NewPane;
}

Address addressOf(const ConnectionInfo& info)
{
    const Scheme scheme = info.transport == Transport::Udp   ? Scheme::Udp
                          : info.transport == Transport::Tls ? Scheme::Tls
                                                             : Scheme::Tcp;
    return {scheme, info.peer.host().toString(), info.peer.port, {}};
}

ItemContent contentFor(const ConnectionInfo& info)
{
    if (info.transport == Transport::Udp) {
        UdpItem item;
        item.udp.address = {Scheme::Udp, {}, 0, {}};
        item.udp.target = addressOf(info);
        return item;
    }
    ClientItem item;
    item.client.address = addressOf(info);
    return item;
}

} // namespace wl::resendway
