// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "net/endpoint.h"
#include "net/responder.h"
#include "net/specs.h"

namespace wl {

/// One TCP or TLS client connection with its own timeouts and, where asked for, reconnect with backoff. The
/// responder (empty = none) gets what the peer sends. stop() disconnects in order, whatever `closeAll` is; a
/// connection that the user finished, closed or reset is not established again.
///
/// States: Starting, Connecting, Open, PeerFinished, Reconnecting; at the end Stopped (with ClosedByPeer
/// where the peer ended it) or Failed.
class TcpClient final : public Endpoint
{
    Q_OBJECT
public:
    /// Network thread. `sink` outlives this object.
    TcpClient(const TcpClientSpec& spec, ResponderFactory responder, EndpointId id, TrafficSink& sink,
              QObject* parent = nullptr);
    ~TcpClient() override;

    void start() override;
    void stop(bool closeAll) override;
    int send(const QList<ConnectionId>& to, QByteArrayView bytes) override;
    int sendFile(const QList<ConnectionId>& to, const QString& path) override;
    void finish(const QList<ConnectionId>& which) override;
    void close(const QList<ConnectionId>& which) override;
    void reset(const QList<ConnectionId>& which) override;
    qint64 dropQueued(const QList<ConnectionId>& which) override;
    [[nodiscard]] qint64 queuedBytes(const QList<ConnectionId>& which) const override;
    [[nodiscard]] bool hasConnections() const override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
