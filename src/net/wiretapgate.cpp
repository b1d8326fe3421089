// SPDX-License-Identifier: MIT
#include "net/wiretapgate.h"

namespace wl {

std::optional<TapDoor> WireTapGate::admit(TapTicket ticket)
{
    const std::lock_guard lock(m_mutex);
    const QByteArray manager = ticket.manager;
    m_tickets.insert(manager, std::move(ticket));
    return m_door;
}

std::optional<TapTicket> WireTapGate::take(const QByteArray& manager, const QByteArray& profile)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_tickets.find(manager);
    if (found == m_tickets.end() || (!profile.isEmpty() && found->profile != profile))
        return std::nullopt;
    TapTicket ticket = std::move(*found);
    m_tickets.erase(found);
    return ticket;
}

bool WireTapGate::has(const QByteArray& manager) const
{
    const std::lock_guard lock(m_mutex);
    return m_tickets.contains(manager);
}

bool WireTapGate::withdraw(quint32 number)
{
    const std::lock_guard lock(m_mutex);
    return m_tickets.removeIf([number](const auto& entry) { return entry.value().number == number; }) > 0;
}

std::optional<TapDoor> WireTapGate::door() const
{
    const std::lock_guard lock(m_mutex);
    return m_door;
}

void WireTapGate::open(const TapDoor& door)
{
    const std::lock_guard lock(m_mutex);
    m_door = door;
}

bool WireTapGate::shut()
{
    const std::lock_guard lock(m_mutex);
    if (m_tickets.isEmpty())
        m_door.reset();
    return !m_door;
}

} // namespace wl
