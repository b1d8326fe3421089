// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.h"
#include "net/serverprotocol.h"
#include "net/wiretaprecord.h"

#include <QObject>

#include <memory>

namespace wl {

class WireTapServer;

/// Who uses a server's connection: the leg whose exchange it carries.
class WireTapServerUser
{
public:
    virtual void serverReceived(QByteArrayView bytes) = 0;
    /// All that was sent is with the kernel.
    virtual void serverDrained() = 0;
    /// It ended, or the server will send nothing more; it is of no use any more.
    virtual void serverEnded(const Error& reason) = 0;

protected:
    ~WireTapServerUser() = default;
};

/// A connection of the wire tap to a server, for one exchange after another. While nobody uses it, anything
/// that the server does ends it, unless its protocol knows what to do with it. Network thread, belongs to its
/// tap.
class WireTapServer final : public QObject, private ConnectionListener
{
    Q_OBJECT
public:
    /// `profile`: what an exchange must have in common with it to use it.
    WireTapServer(std::unique_ptr<Connection> connection, QByteArray profile, std::optional<TlsFacts> tls,
                  QObject* parent);
    ~WireTapServer() override;

    [[nodiscard]] Connection& connection() { return *m_connection; }
    [[nodiscard]] const QByteArray& profile() const { return m_profile; }
    [[nodiscard]] const std::optional<TlsFacts>& tls() const { return m_tls; }
    /// Since when nobody uses it.
    [[nodiscard]] Timestamp idleSince() const { return m_idleSince; }

    /// What it speaks between exchanges; null = nothing, and whatever comes then ends it.
    [[nodiscard]] ServerProtocol* protocol() const { return m_protocol.get(); }
    void setProtocol(std::unique_ptr<ServerProtocol> protocol) { m_protocol = std::move(protocol); }

    /// What the connection brought before this object listened to it.
    void takeEarly(QByteArrayView bytes) { connectionReceived(*m_connection, bytes); }
    void setUser(WireTapServerUser& user);
    /// Nobody uses it from now on, and it is kept.
    void setIdle();
    /// Ends it; the user hears nothing more. With `reset` by RST.
    void drop(bool reset);

signals:
    /// Closed: the tap deletes it by the event loop.
    void gone();
    /// Ended while nobody used it: it must not be used again.
    void spoiled();

private:
    void connectionReceived(Connection& connection, QByteArrayView bytes) override;
    void connectionPeerFinished(Connection& connection) override;
    void connectionDrained(Connection& connection) override;
    void connectionSendFailed(Connection& connection, const Error& error) override;
    void connectionClosed(Connection& connection, const Error& reason) override;

    void ended(const Error& reason);
    void spoil();

    std::unique_ptr<Connection> m_connection;
    QByteArray m_profile;
    std::optional<TlsFacts> m_tls;
    std::unique_ptr<ServerProtocol> m_protocol;
    WireTapServerUser* m_user = nullptr;
    Timestamp m_idleSince;
    bool m_isDropped = false;
};

} // namespace wl
