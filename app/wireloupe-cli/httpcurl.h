// SPDX-License-Identifier: MIT
#pragma once

#include "session/curlimport.h"

namespace wl::cli {

/// The first request of a curl command; "-" is read from standard input, which this waits for. Errors: those
/// of importCurl() in words; FileFailed, TooLarge of standard input.
[[nodiscard]] Result<CurlImport> readCurl(const QString& text);

} // namespace wl::cli
