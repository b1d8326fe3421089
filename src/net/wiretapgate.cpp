// SPDX-License-Identifier: MIT
#include "net/wiretapgate.h"

namespace wl {

std::optional<TapTicket> WireTapGate::take(const QByteArray& manager, const QByteArray& profile)
{
    const auto found = m_tickets.find(manager);
    if (found == m_tickets.end() || (!profile.isEmpty() && found->profile != profile))
        return std::nullopt;
    TapTicket ticket = std::move(*found);
    m_tickets.erase(found);
    return ticket;
}

bool WireTapGate::withdraw(quint32 number)
{
    return m_tickets.removeIf([number](const auto& entry) { return entry.value().number == number; }) > 0;
}

} // namespace wl
