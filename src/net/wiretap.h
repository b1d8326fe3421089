// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapleg.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <chrono>
#include <memory>

namespace wl {

class Acceptor;

/// How to come to the wire tap: a port of 127.0.0.1 and the password of its SOCKS users.
struct TapDoor
{
    quint16 port = 0;
    QByteArray password;
};

/// The wire tap: a SOCKS5 endpoint on a port of 127.0.0.1 with a random password, through which the HTTP
/// managers reach servers, so that every byte is recorded, one permit is one request, and TLS, times and
/// kinds of error are ours. It listens from the first exchange until a moment after the last one has ended
/// and the last kept-alive connection is closed. Network thread.
class WireTap final : public QObject, private WireTapLegHost
{
    Q_OBJECT
public:
    /// How often it is looked whether the tap is still used.
    static constexpr std::chrono::milliseconds sweepInterval{250};
    /// How long a manager may take to come with a permit that was canceled.
    static constexpr std::chrono::seconds voidTime{5};
    /// Connections of managers at once; more are closed at once.
    static constexpr int maxLegs = 64;

    /// `sink` outlives this object.
    explicit WireTap(TrafficSink& sink, std::chrono::milliseconds keepAlive = ServerPool::defaultKeepAlive,
                     QObject* parent = nullptr);
    ~WireTap() override;

    /// Leaves the permit of one exchange for its manager, which may then send through the door. Listens,
    /// where it does not yet. Errors: OutOfDescriptors, …
    Result<TapDoor> admit(const TapTicket& ticket);
    /// Takes a permit back that was not used. False where it was.
    bool withdraw(quint32 exchange);
    /// Ends an exchange with Canceled, or makes its permit void. Not to be called from its observer.
    void cancel(quint32 exchange);
    /// The reader of an exchange's body has taken some (TapFlow). Not to be called from its observer.
    void resume(quint32 exchange);

    [[nodiscard]] bool isListening() const { return m_acceptor != nullptr; }

private:
    [[nodiscard]] bool isPassword(const QByteArray& password) const override
    {
        return password == m_door.password;
    }
    [[nodiscard]] std::optional<TapTicket> takeTicket(const QByteArray& manager) override;
    void legGone(WireTapLeg& leg) override;

    [[nodiscard]] Result<void> open();
    void accept(Descriptor fd);
    void sweep();
    void shut();
    [[nodiscard]] bool isUsed() const;

    TrafficSink& m_sink;
    TapDoor m_door;
    std::unique_ptr<Acceptor> m_acceptor;
    QHash<QByteArray, TapTicket> m_tickets; ///< by manager
    ServerPool m_servers;
    QList<WireTapLeg*> m_legs;
    QTimer m_sweep;
};

} // namespace wl
