// SPDX-License-Identifier: MIT
#pragma once

#include "session/curlarguments.h"
#include "session/curlimport.h"
#include "session/shellcommand.h"

namespace wl {

/// The request for one URL of a curl operation; `command` has what it reads as its standard input. Errors:
/// BadAddress, UnsupportedScheme.
[[nodiscard]] Result<CurlImport> makeCurlRequest(const CurlOperation& operation, qsizetype url,
                                                 const ShellCommand& command);

} // namespace wl
