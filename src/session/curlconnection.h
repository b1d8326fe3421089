// SPDX-License-Identifier: MIT
#pragma once

#include "session/curlarguments.h"
#include "session/curlimport.h"

namespace wl {

/// Takes over one option about how a request travels: proxy, addresses, TLS, protocol version, redirects,
/// time limits. The URL and the options before it are in the import already; what cannot be taken over is
/// noted there. False where the option is about something else.
bool takeConnectionOption(const CurlArgument& argument, CurlImport& import);

} // namespace wl
