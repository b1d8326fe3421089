// SPDX-License-Identifier: MIT
#include "ui/panes/http/hopfacts.h"

#include "ui/panes/http/httpwords.h"
#include "ui/widgets/format.h"

#include <QUrl>

namespace wl {

namespace {

QString latin(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes);
}

/// The first line of a head.
QString firstLine(const QByteArray& head)
{
    return latin(head.left(head.indexOf('\n')).trimmed().left(2000));
}

/// Whether a head has a field, by its name in lower case.
bool hasField(const QByteArray& head, const QByteArray& name)
{
    return head.toLower().contains('\n' + name + ':');
}

} // namespace

QString HopFacts::redirect(const HttpHop& from, const HttpHop& to)
{
    QStringList parts{
        tr("%1 points to %2")
            .arg(HttpWords::status(from), latin(HttpWords::fieldValue(from, "Location")).left(2000))};
    if (from.method != to.method)
        parts << tr("%1 became %2").arg(latin(from.method), latin(to.method));
    else if (from.requestBodyBytes > 0 && to.requestBodyBytes > 0)
        parts << tr("method and body were kept");
    const QUrl before(from.url);
    const QUrl after(to.url);
    if (before.scheme() != after.scheme())
        parts << tr("the scheme changed");
    if (before.host() != after.host() || before.port() != after.port())
        parts << tr("another server");
    for (const char* name : {"Authorization", "Cookie", "Proxy-Authorization"}) {
        const QByteArray lower = QByteArray(name).toLower();
        if (hasField(from.requestHead, lower) && !hasField(to.requestHead, lower))
            parts << tr("%1 was not sent on").arg(QLatin1String(name));
    }
    return parts.join(QStringLiteral("; "));
}

QString HopFacts::text(const QList<HttpHop>& hops, int index)
{
    if (index < 0 || index >= hops.size())
        return {};
    const HttpHop& hop = hops.at(index);
    QStringList lines;
    const QString request = firstLine(hop.requestHead);
    lines << tr("Request: %1").arg(request.isEmpty() ? latin(hop.method) + u' ' + hop.url : request);
    // Heads of 1xx answers stand before the final one.
    const QString status =
        hop.status > 0
            ? (latin(hop.version) + u' ' + QString::number(hop.status) + u' ' + latin(hop.reason)).trimmed()
            : tr("none came");
    lines << tr("Answer: %1").arg(status);
    const QString peer = hop.peer.toString();
    if (!peer.isEmpty())
        lines << (hop.timings.reused ? tr("Peer: %1, over a connection that was open already").arg(peer)
                                     : tr("Peer: %1, over a new connection").arg(peer));
    if (!hop.proxy.isEmpty())
        lines << tr("Proxy: %1").arg(hop.proxy);
    if (hop.tls) {
        QStringList tls{hop.tls->protocol, hop.tls->cipher};
        if (!hop.tls->alpn.isEmpty())
            tls << tr("ALPN %1").arg(hop.tls->alpn);
        tls << (hop.tls->verified ? tr("certificate verified") : tr("certificate not verified"));
        tls.removeAll(QString());
        lines << tr("TLS: %1").arg(tls.join(QStringLiteral(", ")));
    }
    lines << tr("Sent: %1 of head, %2 of body")
                 .arg(format::exactSize(hop.requestHead.size()), format::exactSize(hop.requestBodyBytes));
    lines << tr("Received: %1 of head, %2 of body on the wire")
                 .arg(format::exactSize(hop.responseHead.size()), format::exactSize(hop.wireBodyBytes));
    if (index + 1 < hops.size())
        lines << tr("Redirect: %1").arg(redirect(hop, hops.at(index + 1)));
    for (const QString& warning : hop.warnings)
        lines << tr("Note: %1").arg(warning);
    return lines.join(u'\n');
}

} // namespace wl
