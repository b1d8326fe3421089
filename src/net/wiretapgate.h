// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapticket.h"

#include <QByteArray>
#include <QHash>

#include <optional>

namespace wl {

/// How to come to the wire tap: a port of 127.0.0.1 and the password of its SOCKS users.
struct TapDoor
{
    quint16 port = 0;
    QByteArray password;
};

/// The permits that wait to be used, one per manager, and whether the tap is open. Plain object of its tap.
class WireTapGate
{
public:
    /// Leaves a permit for its manager.
    void admit(TapTicket ticket) { m_tickets.insert(ticket.manager, ticket); }
    /// Takes the manager's permit out, nothing where there is none, or where it is for another profile than
    /// the one given (empty = any): that one stays.
    [[nodiscard]] std::optional<TapTicket> take(const QByteArray& manager, const QByteArray& profile = {});
    /// Takes a permit back that was not used. False where it was.
    bool withdraw(quint32 number);
    [[nodiscard]] bool isEmpty() const { return m_tickets.isEmpty(); }

private:
    QHash<QByteArray, TapTicket> m_tickets;
};

} // namespace wl
