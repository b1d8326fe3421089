// SPDX-License-Identifier: MIT
#include "net/proxyaddress.h"

#include "base/address.h"
#include "base/typedtext.h"

#include <QUrl>

namespace wl {

namespace {

constexpr quint16 usualHttpPort = 8080;
constexpr quint16 usualSocksPort = 1080;
/// What a SOCKS5 proxy can be told of each (RFC 1929 §2).
constexpr qsizetype socksWordBytes = 255;

tl::unexpected<Error> refuse(const QString& words)
{
    return fail(ErrorCode::BadOption, words);
}

} // namespace

Result<ProxySpec> parseProxy(const QString& text)
{
    ProxySpec proxy;
    const QString typed = text.trimmed();
    if (typed == QLatin1String("none"))
        return proxy;
    if (typed == QLatin1String("system")) {
        proxy.kind = ProxySpec::Kind::System;
        return proxy;
    }
    const QUrl url(typed.contains(QLatin1String("://")) ? typed : QStringLiteral("http://") + typed);
    const QString scheme = url.scheme();
    const bool isSocks = scheme == QLatin1String("socks5") || scheme == QLatin1String("socks5h");
    if (!isSocks && scheme != QLatin1String("http"))
        return refuse(QStringLiteral("a proxy is none, system, http://host:port or socks5://host:port"));
    if (!url.isValid() || url.host().isEmpty() || url.port() == 0)
        return refuse(QStringLiteral("a proxy needs a host and a port, such as http://127.0.0.1:3128"));
    if (url.path().size() > 1 || url.hasQuery())
        return refuse(QStringLiteral("a proxy has no path"));
    proxy.kind = isSocks ? ProxySpec::Kind::Socks5 : ProxySpec::Kind::Http;
    proxy.host = url.host(QUrl::FullyEncoded);
    proxy.port = quint16(url.port(isSocks ? usualSocksPort : usualHttpPort));
    proxy.user = url.userName(QUrl::FullyDecoded);
    proxy.password = url.password(QUrl::FullyDecoded);
    if (const QString problem = proxyProblem(proxy); !problem.isEmpty())
        return refuse(problem);
    return proxy;
}

QString proxyText(const ProxySpec& proxy)
{
    switch (proxy.kind) {
    case ProxySpec::Kind::None: return QStringLiteral("none");
    case ProxySpec::Kind::System: return QStringLiteral("system");
    case ProxySpec::Kind::Http: return QStringLiteral("http://") + formatHostPort(proxy.host, proxy.port);
    case ProxySpec::Kind::Socks5: return QStringLiteral("socks5://") + formatHostPort(proxy.host, proxy.port);
    }
    return {};
}

QString proxyUrl(const ProxySpec& proxy)
{
    switch (proxy.kind) {
    case ProxySpec::Kind::None:
    case ProxySpec::Kind::System: break;
    case ProxySpec::Kind::Http: return proxyText(proxy);
    case ProxySpec::Kind::Socks5:
        return QStringLiteral("socks5h://") + formatHostPort(proxy.host, proxy.port);
    }
    return {};
}

QString proxyProblem(const ProxySpec& proxy)
{
    if (proxy.kind == ProxySpec::Kind::None || proxy.kind == ProxySpec::Kind::System)
        return {};
    if (proxy.host.isEmpty() || proxy.port == 0)
        return QStringLiteral("the proxy needs a host and a port");
    if (hasControlCharacter(proxy.host) || proxy.host.contains(u' '))
        return QStringLiteral("the proxy's host has a blank or a control character");
    // RFC 7617 §2: a colon would begin the password.
    if (proxy.kind == ProxySpec::Kind::Http)
        return proxy.user.contains(u':') ? QStringLiteral("the proxy's user cannot have a colon") : QString();
    if (proxy.user.toUtf8().size() > socksWordBytes || proxy.password.toUtf8().size() > socksWordBytes)
        return QStringLiteral("SOCKS5 takes at most 255 bytes of user and of password");
    return {};
}

} // namespace wl
