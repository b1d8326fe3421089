// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpcompose.h"
#include "net/digestauth.h"

namespace wl {

/// Whether a request to this URL goes to the proxy itself, in absolute form: plain HTTP/1.1 through an HTTP
/// proxy. All else is tunneled.
[[nodiscard]] bool isForProxy(const ProxySpec& proxy, const QUrl& url, HttpVersion version);

/// The request as an HTTP proxy gets it (RFC 9112 §3.2.2): with the whole URL as its target and, where the
/// proxy has a user, with Proxy-Authorization, unless one was typed: Basic, or the answer to the proxy's own
/// challenge where there was one. Of one hop only: what it adds must not come to another place.
[[nodiscard]] ComposedRequest requestForProxy(const ComposedRequest& request, const ProxySpec& proxy,
                                              DigestSession* digest = nullptr);

} // namespace wl
