// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/specs.h"

namespace wl {

/// Reads a proxy as it is typed: `none`, `system`, `http://user:password@host:port`, `socks5://…` (also
/// `socks5h://`; the proxy always resolves names). User and password may be percent-encoded; without a scheme
/// it is http, without a port 8080 (http) or 1080 (socks5). Errors: BadOption with words, never with the
/// password.
[[nodiscard]] Result<ProxySpec> parseProxy(const QString& text);
/// "http://host:port", "none", "system": without user and password.
[[nodiscard]] QString proxyText(const ProxySpec& proxy);
/// The same for other programs, which know a SOCKS5 proxy that looks names up as "socks5h://"; empty where
/// none is set.
[[nodiscard]] QString proxyUrl(const ProxySpec& proxy);

/// Empty where the proxy can be used; else what is missing, in words.
[[nodiscard]] QString proxyProblem(const ProxySpec& proxy);

} // namespace wl
