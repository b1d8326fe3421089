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
    static constexpr std::chrono::milliseconds defaultKeepAlive{30'000};
    /// Connections of managers at once; more are closed at once.
    static constexpr int maxLegs = 256;

    /// `sink` outlives this object.
    explicit WireTap(TrafficSink& sink, std::chrono::milliseconds keepAlive = defaultKeepAlive,
                     QObject* parent = nullptr);
    ~WireTap() override;

    /// Leaves the permit of one exchange for its manager, which may then send through the door. Listens,
    /// where it does not yet. Errors: OutOfDescriptors, …
    Result<TapDoor> admit(const TapTicket& ticket);
    /// Takes a permit back that was not used. False where it was.
    bool withdraw(quint32 exchange);
    /// Ends an exchange with Canceled, or takes its permit back. Not to be called from its observer.
    void cancel(quint32 exchange);
    /// The reader of an exchange's body has taken some (TapFlow).
    void resume(quint32 exchange);
    /// Closes all connections that no exchange uses, now.
    void closeIdle();

private:
    [[nodiscard]] Result<void> open();
    void accept(Descriptor fd);
    void legGone(WireTapLeg* leg);
    void shutWhenUnused();

    WireTapGate m_gate;
    TapDoor m_door;
    TrafficSink& m_sink;
    std::chrono::milliseconds m_keepAlive;
    std::unique_ptr<Acceptor> m_acceptor;
    QList<WireTapLeg*> m_legs;
};

} // namespace wl
