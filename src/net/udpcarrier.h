// SPDX-License-Identifier: MIT
#pragma once

#include "net/listenaddresses.h"
#include "net/responder.h"
#include "net/udppeers.h"
#include "net/udpsocket.h"

#include <QTimer>

#include <deque>
#include <vector>

namespace wl {

/// Who owns a UdpCarrier.
class UdpCarrierOwner
{
public:
    /// An answer could not be sent, or ICMP says that a datagram did not arrive.
    virtual void carrierSendFailed(ConnectionId id, const Error& error) = 0;
    /// Datagrams that were queued did not get out.
    virtual void carrierLost(ConnectionId id, const Error& error) = 0;
    /// The kernel has dropped so many datagrams since bind(); told at most four times a second.
    virtual void carrierDropsAre(quint64 count) = 0;

protected:
    ~UdpCarrierOwner() = default;
};

/// Carries the datagrams of one UDP endpoint between its sockets, its peers, the sink and the responder.
/// Network thread.
class UdpCarrier final : private UdpSocketOwner
{
public:
    UdpCarrier(const UdpSpec& spec, ResponderFactory responder, EndpointId endpoint, TrafficSink& sink,
               UdpCarrierOwner& owner);
    ~UdpCarrier();

    /// Binds all or nothing; the second socket takes the first one's port. Errors: those of UdpSocket::open.
    [[nodiscard]] Result<void> bind(const QList<BindAddress>& addresses, quint16 port);
    /// Closes the sockets and forgets the peers.
    void stop();
    [[nodiscard]] QList<SocketAddress> locals() const;

    /// The connection that stands for a peer, a new one where it is not known. Errors: NotConnected (nothing
    /// is bound), AddressNotAvailable (no socket of its family), NetworkUnreachable.
    [[nodiscard]] Result<ConnectionId> peerFor(const RawAddress& peer);
    /// One datagram, now or, where the socket is full, later. Errors: NotConnected, DatagramTooLarge,
    /// QueueFull, and what the system says.
    Result<void> send(ConnectionId to, QByteArrayView bytes);
    [[nodiscard]] qint64 queuedBytes() const { return m_queuedBytes; }
    /// Forgets these peers, all where the list is empty.
    void forget(const QList<ConnectionId>& which);
    [[nodiscard]] Result<void> changeMembership(const MulticastGroup& group, bool isJoin);
    /// For unicast and multicast; 0 = the system's default.
    void setTtl(int ttl);

private:
    struct Peer;
    /// What ended in the middle of a call of its own, perhaps; deleted by the event loop.
    struct Dead
    {
        std::vector<std::unique_ptr<UdpPeer>> peers;
        std::vector<std::unique_ptr<UdpSocket>> sockets;
        std::vector<std::unique_ptr<Responder>> responders;
    };
    struct Queued
    {
        ConnectionId to;
        QByteArray bytes;
    };

    void datagramReceived(UdpSocket& socket, const Datagram& datagram) override;
    void datagramRefused(const SocketAddress& peer, int errnoValue) override;
    void datagramsDropped(quint64 count) override;
    void socketWritable(UdpSocket& socket) override;

    [[nodiscard]] UdpSocket* socketFor(int family) const;
    Peer& addPeer(UdpSocket& socket, const RawAddress& raw, const SocketAddress& local,
                  const SocketAddress& source, Role role);
    Result<void> sendTo(Peer& peer, QByteArrayView bytes, bool isQueued);
    void answerLost(const Peer& peer, qsizetype bytes, const Error& error);
    void bury(std::unique_ptr<UdpPeer> peer);
    void sweepLater();
    void tellDrops();

    const UdpSpec m_spec;
    ResponderFactory m_makeResponder;
    EndpointId m_endpoint;
    TrafficSink& m_sink;
    UdpCarrierOwner& m_owner;
    std::vector<std::unique_ptr<UdpSocket>> m_sockets;
    std::unique_ptr<Responder> m_responder;
    UdpPeers m_peers;
    Dead m_dead;
    std::deque<Queued> m_queue;
    qint64 m_queuedBytes = 0;
    QTimer m_dropTimer;
    quint64 m_drops = 0; ///< since bind()
    quint64 m_toldDrops = 0;
};

} // namespace wl
