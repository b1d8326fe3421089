// SPDX-License-Identifier: MIT
#include "http/curlroute.h"

#include "http/httpresolve.h"
#include "net/proxyaddress.h"
#include "net/tlsversions.h"

#include <QFileInfo>

namespace wl {

namespace {

void addProxy(const ProxySpec& proxy, CurlRoute& route)
{
    const QString place = proxyUrl(proxy);
    if (place.isEmpty())
        return; // curl asks the environment by itself
    route.options << "--proxy" << place.toUtf8();
    if (proxy.user.isEmpty())
        return;
    route.options << "--proxy-user" << proxy.user.toUtf8();
    if (!proxy.password.isEmpty())
        route.notes.append(QStringLiteral("curl will ask for the proxy's password."));
}

void addTls(const TlsSpec& tls, CurlRoute& route)
{
    const auto add = [&route](const char* option, const QString& value) {
        if (!value.isEmpty())
            route.options << option << value.toUtf8();
    };
    add("--cacert", tls.caFile);
    const QString suffix = QFileInfo(tls.certificateFile).suffix().toLower();
    if (suffix == QLatin1String("p12") || suffix == QLatin1String("pfx"))
        route.options << "--cert-type"
                      << "P12";
    add("--cert", tls.certificateFile);
    add("--key", tls.keyFile);
    if (tls.minVersion != TlsVersion::Default)
        route.options << "--tlsv" + tlsVersionText(tls.minVersion).toLatin1();
    add("--tls-max", tlsVersionText(tls.maxVersion));
    if (!tls.certificateFile.isEmpty() && !tls.keyPassword.isEmpty())
        route.notes.append(QStringLiteral("curl will ask for the key's password."));
    if (!tls.serverName.isEmpty())
        route.notes.append(QStringLiteral("curl asks for the URL's host in TLS, not for another name."));
}

} // namespace

CurlRoute curlRoute(const HttpSettings& settings, const ComposedRequest& composed)
{
    CurlRoute route;
    addProxy(settings.proxy, route);
    const QString host = composed.url.host(QUrl::FullyEncoded);
    const QString address = overriddenAddress(settings.resolve, host, httpPort(composed.url));
    if (!address.isEmpty())
        route.options << "--resolve" << resolveText({host, httpPort(composed.url), address}).toUtf8();
    if (composed.url.scheme() == QLatin1String("https"))
        addTls(settings.tls, route);
    if (settings.version == HttpVersion::Http2)
        route.options << "--http2";
    else if (settings.version == HttpVersion::Http2Prior)
        route.options << "--http2-prior-knowledge";
    return route;
}

} // namespace wl
