// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "optionparser.h"

namespace wl::cli {

/// The options of `http` about how a request reaches its server: redirects, cookies, version, proxy,
/// addresses, TLS.
void addRouteOptions(OptionParser& parser);
/// Reads them into the settings. The proxy's password may also come from the environment
/// (WIRELOUPE_PROXY_PASSWORD), that of the key from --pass-file or WIRELOUPE_KEY_PASSWORD. Errors: BadOption
/// with words, file errors of --pass-file.
[[nodiscard]] Result<void> readRouteOptions(const OptionParser& parser, HttpSettings& settings);

} // namespace wl::cli
