// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <chrono>

namespace wl::cli {

/// "250us", "500ms", "2s", "1.5s", "1m", "2h"; "0" needs no unit. Errors: BadOption that says which forms are
/// taken; a duration of more than 500 hours is refused too.
[[nodiscard]] Result<std::chrono::microseconds> parseDuration(const QString& text);

/// In the unit that needs no leading zeros: "350 µs", "12.3 ms", "1.25 s".
[[nodiscard]] QString durationText(std::chrono::nanoseconds duration);

} // namespace wl::cli
