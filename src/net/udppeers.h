// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "net/rawaddress.h"

#include <QHash>

#include <list>
#include <memory>

namespace wl {

/// One peer of a UDP endpoint: who it is, and the connection that stands for it.
struct UdpPeer
{
    virtual ~UdpPeer() = default;

    SocketAddress address;
    SocketAddress local; ///< where its datagrams are sent to: our address, or a group
    RawAddress raw;      ///< the peer's address with its scope
    ConnectionId id;
};

/// The peers of a UDP endpoint, at most so many; the one silent for longest is forgotten first. A plain
/// value, one thread.
class UdpPeers
{
public:
    explicit UdpPeers(qsizetype limit);

    /// Null where it is not known. The one found counts as heard.
    [[nodiscard]] UdpPeer* find(const SocketAddress& address, const SocketAddress& local);
    [[nodiscard]] UdpPeer* find(ConnectionId id) const;
    /// The peer with this address heard last, whatever its local address.
    [[nodiscard]] UdpPeer* findAny(const SocketAddress& address) const;
    /// Remembers a peer that is not known yet. Gives the one that had to go, if any.
    [[nodiscard]] std::unique_ptr<UdpPeer> add(std::unique_ptr<UdpPeer> peer);
    [[nodiscard]] std::unique_ptr<UdpPeer> take(ConnectionId id);
    /// All, the one heard last first, and forgets them.
    [[nodiscard]] std::list<std::unique_ptr<UdpPeer>> takeAll();
    [[nodiscard]] qsizetype count() const { return m_byId.size(); }

private:
    struct Key
    {
        SocketAddress address;
        SocketAddress local;
        bool operator==(const Key&) const = default;
        friend size_t qHash(const Key& key, size_t seed = 0) noexcept
        {
            return qHash(key.local, qHash(key.address, seed));
        }
    };
    using Order = std::list<std::unique_ptr<UdpPeer>>; ///< heard last first

    [[nodiscard]] std::unique_ptr<UdpPeer> remove(Order::iterator place);

    qsizetype m_limit;
    Order m_order;
    QHash<Key, Order::iterator> m_byKey;
    QHash<ConnectionId, Order::iterator> m_byId;
};

} // namespace wl
