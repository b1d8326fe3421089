// SPDX-License-Identifier: MIT
#include "ui/panes/http/httpwords.h"

#include "base/filecommit.h"
#include "http/shownurl.h"
#include "ui/widgets/format.h"

#include <QRegularExpression>
#include <QUrl>

namespace wl {

namespace {

/// "posts" of "http://host/api/posts?x".
QString lastSegment(const QString& url)
{
    return QUrl(url).fileName();
}

QString suffixFor(const QByteArray& contentType)
{
    static const QHash<QByteArray, QString> suffixes{
        {"application/json", QStringLiteral(".json")}, {"text/html", QStringLiteral(".html")},
        {"text/plain", QStringLiteral(".txt")},        {"text/csv", QStringLiteral(".csv")},
        {"application/xml", QStringLiteral(".xml")},   {"text/xml", QStringLiteral(".xml")},
        {"image/png", QStringLiteral(".png")},         {"image/jpeg", QStringLiteral(".jpg")},
        {"application/pdf", QStringLiteral(".pdf")},   {"application/zip", QStringLiteral(".zip")}};
    return suffixes.value(contentType.split(';').first().trimmed().toLower());
}

} // namespace

QString HttpWords::phase(const HttpExchange& exchange)
{
    switch (exchange.phase) {
    case HttpExchange::Phase::Queued: return tr("Waiting for other requests to end…");
    case HttpExchange::Phase::Resolving: return tr("Looking up the name…");
    case HttpExchange::Phase::Connecting: return tr("Connecting…");
    case HttpExchange::Phase::Handshaking: return tr("TLS handshake…");
    case HttpExchange::Phase::Sending: return tr("Sending…");
    case HttpExchange::Phase::Waiting: return tr("Waiting for the answer…");
    case HttpExchange::Phase::Receiving:
        if (exchange.expectedBytes > 0)
            return tr("Receiving, %1 of %2…")
                .arg(format::size(exchange.bodyBytes), format::size(exchange.expectedBytes));
        return tr("Receiving, %1…").arg(format::size(exchange.bodyBytes));
    case HttpExchange::Phase::Done: return tr("Done");
    case HttpExchange::Phase::Failed: return tr("Failed");
    case HttpExchange::Phase::Canceled: return tr("Canceled");
    }
    return {};
}

QString HttpWords::status(const HttpHop& hop)
{
    if (hop.status <= 0)
        return {};
    return QStringLiteral("%1 %2").arg(hop.status).arg(QString::fromLatin1(hop.reason)).trimmed();
}

QString HttpWords::sizes(const HttpExchange& exchange)
{
    const qint64 decoded = exchange.contentBytes();
    if (decoded == exchange.bodyBytes)
        return format::size(decoded);
    return tr("%1 (%2 on the wire)").arg(format::size(decoded), format::size(exchange.bodyBytes));
}

QString HttpWords::exactSizes(const HttpExchange& exchange)
{
    const qint64 head = exchange.hops.isEmpty() ? 0 : exchange.hops.last().responseHead.size();
    return tr("Body: %1 on the wire, %2 decoded; head: %3")
        .arg(format::exactSize(exchange.bodyBytes), format::exactSize(exchange.decodedBytes),
             format::exactSize(head));
}

PaneState HttpWords::state(const HttpExchange* exchange)
{
    if (exchange == nullptr)
        return {};
    if (!exchange->isFinished()) {
        const bool receives = exchange->phase == HttpExchange::Phase::Receiving;
        return {PaneState::Mark::Busy, receives ? tr("Receiving") : tr("Waiting")};
    }
    if (exchange->phase == HttpExchange::Phase::Canceled)
        return {PaneState::Mark::Idle, tr("Canceled")};
    if (exchange->phase == HttpExchange::Phase::Failed || exchange->hops.isEmpty())
        return {PaneState::Mark::Failed, tr("Failed")};
    const int status = exchange->hops.last().status;
    return {status >= 400 ? PaneState::Mark::Failed : PaneState::Mark::Idle, QString::number(status)};
}

QString HttpWords::tried(const HttpRequest& request)
{
    if (request.isRaw)
        return tr("Cannot send the raw request to %1").arg(shownUrl(request.url));
    return tr("Cannot %1 %2").arg(request.method, shownUrl(request.url));
}

QString HttpWords::tried(const HttpRequest& request, const HttpExchange& exchange)
{
    if (exchange.hops.isEmpty())
        return tried(request);
    const HttpHop& last = exchange.hops.last();
    const bool leadsNowhere =
        exchange.error.code == ErrorCode::UnsupportedScheme || exchange.error.code == ErrorCode::BadAddress;
    if (leadsNowhere && last.status / 100 == 3)
        return tr("Cannot follow the redirect of %1").arg(last.url);
    return exchange.hops.size() == 1 ? tried(request) : tr("Cannot follow the redirect to %1").arg(last.url);
}

QString HttpWords::title(const HttpRequest& request)
{
    QString url = urlWithoutUser(request.url.trimmed());
    if (url.isEmpty())
        return tr("New request");
    const qsizetype scheme = url.indexOf(QLatin1String("://"));
    if (scheme >= 0)
        url = url.mid(scheme + 3);
    const qsizetype end = url.indexOf(QRegularExpression(QStringLiteral("[?#]")));
    if (end >= 0)
        url = url.first(end);
    const qsizetype slash = url.indexOf(u'/');
    const QString shown = slash < 0 || slash == url.size() - 1 ? url : url.mid(slash);
    if (request.isRaw)
        return tr("Raw %1").arg(slash < 0 ? url : url.first(slash));
    return QStringLiteral("%1 %2").arg(request.method, shown);
}

QString HttpWords::responseName(const HttpExchange& exchange)
{
    if (exchange.hops.isEmpty())
        return {};
    const HttpHop& first = exchange.hops.first();
    const QUrl url(first.url);
    const QString path = url.path(QUrl::FullyEncoded).left(60);
    QStringList parts{QString::fromLatin1(first.method) + u' ' +
                          (path.isEmpty() ? QStringLiteral("/") : path),
                      status(exchange.hops.last())};
    if (first.timings.started.isValid())
        parts << clockTime(first.timings.started).left(8);
    return parts.join(QStringLiteral(" \u00B7 "));
}

QString HttpWords::bodyFileName(const HttpHop& hop)
{
    static const QRegularExpression parameter(QStringLiteral("filename\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))"),
                                              QRegularExpression::CaseInsensitiveOption);
    const auto match = parameter.match(QString::fromUtf8(fieldValue(hop, "Content-Disposition")));
    QString name = match.captured(1) + match.captured(2);
    if (name.isEmpty()) {
        name = lastSegment(hop.url);
        if (!name.contains(u'.'))
            name += suffixFor(fieldValue(hop, "Content-Type"));
    }
    return safeFileName(name);
}

QByteArray HttpWords::fieldValue(const HttpHop& hop, const QByteArray& name)
{
    for (const WireField& field : hop.fields) {
        if (field.name.compare(name, Qt::CaseInsensitive) == 0)
            return field.value;
    }
    return {};
}

} // namespace wl
