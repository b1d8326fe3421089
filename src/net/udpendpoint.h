// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "net/endpoint.h"
#include "net/responder.h"
#include "net/specs.h"

namespace wl {

/// One bound UDP socket (two for an empty host). Each peer seen or sent to is a connection of the table; at
/// most limits::udpPeers are remembered, the one silent for longest is forgotten first. Kernel drops are
/// counted.
///
/// With an empty host and a target that is not on loopback it binds the address that the route to the target
/// gives, so that the answer can come back. Datagrams refused by ICMP are Notes on the peer's connection and
/// come as sendFailed(); the endpoint goes on. close() forgets peers; finish() and reset() do nothing.
class UdpEndpoint final : public Endpoint
{
    Q_OBJECT
public:
    /// Network thread. `sink` outlives this object.
    UdpEndpoint(const UdpSpec& spec, ResponderFactory responder, EndpointId id, TrafficSink& sink,
                QObject* parent = nullptr);
    ~UdpEndpoint() override;

    void start() override;
    void stop(bool closeAll) override;
    int send(const QList<ConnectionId>& to, QByteArrayView bytes) override;
    int sendFile(const QList<ConnectionId>& to, const QString& path) override;
    void finish(const QList<ConnectionId>& which) override;
    void close(const QList<ConnectionId>& which) override;
    void reset(const QList<ConnectionId>& which) override;
    void findPeer(const Address& target, PeerAnswer answer) override;
    [[nodiscard]] qint64 queuedBytes(const QList<ConnectionId>& which) const override;

    /// Joins or leaves a group while it is bound. Errors: those of UdpSocket::join, NotConnected.
    Result<void> join(const MulticastGroup& group);
    Result<void> leave(const MulticastGroup& group);
    /// For what is sent while it is bound; 0 = the system's default.
    void setTtl(int ttl);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
