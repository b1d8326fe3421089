// SPDX-License-Identifier: MIT
#pragma once

#include "net/stream.h"
#include "net/wiretapdeadline.h"
#include "net/wiretapdial.h"
#include "net/wiretapexchange.h"
#include "net/wiretapgate.h"
#include "net/wiretapsocks.h"

#include <QObject>
#include <QTimer>

namespace wl {

/// One connection of a manager to the wire tap, and the connection to the server behind it. It carries one
/// exchange at a time, each with a permit of its own, and stays for another while the server keeps it alive.
/// Network thread; belongs to its tap.
///
/// The manager's requests go to the server byte for byte. What goes back to the manager is not the server's
/// answer but one line that ends its exchange: so nothing that a server sends reaches Qt's parser, its
/// redirects, its logins or its second tries. The answer goes to the exchange's observer.
class WireTapLeg final : public QObject, private ConnectionListener
{
    Q_OBJECT
public:
    /// How long a manager may take for the SOCKS handshake.
    static constexpr std::chrono::seconds handshakeTimeout{10};

    WireTapLeg(Descriptor fd, QByteArray password, WireTapGate& gate, std::chrono::milliseconds keepAlive,
               TrafficSink& sink, QObject* parent);
    ~WireTapLeg() override;

    void start();
    /// The exchange that it carries, 0 where it carries none.
    [[nodiscard]] quint32 exchange() const;
    /// Ends its exchange with Canceled; the server's connection is reset.
    void cancel();
    /// Closes both connections, an exchange with Canceled.
    void close();
    /// The reader has taken some of the body.
    void resume();

signals:
    /// Both connections are closed; the tap deletes it.
    void gone();

private:
    void connectionReceived(Connection& connection, QByteArrayView bytes) override;
    void connectionPeerFinished(Connection& connection) override;
    void connectionDrained(Connection& connection) override;
    void connectionSendFailed(Connection& connection, const Error& error) override;
    void connectionClosed(Connection& connection, const Error& reason) override;

    [[nodiscard]] bool isManager(const Connection& connection) const
    {
        return &connection == m_manager.get();
    }
    void handshake(QByteArrayView bytes);
    void managerBytes(QByteArrayView bytes);
    void managerClosed();
    [[nodiscard]] bool begin(std::optional<TapTicket> ticket);
    void dialed(Result<std::unique_ptr<Connection>> result);
    void forward(QByteArrayView bytes);
    void checkSent();

    void serverBytes(QByteArrayView bytes);
    void serverEnded(const Error& reason);
    void settle(WireTapExchange::Verdict verdict);
    void finishExchange(const Error& error);
    void answerManager(bool keep);
    void dropServer(bool reset);
    void pace();

    [[nodiscard]] std::optional<TapDeadline> deadline() const;
    void armDeadline();
    void deadlinePassed();
    [[nodiscard]] bool standsStillByUs();
    void checkGone();

    QByteArray m_password;
    WireTapGate& m_gate;
    std::chrono::milliseconds m_keepAlive;
    TrafficSink& m_sink;
    std::unique_ptr<Stream> m_manager;
    int m_managerFd = -1; ///< valid while m_manager is open
    WireTapSocks m_socks;
    QByteArray m_profile;
    std::optional<TlsFacts> m_tls; ///< of the server's connection
    WireTapDial m_dial;
    std::unique_ptr<Connection> m_server;
    bool m_isServerOpen = false;
    bool m_isSpent =
        false;            ///< its exchange failed: the manager is told to give up, until then nothing passes
    QByteArray m_pending; ///< of the request, until the server's connection is there
    std::unique_ptr<WireTapExchange> m_exchange;
    QTimer m_timer;    ///< of the handshake, an exchange's deadline, or how long it is kept alive
    Timestamp m_alarm; ///< when m_timer fires
    Timestamp m_lastActivity;
    qint64 m_lastQueued = 0;
    bool m_isGone = false;
};

} // namespace wl
