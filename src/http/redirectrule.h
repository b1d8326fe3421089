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
/// keep both. When scheme, host or port change, Authorization, Cookie, Proxy-Authorization, fields marked
/// secret and a typed Host are dropped. User info in Location is not used. Pure. Errors: UnsupportedScheme,
/// BadAddress.
[[nodiscard]] Result<ComposedRequest> redirected(const ComposedRequest& request, const Http1Head& response);

} // namespace wl
