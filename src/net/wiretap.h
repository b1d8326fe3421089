// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapgate.h"

#include <QObject>

#include <chrono>
#include <functional>
#include <memory>

namespace wl {

class Acceptor;
class WireTapLeg;

/// The wire tap: a SOCKS5 endpoint on a port of 127.0.0.1 with a random password, through which the HTTP
/// managers reach servers, so that every byte is recorded, one permit is one request, and TLS, times and
/// kinds of error are ours. It listens from the first exchange until the last kept-alive connection is
/// closed. Network thread, except gate().
class WireTap final : public QObject
{
    Q_OBJECT
public:
    /// How long an unused connection to a server is kept for the next request.
    static constexpr std::chrono::milliseconds keepAlive{30'000};
    /// Connections of managers at once; more are closed at once.
    static constexpr int maxLegs = 256;

    /// `sink` outlives this object.
    WireTap(std::shared_ptr<WireTapGate> gate, TrafficSink& sink,
            std::chrono::milliseconds keepAlive = WireTap::keepAlive, QObject* parent = nullptr);
    ~WireTap() override;

    /// Listens, where it does not yet. Errors: OutOfDescriptors, …
    Result<TapDoor> open();
    /// Ends an exchange, or takes its permit back.
    void cancel(quint32 exchange);
    /// The reader of an exchange's body has taken some (TapFlow).
    void resume(quint32 exchange);
    /// Closes all connections that no exchange uses, now.
    void closeIdle();

private:
    void accept(Descriptor fd);
    void legGone(WireTapLeg* leg);
    void shutWhenUnused();

    std::shared_ptr<WireTapGate> m_gate;
    TrafficSink& m_sink;
    std::chrono::milliseconds m_keepAlive;
    std::unique_ptr<Acceptor> m_acceptor;
    QList<WireTapLeg*> m_legs;
};

} // namespace wl
