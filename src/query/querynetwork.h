// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryast.h"

namespace wl {

/// "127.0.0.1", "127.0.0.1:80", "10.0.0.0/8", "::1", "[::1]", "[::1]:80", "fe80::/10". Nothing where it is no
/// address.
[[nodiscard]] std::optional<QueryNetwork> readQueryNetwork(const QString& text);

[[nodiscard]] bool isIn(const QueryNetwork& network, const SocketAddress& address);

} // namespace wl
