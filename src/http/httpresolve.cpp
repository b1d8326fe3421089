// SPDX-License-Identifier: MIT
#include "http/httpresolve.h"

#include <QHostAddress>

namespace wl {

namespace {

const QString anyWord = QStringLiteral("*");

tl::unexpected<Error> refuse(const QString& text, const QString& why)
{
    return fail(ErrorCode::BadOption, QStringLiteral("\"%1\": %2").arg(text, why));
}

/// Takes the host at the beginning, without its brackets, and leaves what follows its colon; nothing where
/// there is no colon.
std::optional<QString> takeHost(QString& rest)
{
    const bool isBracketed = rest.startsWith(u'[');
    const qsizetype close = isBracketed ? rest.indexOf(u']') : 0;
    const qsizetype colon = close < 0 ? -1 : rest.indexOf(u':', close);
    if (colon < 0 || (isBracketed && colon != close + 1))
        return std::nullopt;
    const QString host = isBracketed ? rest.mid(1, close - 1) : rest.first(colon);
    rest = rest.mid(colon + 1);
    return host;
}

QString bracketed(const QString& host)
{
    return host.contains(u':') ? u'[' + host + u']' : host;
}

} // namespace

Result<HttpResolve> parseResolve(const QString& text)
{
    QString rest = text.trimmed();
    const std::optional<QString> host = takeHost(rest);
    const std::optional<QString> portText = host ? takeHost(rest) : std::nullopt;
    if (!portText || host->isEmpty())
        return refuse(text, QStringLiteral("it takes host:port:address"));
    HttpResolve resolve;
    resolve.host = *host;
    bool isNumber = false;
    const uint port = portText->toUInt(&isNumber);
    if (*portText != anyWord && (!isNumber || port == 0 || port > 65'535))
        return refuse(text, QStringLiteral("the port is a number from 1 to 65535, or *"));
    resolve.port = quint16(port);
    if (rest.startsWith(u'[') && rest.endsWith(u']'))
        rest = rest.mid(1, rest.size() - 2);
    if (rest.contains(u','))
        return refuse(text, QStringLiteral("one address only"));
    QHostAddress address;
    if (!address.setAddress(rest))
        return refuse(text, QStringLiteral("the address must be IPv4 or IPv6, not a name"));
    resolve.address = rest;
    return resolve;
}

QString resolveText(const HttpResolve& resolve)
{
    const QString port = resolve.port == 0 ? anyWord : QString::number(resolve.port);
    return bracketed(resolve.host) + u':' + port + u':' + bracketed(resolve.address);
}

QString overriddenAddress(const QList<HttpResolve>& rows, const QString& host, quint16 port)
{
    for (const HttpResolve& row : rows) {
        const bool isHost = row.host == anyWord || row.host.compare(host, Qt::CaseInsensitive) == 0;
        if (isHost && (row.port == 0 || row.port == port))
            return row.address;
    }
    return {};
}

} // namespace wl
