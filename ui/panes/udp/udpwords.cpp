// SPDX-License-Identifier: MIT
#include "ui/panes/udp/udpwords.h"

#include "ui/widgets/format.h"

namespace wl {

QString UdpWords::title(const UdpSpec& udp, const QList<SocketAddress>& local)
{
    quint16 port = udp.address.port;
    // A free port says nothing beside a name.
    if (port == 0 && udp.label.isEmpty() && !local.isEmpty())
        port = local.constFirst().port;
    const QString name = udp.label.isEmpty() ? tr("UDP") : udp.label;
    return port == 0 ? name : QStringLiteral("%1 :%2").arg(name, QString::number(port));
}

Remark UdpWords::remark(UdpItem started, const UdpItem& form, const QList<MulticastGroup>& missingGroups)
{
    if (!missingGroups.isEmpty()) {
        QStringList names;
        for (const MulticastGroup& group : missingGroups)
            names.append(group.group);
        return {tr("not joined"),
                tr("The socket is not in %1.", "multicast groups").arg(names.join(QStringLiteral(", "))),
                true};
    }
    started.message = form.message;
    started.udp.target = form.udp.target;
    started.udp.groups = form.udp.groups;
    started.udp.ttl = form.udp.ttl;
    started.udp.address.scheme = form.udp.address.scheme;
    if (form.udp.address.port == 0)
        started.udp.address.port = 0; // whichever it was
    if (started == form)
        return {};
    return {tr("changed"), tr("The form was changed since Bind. Close and bind again to use the changes.")};
}

QString UdpWords::sendText(const Receivers& to)
{
    if (to.peers == 0)
        return to.target.isEmpty() ? tr("Send") : tr("Send to target");
    return to.peers == 1 ? tr("Reply to peer") : tr("Send to %1 peers").arg(format::count(quint64(to.peers)));
}

QString UdpWords::whyNotSend(const Receivers& to)
{
    if (!to.problem.isEmpty())
        return to.problem;
    if (to.areOfClosedSocket)
        return tr("The selected peers belong to a socket that is closed.");
    return to.peers == 0 && to.target.isEmpty() ? tr("Enter a target under To, or select a peer.")
                                                : QString();
}

QString UdpWords::noPeers(const QString& where)
{
    return where.isEmpty() ? tr("Peers show here. Send a datagram, or press Bind and let one come.")
                           : tr("No peer yet. Send a datagram, or let one come to %1.").arg(where);
}

} // namespace wl
