// SPDX-License-Identifier: MIT
#include "ui/panes/common/endpointwords.h"

#include "base/errortext.h"
#include "ui/widgets/format.h"

#include <QLocale>

namespace wl {

namespace {

using Phase = EndpointState::Phase;
using Mark = PaneState::Mark;

} // namespace

PaneState EndpointWords::state(const EndpointState& state, Role role)
{
    switch (state.phase) {
    case Phase::Stopped:
        return {Mark::Idle, role == Role::TcpClient ? tr("Not connected")
                            : role == Role::Udp     ? tr("Not bound")
                                                    : tr("Not listening")};
    case Phase::Starting: return {Mark::Busy, tr("Starting")};
    case Phase::Listening:
        if (state.error.code != ErrorCode::None)
            return {Mark::Failed, tr("Accepting paused")};
        return {Mark::Active, role == Role::Udp ? tr("Bound") : tr("Listening")};
    case Phase::Connecting: return {Mark::Busy, tr("Connecting")};
    case Phase::Open: return {Mark::Active, tr("Connected")};
    case Phase::PeerFinished: return {Mark::HalfOpen, tr("Peer finished")};
    case Phase::Reconnecting: return {Mark::Busy, tr("Reconnecting")};
    case Phase::Failed: return {Mark::Failed, tr("Failed")};
    }
    return {};
}

QString EndpointWords::addresses(const QList<SocketAddress>& local)
{
    QStringList texts;
    for (const SocketAddress& address : local)
        texts.append(address.toString());
    if (texts.size() < 2)
        return texts.join(QString());
    const QString last = texts.takeLast();
    return tr("%1 and %2", "list of addresses").arg(texts.join(QStringLiteral(", ")), last);
}

QString EndpointWords::reachable(const QList<SocketAddress>& local)
{
    QList<SocketAddress> targets;
    for (const SocketAddress& address : local) {
        const QHostAddress host = address.host();
        if (address.family == SocketAddress::Family::Any || host == QHostAddress(QHostAddress::AnyIPv4))
            targets.append(SocketAddress::from(QHostAddress(QHostAddress::LocalHost), address.port));
        else if (host == QHostAddress(QHostAddress::AnyIPv6))
            targets.append(SocketAddress::from(QHostAddress(QHostAddress::LocalHostIPv6), address.port));
        else
            targets.append(address);
    }
    return addresses(targets);
}

QString EndpointWords::detail(const EndpointState& state, Role role)
{
    QStringList parts;
    switch (state.phase) {
    case Phase::Listening: parts.append(tr("on %1").arg(addresses(state.local))); break;
    case Phase::Connecting:
    case Phase::Open:
    case Phase::PeerFinished:
        if (state.peer.isValid() && !state.local.isEmpty())
            parts.append(tr("to %1 from %2").arg(state.peer.toString(), addresses(state.local)));
        else if (state.peer.isValid())
            parts.append(tr("to %1").arg(state.peer.toString()));
        if (state.phase == Phase::PeerFinished)
            parts.append(tr("you can still send"));
        break;
    case Phase::Reconnecting:
        parts.append(
            tr("in %1 s: %2")
                .arg(QLocale().toString(state.retryInMs / 1000.0, 'g', 3), ErrorText::reason(state.error)));
        break;
    case Phase::Failed: parts.append(ErrorText::reason(state.error)); break;
    case Phase::Stopped:
    case Phase::Starting: break;
    }
    if (role == Role::TcpServer && state.refusedClients > 0)
        parts.append(tr("%1 refused").arg(format::count(state.refusedClients)));
    if (role == Role::Udp && state.kernelDrops > 0)
        parts.append(tr("%1 dropped by the kernel").arg(format::count(state.kernelDrops)));
    return parts.join(QStringLiteral(" · "));
}

QString EndpointWords::tried(Role role, const QString& address, bool wasOpen)
{
    switch (role) {
    case Role::TcpServer: return tr("Cannot listen on %1").arg(address);
    case Role::Udp: return tr("Cannot bind %1").arg(address);
    case Role::TcpClient: break;
    }
    return wasOpen ? tr("The connection to %1 broke").arg(address) : tr("Cannot connect to %1").arg(address);
}

QString EndpointWords::failure(const QString& tried, const Error& error, const QString& holder)
{
    if (error.code != ErrorCode::AddressInUse || holder.isEmpty())
        return ErrorText::sentence(tried, error);
    return tr("%1: %2. \"%3\" of this window has it; stop that or choose another port.")
        .arg(tried, ErrorText::reason(error), holder);
}

QString EndpointWords::serverStart(const ServerStart& server)
{
    if (!server.hasFailed())
        return tr("Started \"%1\", which listens there.").arg(server.label);
    const QString tried = tr("Cannot start \"%1\"").arg(server.label);
    const QString why = server.error.code == ErrorCode::None ? tr("%1; its tab says why.").arg(tried)
                                                             : failure(tried, server.error, server.holder);
    return why + u' ' + tr("Nothing was sent.");
}

bool EndpointWords::isRunning(const EndpointState& state)
{
    return state.phase != Phase::Stopped && state.phase != Phase::Failed;
}

} // namespace wl
