// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "workspace/yamldecoder.h"

namespace wl {

/// `proxy` of a map: `type` (system, http, socks5), `host`, `port`, `user`. A password is neither read nor
/// written.
[[nodiscard]] ProxySpec decodeProxy(const YamlNode& map, YamlDecoder& decoder);
void encodeProxy(YamlNode& map, const ProxySpec& proxy);

/// `resolve` of a map: a list of `host:port:address`.
[[nodiscard]] QList<HttpResolve> decodeResolve(const YamlNode& map, YamlDecoder& decoder);
void encodeResolve(YamlNode& map, const QList<HttpResolve>& rows);

} // namespace wl
