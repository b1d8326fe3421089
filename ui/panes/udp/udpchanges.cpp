// SPDX-License-Identifier: MIT
#include "ui/panes/udp/udpchanges.h"

#include <algorithm>

namespace wl {

UdpChanges::UdpChanges(Sessions& sessions, QObject* parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    connect(&sessions, &Sessions::groupFailed, this, &UdpChanges::take);
}

void UdpChanges::begin(EndpointId socket, const UdpSpec& spec)
{
    m_socket = socket;
    m_target = spec.target;
    m_groups = spec.groups;
    m_missing.clear();
    m_ttl = spec.ttl;
}

void UdpChanges::apply(const UdpSpec& wanted)
{
    if (std::exchange(m_ttl, wanted.ttl) != wanted.ttl)
        m_sessions.setTtl(m_socket, wanted.ttl);
    const QList<MulticastGroup> before = std::exchange(m_groups, wanted.groups);
    for (const MulticastGroup& group : before) {
        if (!wanted.groups.contains(group) && !m_missing.removeOne(group))
            m_sessions.leaveGroup(m_socket, group);
    }
    for (const MulticastGroup& group : wanted.groups) {
        if (!before.contains(group))
            m_sessions.joinGroup(m_socket, group);
    }
}

bool UdpChanges::needsOtherSocket(const UdpSpec& wanted, const QList<SocketAddress>& locals)
{
    const QHostAddress host(wanted.target.host);
    return wanted.address.host.isEmpty() && !host.isNull() && !host.isLoopback() &&
           std::all_of(locals.cbegin(), locals.cend(),
                       [](const SocketAddress& local) { return local.isLoopback(); });
}

void UdpChanges::take(EndpointId socket, const MulticastGroup& group, const Error& error)
{
    if (socket != m_socket)
        return;
    const bool isMissing = m_groups.contains(group);
    if (isMissing && !m_missing.contains(group))
        m_missing.append(group);
    emit failed(group, isMissing, error);
}

} // namespace wl
