// SPDX-License-Identifier: MIT
#pragma once

#include "net/stream.h"
#include "net/wiretapdeadline.h"
#include "net/wiretapdial.h"
#include "net/wiretapexchange.h"
#include "net/wiretapserver.h"
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
    /// A kept-alive connection for a profile, null where there is none.
    [[nodiscard]] virtual WireTapServer* takeServer(const QByteArray& profile) = 0;
    [[nodiscard]] virtual WireTapServer& addServer(std::unique_ptr<Connection> connection,
                                                   const TapTicket& ticket,
                                                   const std::optional<TlsFacts>& tls) = 0;
    /// The connection may carry another exchange.
    virtual void keepServer(WireTapServer& server) = 0;
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
class WireTapLeg final : public QObject, private ConnectionListener, private WireTapServerUser
{
    Q_OBJECT
public:
    /// How long a manager may take for the SOCKS handshake.
    static constexpr std::chrono::seconds handshakeTimeout{10};

    WireTapLeg(Descriptor fd, WireTapLegHost& host, TrafficSink& sink, QObject* parent);
    ~WireTapLeg() override;

    void start();
    /// The exchange that it carries, 0 where it carries none.
    [[nodiscard]] quint32 exchange() const { return m_exchange ? m_exchange->ticket().number : 0; }
    /// Ends its exchange with Canceled; the server's connection is reset.
    void cancel();
    /// Closes it, an exchange with Canceled.
    void close();
    /// The reader has taken some of the body.
    void resume();

private:
    void connectionReceived(Connection& connection, QByteArrayView bytes) override;
    void connectionPeerFinished(Connection& connection) override;
    void connectionDrained(Connection&) override {}
    void connectionSendFailed(Connection&, const Error&) override {}
    void connectionClosed(Connection& connection, const Error& reason) override;
    void serverReceived(QByteArrayView bytes) override;
    void serverDrained() override;
    void serverEnded(const Error& reason) override;

    void handshake(QByteArrayView bytes);
    [[nodiscard]] bool begin();
    void dialed(Result<std::unique_ptr<Connection>> result);
    void managerBytes(QByteArrayView bytes);
    void forward(QByteArrayView bytes);
    void checkSent();

    void settle(WireTapExchange::Verdict verdict);
    void finishExchange(const Error& error);
    void releaseServer(bool keep, bool failed);
    void endForManager(std::unique_ptr<WireTapExchange> ended);
    void pace();

    [[nodiscard]] std::optional<TapDeadline> deadline() const;
    void armDeadline();
    void deadlinePassed();
    [[nodiscard]] bool standsStillByUs();

    WireTapLegHost& m_host;
    TrafficSink& m_sink;
    int m_managerFd; ///< valid while m_manager is open
    std::unique_ptr<Stream> m_manager;
    WireTapSocks m_socks;
    WireTapDial m_dial;
    WireTapServer* m_server = nullptr; ///< of the exchange; belongs to the tap
    QByteArray m_pending;              ///< of the request, until the server's connection is there
    std::unique_ptr<WireTapExchange> m_exchange;
    QTimer m_timer;    ///< of the handshake or an exchange
    Timestamp m_alarm; ///< when m_timer fires
    Timestamp m_lastActivity;
    qint64 m_lastQueued = 0;
    std::unique_ptr<WireTapExchange> m_spent; ///< over, and the rest of its request is still to come
};

} // namespace wl
