// SPDX-License-Identifier: MIT
#include "ui/shell/openpanes.h"
#include "ui/shell/serverwait.h"

#include <algorithm>

/// What one open pane asks of another: the server behind an address, who has a port.
namespace wl {

void OpenPanes::startServerFor(const QString& host, quint16 port, bool udp, QObject* asker,
                               const PaneContext::ServerAnswer& answer)
{
    const ItemId id = m_workspace ? m_workspace->serverFor(host, port, udp) : ItemId();
    const Workspace::Node* node = id.isValid() ? m_workspace->node(id) : nullptr;
    const Entry* entry = node ? entryOf(m_workspace, id) : nullptr;
    const bool isListening =
        entry && entry->pane->isRunning() && entry->pane->state().mark != PaneState::Mark::Busy;
    if (!node || isListening) {
        answer({});
        return;
    }
    ServerStart start;
    start.label = node->name;
    Pane* pane = entry ? entry->pane : add(m_workspace, id, node->content);
    showPage(pane, false);
    if (!pane->isRunning())
        pane->trigger(false);
    auto* wait = new ServerWait(
        *pane, m_context.sessions, start, [this, udp](const Error& error) { return holderOf(error, udp); },
        answer, asker);
    wait->check();
}

QString OpenPanes::holderOf(const Error& error, bool udp) const
{
    if (error.code != ErrorCode::AddressInUse)
        return {};
    const auto isEvery = [](const QString& address) {
        return address.startsWith(u'*') || address.startsWith(QLatin1String("0.0.0.0:")) ||
               address.startsWith(QLatin1String("[::]:"));
    };
    const QString& wanted = error.detail;
    const auto isOnIt = [&](const SocketAddress& local) {
        const QString taken = local.toString();
        return taken == wanted ||
               (taken.section(u':', -1) == wanted.section(u':', -1) && (isEvery(taken) || isEvery(wanted)));
    };
    for (const Entry& entry : m_entries) {
        const ItemContent content = entry.pane->content();
        const bool isKind =
            udp ? std::holds_alternative<UdpItem>(content) : std::holds_alternative<ServerItem>(content);
        const EndpointId id = entry.pane->endpoint();
        const EndpointState state = isKind && id.isValid() ? m_context.sessions.state(id) : EndpointState();
        if (state.phase == EndpointState::Phase::Listening &&
            std::any_of(state.local.begin(), state.local.end(), isOnIt))
            return entry.pane->title();
    }
    return {};
}

} // namespace wl
