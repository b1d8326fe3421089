// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <stop_token>

namespace wl {

/// Copies a body to a file of the user's, which is replaced only when all of it is written. Blocks, for the
/// pool. Gives the sentence that says what went wrong, or nothing.
[[nodiscard]] QString copyBody(const BodyFile& body, const QString& path, std::stop_token stop);

} // namespace wl
