// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapserver.h"
#include "net/wiretapticket.h"

#include <QObject>
#include <QTimer>

#include <chrono>

namespace wl {

/// Connections to servers that carry one HTTP exchange after another, and among them those that wait for the
/// next. Network thread.
class ServerPool final : public QObject
{
    Q_OBJECT
public:
    /// How long an unused connection is kept for the next exchange.
    static constexpr std::chrono::milliseconds defaultKeepAlive{30'000};
    /// How often it is looked whether something unused can be closed.
    static constexpr std::chrono::milliseconds sweepInterval{250};

    explicit ServerPool(std::chrono::milliseconds keepAlive, QObject* parent = nullptr);
    ~ServerPool() override;

    /// A kept-alive connection for a profile, the last used first; null where there is none.
    [[nodiscard]] WireTapServer* take(const QByteArray& profile);
    [[nodiscard]] WireTapServer& add(std::unique_ptr<Connection> connection, const TapTicket& ticket,
                                     const std::optional<TlsFacts>& tls);
    /// The connection may carry another exchange.
    void keep(WireTapServer& server);
    /// Whether any waits for an exchange.
    [[nodiscard]] bool hasIdle() const { return !m_idle.isEmpty(); }

private:
    void gone(WireTapServer& server);
    void sweep();

    std::chrono::milliseconds m_keepAlive;
    QList<WireTapServer*> m_all;
    QList<WireTapServer*> m_idle; ///< the last used last
    QTimer m_sweep;               ///< runs while any waits for an exchange
};

} // namespace wl
