// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"
#include "http/httprequest.h"
#include "net/tlsstream.h"

#include <QUrl>

#include <optional>

namespace wl {

/// Under which terms an exchange uses a connection.
struct ReuseTerms
{
    EndpointId endpoint;
    QUrl url;
    HttpVersion version = HttpVersion::Http1;
    QString host; ///< what is connected to: the name, its override, or the proxy that gets the request
    ProxySpec proxy;
    TlsSpec tls;                               ///< of an https URL
    std::optional<TlsClientTerms> clientTerms; ///< made from it: what the files held then
};

/// Everything that two exchanges must have in common to use one connection after another, as one key. It
/// holds a digest of credentials, not them. Pure.
[[nodiscard]] QByteArray reuseProfile(const ReuseTerms& terms);

} // namespace wl
