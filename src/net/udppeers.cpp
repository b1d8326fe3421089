// SPDX-License-Identifier: MIT
#include "net/udppeers.h"

namespace wl {

UdpPeers::UdpPeers(qsizetype limit)
    : m_limit(limit)
{
}

UdpPeer* UdpPeers::find(const SocketAddress& address, const SocketAddress& local)
{
    // Most traffic comes from the peer that was heard last.
    if (!m_order.empty() && m_order.front()->address == address && m_order.front()->local == local)
        return m_order.front().get();
    const auto found = m_byKey.constFind(Key{address, local});
    if (found == m_byKey.constEnd())
        return nullptr;
    m_order.splice(m_order.begin(), m_order, *found);
    return found.value()->get();
}

UdpPeer* UdpPeers::find(ConnectionId id) const
{
    const auto found = m_byId.constFind(id);
    return found == m_byId.constEnd() ? nullptr : found.value()->get();
}

UdpPeer* UdpPeers::findAny(const SocketAddress& address) const
{
    for (const auto& peer : m_order) {
        if (peer->address == address)
            return peer.get();
    }
    return nullptr;
}

std::unique_ptr<UdpPeer> UdpPeers::add(std::unique_ptr<UdpPeer> peer)
{
    std::unique_ptr<UdpPeer> forgotten;
    if (count() >= m_limit)
        forgotten = remove(std::prev(m_order.end()));
    m_order.push_front(std::move(peer));
    const UdpPeer& added = *m_order.front();
    m_byKey.insert(Key{added.address, added.local}, m_order.begin());
    m_byId.insert(added.id, m_order.begin());
    return forgotten;
}

std::unique_ptr<UdpPeer> UdpPeers::take(ConnectionId id)
{
    const auto found = m_byId.constFind(id);
    return found == m_byId.constEnd() ? nullptr : remove(found.value());
}

std::unique_ptr<UdpPeer> UdpPeers::remove(Order::iterator place)
{
    std::unique_ptr<UdpPeer> peer = std::move(*place);
    m_byKey.remove(Key{peer->address, peer->local});
    m_byId.remove(peer->id);
    m_order.erase(place);
    return peer;
}

std::list<std::unique_ptr<UdpPeer>> UdpPeers::takeAll()
{
    m_byKey.clear();
    m_byId.clear();
    return std::exchange(m_order, {});
}

} // namespace wl
