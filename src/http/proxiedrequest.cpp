// SPDX-License-Identifier: MIT
#include "http/proxiedrequest.h"

#include "net/connecthandshake.h"

namespace wl {

bool isForProxy(const ProxySpec& proxy, const QUrl& url, HttpVersion version)
{
    return proxy.kind == ProxySpec::Kind::Http && url.scheme() == QLatin1String("http") &&
           version != HttpVersion::Http2Prior;
}

ComposedRequest requestForProxy(const ComposedRequest& request, const ProxySpec& proxy)
{
    ComposedRequest proxied = request;
    proxied.target = "http://" + httpAuthority(request.url) +
                     (request.target.startsWith('/') ? request.target : QByteArray());
    const QByteArray credentials = basicProxyCredentials(proxy);
    const QByteArray name = "Proxy-Authorization";
    const bool isTyped = std::any_of(request.fields.begin(), request.fields.end(),
                                     [&](const ComposedField& field) { return field.isNamed(name); });
    if (!credentials.isEmpty() && !isTyped) {
        const auto host = std::find_if(proxied.fields.begin(), proxied.fields.end(),
                                       [](const ComposedField& field) { return field.isNamed("Host"); });
        const qsizetype place = host == proxied.fields.end() ? 0 : host - proxied.fields.begin() + 1;
        proxied.fields.insert(place, {name, credentials, true, true});
    }
    return proxied;
}

} // namespace wl
