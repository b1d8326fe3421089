// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"

#include <optional>

namespace wl {

/// "1.0" to "1.3", "" for Default: as workspaces and options have it.
[[nodiscard]] QString tlsVersionText(TlsVersion version);
/// Nothing where it is none of them.
[[nodiscard]] std::optional<TlsVersion> tlsVersionOf(QStringView text);

} // namespace wl
