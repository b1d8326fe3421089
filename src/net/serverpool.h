// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapserver.h"
#include "net/wiretapticket.h"

#include <QObject>

namespace wl {

/// Connections to servers that carry one HTTP exchange after another, and among them those that wait for the
/// next. Network thread.
class ServerPool final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    ~ServerPool() override;

    /// A kept-alive connection for a profile, the last used first; null where there is none.
    [[nodiscard]] WireTapServer* take(const QByteArray& profile);
    [[nodiscard]] WireTapServer& add(std::unique_ptr<Connection> connection, const TapTicket& ticket,
                                     const std::optional<TlsFacts>& tls);
    /// The connection may carry another exchange.
    void keep(WireTapServer& server);
    /// Closes those that nobody has used since then.
    void closeUnusedSince(Timestamp time);
    /// Whether any waits for an exchange.
    [[nodiscard]] bool hasIdle() const { return !m_idle.isEmpty(); }

private:
    void gone(WireTapServer& server);

    QList<WireTapServer*> m_all;
    QList<WireTapServer*> m_idle; ///< the last used last
};

} // namespace wl
