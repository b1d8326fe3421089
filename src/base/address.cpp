// SPDX-License-Identifier: MIT
#include "base/address.h"

#include <QCoreApplication>

#include <array>

namespace wl {

namespace {

struct SchemeEntry
{
    Scheme scheme;
    QLatin1String name;
    quint16 defaultPort; ///< 0 = a port must be given
};

constexpr std::array<SchemeEntry, 7> schemes{{
    {Scheme::Tcp, QLatin1String("tcp"), 0},
    {Scheme::Tls, QLatin1String("tls"), 0},
    {Scheme::Udp, QLatin1String("udp"), 0},
    {Scheme::Ws, QLatin1String("ws"), 80},
    {Scheme::Wss, QLatin1String("wss"), 443},
    {Scheme::Http, QLatin1String("http"), 80},
    {Scheme::Https, QLatin1String("https"), 443},
}};

const SchemeEntry& entryOf(Scheme scheme)
{
    return schemes[size_t(scheme)];
}

QString tr(const char* text)
{
    return QCoreApplication::translate("Address", text);
}

Result<quint16> parsePort(QStringView text)
{
    bool ok = false;
    const uint port = text.toUInt(&ok);
    const bool digitsOnly =
        std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    if (!ok || !digitsOnly || port > 65'535) {
        return fail(ErrorCode::BadAddress, tr("the port \"%1\" is not a number from 0 to 65535").arg(text));
    }
    return quint16(port);
}

/// Splits "host:port", "[v6]:port", "host"; the port is empty where there is none.
Result<std::pair<QString, QString>> splitAuthority(const QString& authority)
{
    if (authority.startsWith(u'[')) {
        const qsizetype end = authority.indexOf(u']');
        if (end < 0) {
            return fail(ErrorCode::BadAddress, tr("the bracket of the IPv6 address is not closed"));
        }
        const QString rest = authority.mid(end + 1);
        if (!rest.isEmpty() && !rest.startsWith(u':')) {
            return fail(ErrorCode::BadAddress, tr("\"%1\" after the IPv6 address is not a port").arg(rest));
        }
        return std::pair(authority.mid(1, end - 1), rest.mid(1));
    }
    if (authority.count(u':') > 1) {
        return fail(ErrorCode::BadAddress, tr("an IPv6 address goes into brackets, such as [::1]:8080"));
    }
    return std::pair(authority.section(u':', 0, 0), authority.section(u':', 1));
}

bool isHostCharacter(QChar c)
{
    return c > u' ' && c != u'/' && c != u'?' && c != u'#' && c != u'@' && c != u'"' && c != u'<' &&
           c != u'>' && c != u'\\' && c.isPrint();
}

Result<void> checkHost(const QString& host, bool wasBracketed)
{
    if (wasBracketed) {
        if (QHostAddress parsed;
            !parsed.setAddress(host) || parsed.protocol() != QAbstractSocket::IPv6Protocol) {
            return fail(ErrorCode::BadAddress, tr("\"%1\" is not an IPv6 address").arg(host));
        }
        return {};
    }
    const auto bad = std::find_if_not(host.begin(), host.end(), isHostCharacter);
    if (bad != host.end()) {
        return fail(ErrorCode::BadAddress, tr("the host name cannot contain \"%1\"").arg(*bad));
    }
    return {};
}

/// The scheme before "://", tcp where there is none. `rest` becomes what follows.
Result<Scheme> takeScheme(QString& rest)
{
    const qsizetype end = rest.indexOf(QLatin1String("://"));
    if (end < 0) {
        return Scheme::Tcp;
    }
    const QString name = rest.left(end).toLower();
    rest = rest.mid(end + 3);
    for (const SchemeEntry& entry : schemes) {
        if (name == entry.name) {
            return entry.scheme;
        }
    }
    return fail(ErrorCode::BadAddress,
                tr("\"%1\" is not known; use tcp, tls, udp, ws, wss, http or https").arg(name));
}

bool hasTarget(Scheme scheme)
{
    return entryOf(scheme).defaultPort != 0;
}

} // namespace

Result<Address> parseAddress(const QString& text)
{
    QString rest = text.trimmed();
    if (rest.isEmpty()) {
        return fail(ErrorCode::BadAddress, tr("the address is empty"));
    }
    const Result<Scheme> scheme = takeScheme(rest);
    if (!scheme) {
        return tl::make_unexpected(scheme.error());
    }
    Address address;
    address.scheme = *scheme;
    const qsizetype targetAt = std::find_if(rest.cbegin(), rest.cend(),
                                            [](QChar c) { return c == u'/' || c == u'?' || c == u'#'; }) -
                               rest.cbegin();
    address.target = rest.mid(targetAt);
    QString authority = rest.left(targetAt);
    if (address.scheme == Scheme::Http || address.scheme == Scheme::Https)
        authority.remove(0, authority.lastIndexOf(u'@') + 1); // the request reads user and password
    if (!hasTarget(address.scheme)) {
        if (address.target == QLatin1String("/")) {
            address.target.clear();
        } else if (!address.target.isEmpty()) {
            return fail(ErrorCode::BadAddress,
                        tr("%1 addresses have no path").arg(schemeName(address.scheme)));
        }
    }
    const auto parts = splitAuthority(authority);
    if (!parts) {
        return tl::make_unexpected(parts.error());
    }
    address.host = parts->first;
    if (const auto checked = checkHost(address.host, authority.startsWith(u'[')); !checked) {
        return tl::make_unexpected(checked.error());
    }
    if (parts->second.isEmpty() && hasTarget(address.scheme)) {
        address.port = entryOf(address.scheme).defaultPort;
        return address;
    }
    if (parts->second.isEmpty()) {
        return fail(ErrorCode::BadAddress,
                    tr("the port is missing, such as %1:8080")
                        .arg(address.host.isEmpty() ? QStringLiteral("127.0.0.1") : address.host));
    }
    const Result<quint16> port = parsePort(parts->second);
    if (!port) {
        return tl::make_unexpected(port.error());
    }
    address.port = *port;
    return address;
}

QString formatAddress(const Address& address)
{
    return schemeName(address.scheme) + QStringLiteral("://") + formatHostPort(address.host, address.port) +
           address.target;
}

QString schemeName(Scheme scheme)
{
    return entryOf(scheme).name;
}

QString formatHostPort(const QString& host, quint16 port)
{
    const bool isIPv6 = host.contains(u':');
    return (isIPv6 ? u'[' + host + u']' : host) + u':' + QString::number(port);
}

} // namespace wl
