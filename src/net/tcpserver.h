// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "net/endpoint.h"
#include "net/responder.h"
#include "net/specs.h"

namespace wl {

/// Listens (QTcpServer, one or two sockets) and carries its clients as Streams. After it runs out of
/// descriptors it goes on by a timer; a client beyond maxClients is closed at once, recorded and counted.
class TcpServer final : public Endpoint
{
    Q_OBJECT
public:
    /// Network thread. `sink` outlives this object.
    TcpServer(const TcpServerSpec& spec, ResponderFactory responder, EndpointId id, TrafficSink& sink,
              QObject* parent = nullptr);
    ~TcpServer() override;

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
