// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapticket.h"

#include <QByteArray>
#include <QHash>

#include <mutex>
#include <optional>

namespace wl {

/// How to come to the wire tap: a port of 127.0.0.1 and the password of its SOCKS users.
struct TapDoor
{
    quint16 port = 0;
    QByteArray password;
};

/// The permits that wait to be used, one per manager, and whether the tap is open. Shared by the managers'
/// thread and the network thread, so that a request to an open tap needs no turn of the other thread.
class WireTapGate
{
public:
    /// Leaves a permit for its manager. Nothing where the tap is shut: it has to be opened, and stays open as
    /// long as a permit waits.
    std::optional<TapDoor> admit(TapTicket ticket);
    /// Takes the manager's permit out, nothing where there is none, or where it is for another profile than
    /// the one given (empty = any): that one stays.
    std::optional<TapTicket> take(const QByteArray& manager, const QByteArray& profile = {});
    [[nodiscard]] bool has(const QByteArray& manager) const;
    /// Takes a permit back that was not used. False where it was.
    bool withdraw(quint32 number);

    [[nodiscard]] std::optional<TapDoor> door() const;
    void open(const TapDoor& door);
    /// Shuts it unless a permit waits; true where it is shut now.
    bool shut();

private:
    mutable std::mutex m_mutex;
    QHash<QByteArray, TapTicket> m_tickets;
    std::optional<TapDoor> m_door;
};

} // namespace wl
