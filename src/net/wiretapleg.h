// SPDX-License-Identifier: MIT
#pragma once

#include "net/exchangecarrier.h"
#include "net/stream.h"
#include "net/wiretapsocks.h"

#include <QObject>
#include <QTimer>

namespace wl {

class WireTapLeg;

/// What a leg needs of its tap.
class WireTapLegHost
{
public:
    [[nodiscard]] virtual bool isPassword(const QByteArray& password) const = 0;
    /// Takes the permit that waits for a manager, nothing where there is none.
    [[nodiscard]] virtual std::optional<TapTicket> takeTicket(const QByteArray& manager) = 0;
    /// The manager's connection is closed: the leg is to be deleted by the event loop.
    virtual void legGone(WireTapLeg& leg) = 0;

protected:
    ~WireTapLegHost() = default;
};

/// One connection of a manager to the wire tap. It carries one exchange at a time, each with a permit of its
/// own, to whatever server the permit names. Network thread; belongs to its tap.
///
/// The manager's requests go to the server byte for byte. What goes back to the manager is not the server's
/// answer but one line that ends its exchange: so nothing that a server sends reaches Qt's parser, its
/// redirects, its logins or its second tries. The answer goes to the exchange's observer.
class WireTapLeg final : public QObject, private ConnectionListener, private ExchangeCarrierUser
{
    Q_OBJECT
public:
    /// How long a manager may take for the SOCKS handshake.
    static constexpr std::chrono::seconds handshakeTimeout{10};

    WireTapLeg(Descriptor fd, WireTapLegHost& host, ServerPool& servers, TrafficSink& sink, QObject* parent);
    ~WireTapLeg() override;

    void start();
    /// The exchange that it carries, 0 where it carries none.
    [[nodiscard]] quint32 exchange() const { return m_carrier.number(); }
    /// Ends its exchange with Canceled; the server's connection is reset.
    void cancel();
    /// Closes it, an exchange with Canceled.
    void close();
    /// The reader has taken some of the body.
    void resume() { m_carrier.resume(); }

private:
    void connectionReceived(Connection& connection, QByteArrayView bytes) override;
    void connectionPeerFinished(Connection& connection) override;
    void connectionDrained(Connection&) override {}
    void connectionSendFailed(Connection&, const Error&) override {}
    void connectionClosed(Connection& connection, const Error& reason) override;
    void carrierReady() override;
    void carrierEnded(std::unique_ptr<WireTapExchange> ended) override;

    void handshake(QByteArrayView bytes);
    [[nodiscard]] bool begin();
    void managerBytes(QByteArrayView bytes);
    void endForManager(std::unique_ptr<WireTapExchange> ended);

    WireTapLegHost& m_host;
    int m_managerFd; ///< valid while m_manager is open
    std::unique_ptr<Stream> m_manager;
    WireTapSocks m_socks;
    ExchangeCarrier m_carrier;
    QTimer m_handshakeTimer;
    std::unique_ptr<WireTapExchange> m_spent; ///< over, and the rest of its request is still to come
};

} // namespace wl
