// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"

namespace wl {

/// Reads `host:port:address` as curl's --resolve has it: host and address may be IPv6 in brackets (the
/// address also without), `*` stands for any host, and as the port for any port. Errors: BadOption with
/// words.
[[nodiscard]] Result<HttpResolve> parseResolve(const QString& text);
/// As parseResolve() takes it back.
[[nodiscard]] QString resolveText(const HttpResolve& resolve);

/// The address to connect to for a host (without brackets) and port: that of the first row that fits, ""
/// where none does. Pure.
[[nodiscard]] QString overriddenAddress(const QList<HttpResolve>& rows, const QString& host, quint16 port);

} // namespace wl
