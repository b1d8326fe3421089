// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpcompose.h"
#include "net/wiretaprecord.h"

#include <optional>

namespace wl {

/// Whether a response is a redirect that a client follows by itself: 301, 302, 303, 307, 308 with a Location.
[[nodiscard]] bool isFollowable(const Http1Head& response);

/// The request that a redirect leads to (RFC 9110 §15.4, and what browsers do): 303 makes every method but
/// HEAD a GET, 301 and 302 make POST a GET, the body and the fields that describe it then go; 307 and 308
/// keep both. With `keepMethod` all keep both. When scheme, host or port change, Authorization, Cookie,
/// Proxy-Authorization, fields marked secret, those of the authentication, a typed Host and the signer are
/// dropped; with `keepAuth` Authorization and the signer stay. An address that is spelled another way
/// ("127.1", "2130706433") and a name with a dot at its end count as another host. User info in Location is
/// not used. Of the signer's own fields none is taken along: it makes them anew. Pure. Errors:
/// UnsupportedScheme, BadAddress.
[[nodiscard]] Result<ComposedRequest> redirected(const ComposedRequest& request, const Http1Head& response,
                                                 const HttpSettings& settings);

} // namespace wl
