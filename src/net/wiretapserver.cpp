// SPDX-License-Identifier: MIT
#include "net/wiretapserver.h"

#include <utility>

namespace wl {

WireTapServer::WireTapServer(std::unique_ptr<Connection> connection, QByteArray profile,
                             std::optional<TlsFacts> tls, QObject* parent)
    : QObject(parent)
    , m_connection(std::move(connection))
    , m_profile(std::move(profile))
    , m_tls(std::move(tls))
{
    m_connection->setListener(this);
}

WireTapServer::~WireTapServer()
{
    m_connection->setListener(nullptr);
}

void WireTapServer::setUser(WireTapServerUser& user)
{
    m_user = &user;
}

void WireTapServer::setIdle()
{
    m_user = nullptr;
    m_idleSince = now();
    m_connection->setReadingPaused(false);
}

void WireTapServer::drop(bool reset)
{
    m_user = nullptr;
    m_isDropped = true;
    if (reset) {
        m_connection->reset();
        return;
    }
    if (m_protocol)
        m_protocol->closing(*m_connection);
    m_connection->close();
}

void WireTapServer::spoil()
{
    if (m_isDropped)
        return;
    emit spoiled();
    drop(false);
}

void WireTapServer::connectionReceived(Connection&, QByteArrayView bytes)
{
    if (m_user)
        m_user->serverReceived(bytes);
    else if (!m_isDropped && !(m_protocol && m_protocol->idleBytes(*m_connection, bytes)))
        spoil(); // nobody asked for this
}

void WireTapServer::connectionPeerFinished(Connection&)
{
    ended({});
}

void WireTapServer::connectionDrained(Connection&)
{
    if (m_user)
        m_user->serverDrained();
    else if (m_protocol && !m_isDropped)
        m_protocol->pump(*m_connection);
}

void WireTapServer::connectionSendFailed(Connection&, const Error&)
{
    // The end of the connection follows and says why.
}

void WireTapServer::connectionClosed(Connection&, const Error& reason)
{
    ended(reason);
    emit gone();
}

void WireTapServer::ended(const Error& reason)
{
    if (WireTapServerUser* user = std::exchange(m_user, nullptr))
        user->serverEnded(reason);
    else
        spoil();
}

} // namespace wl
