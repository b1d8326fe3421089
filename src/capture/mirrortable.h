// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"

#include <QHash>

namespace wl {

/// Finds the connections of which both ends are ours (a client pane that talks to a server pane): what was
/// one packet on the wire is then two records. The end that is told first is the wire; the other one is its
/// mirror, and its packets are written so that other programs do not take them for a second copy. A value,
/// one thread.
class MirrorTable
{
public:
    /// A new connection; true where it is the other end of one that has not ended.
    [[nodiscard]] bool add(ConnectionId id, const ConnectionInfo& info)
    {
        if (!info.local.isValid() || !info.peer.isValid()) {
            return false;
        }
        const bool isMirror = m_wires.contains(Ends{info.peer, info.local, isUdp(info)});
        if (!isMirror) {
            m_wires.insert(Ends{info.local, info.peer, isUdp(info)}, id);
        }
        return isMirror;
    }
    void end(ConnectionId id, const ConnectionInfo& info)
    {
        const auto known = m_wires.constFind(Ends{info.local, info.peer, isUdp(info)});
        if (known != m_wires.constEnd() && *known == id) {
            m_wires.erase(known);
        }
    }

private:
    struct Ends
    {
        SocketAddress local;
        SocketAddress peer;
        bool isUdp = false;

        bool operator==(const Ends&) const = default;
        friend size_t qHash(const Ends& ends, size_t seed = 0) noexcept
        {
            return qHashMulti(seed, ends.local, ends.peer, ends.isUdp);
        }
    };
    static bool isUdp(const ConnectionInfo& info) { return info.transport == Transport::Udp; }

    QHash<Ends, ConnectionId> m_wires;
};

} // namespace wl
