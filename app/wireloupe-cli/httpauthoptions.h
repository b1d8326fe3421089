// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpauth.h"
#include "optionparser.h"

namespace wl::cli {

/// The options of `http` that say who sends the request.
void addAuthOptions(OptionParser& parser);
/// Reads them, and the files and variables in which they say that secrets are. Errors: BadOption with words.
[[nodiscard]] Result<HttpAuth> readAuth(const OptionParser& parser);

} // namespace wl::cli
