// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "optionparser.h"

namespace wl::cli {

/// Options of `http` that bound it: `--max-redirects`, `--connect-timeout`, `--first-byte-timeout`,
/// `--idle-timeout`, `--max-time`.
void addLimitOptions(OptionParser& parser);
/// Into `settings`, which keeps what is not given. Errors: BadOption with words.
[[nodiscard]] Result<void> readLimits(const OptionParser& parser, HttpSettings& settings);

} // namespace wl::cli
