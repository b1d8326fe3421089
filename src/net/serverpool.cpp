// SPDX-License-Identifier: MIT
#include "net/serverpool.h"

#include <algorithm>
#include <utility>

namespace wl {

ServerPool::ServerPool(std::chrono::milliseconds keepAlive, QObject* parent)
    : QObject(parent)
    , m_keepAlive(keepAlive)
    , m_sweep(this)
{
    m_sweep.setInterval(std::min(sweepInterval, std::max(keepAlive / 4, std::chrono::milliseconds(1))));
    connect(&m_sweep, &QTimer::timeout, this, &ServerPool::sweep);
}

ServerPool::~ServerPool()
{
    qDeleteAll(m_all);
}

WireTapServer* ServerPool::take(const QByteArray& profile)
{
    for (qsizetype i = m_idle.size() - 1; i >= 0; --i) {
        const ServerProtocol* protocol = m_idle[i]->protocol();
        if (m_idle[i]->profile() == profile && (!protocol || protocol->isReady()))
            return m_idle.takeAt(i);
    }
    return nullptr;
}

WireTapServer& ServerPool::add(std::unique_ptr<Connection> connection, const TapTicket& ticket,
                               const std::optional<TlsFacts>& tls)
{
    auto* server = new WireTapServer(std::move(connection), ticket.profile, tls, this);
    m_all.append(server);
    connect(server, &WireTapServer::spoiled, this, [this, server] { m_idle.removeOne(server); });
    connect(server, &WireTapServer::gone, this, [this, server] { gone(*server); });
    return *server;
}

void ServerPool::keep(WireTapServer& server)
{
    server.setIdle();
    m_idle.append(&server);
    if (!m_sweep.isActive())
        m_sweep.start();
}

void ServerPool::sweep()
{
    const Timestamp time = now();
    const Timestamp oldest{time.ns - std::chrono::nanoseconds(m_keepAlive).count()};
    const QList<WireTapServer*> idle = m_idle;
    for (WireTapServer* server : idle) {
        const bool isStuck = server->protocol() && server->protocol()->isStuck(time);
        if ((isStuck || server->idleSince() <= oldest) && m_idle.removeOne(server))
            server->drop(isStuck);
    }
    if (m_idle.isEmpty())
        m_sweep.stop();
}

void ServerPool::gone(WireTapServer& server)
{
    m_idle.removeOne(&server);
    m_all.removeOne(&server);
    server.deleteLater();
}

} // namespace wl
