// SPDX-License-Identifier: MIT
#include "http/proxiedrequest.h"

#include "net/connecthandshake.h"

namespace wl {

bool isForProxy(const ProxySpec& proxy, const QUrl& url, HttpVersion version)
{
    return proxy.kind == ProxySpec::Kind::Http && url.scheme() == QLatin1String("http") &&
           version != HttpVersion::Http2Prior;
}

ComposedRequest requestForProxy(const ComposedRequest& request, const ProxySpec& proxy, DigestSession* digest)
{
    ComposedRequest proxied = request;
    proxied.target = "http://" + httpAuthority(request.url) +
                     (request.target.startsWith('/') ? request.target : QByteArray());
    const QByteArray credentials =
        digest ? digest->answer({request.method, proxied.target, proxy.user, proxy.password, {}})
               : basicProxyCredentials(proxy);
    const QByteArray name = "Proxy-Authorization";
    if (!credentials.isEmpty() && !request.hasField(name)) {
        const ComposedField* host = proxied.findField("Host");
        const qsizetype place = host ? host - proxied.fields.constData() + 1 : 0;
        proxied.fields.insert(place, {name, credentials, true, true});
    }
    return proxied;
}

} // namespace wl
