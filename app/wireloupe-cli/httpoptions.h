// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "runoptions.h"

namespace wl::cli {

/// What `http` was asked to do.
struct HttpOptions
{
    HttpRequest request;
    QString outputPath; ///< "" = standard output
    bool showTiming = false;
    RunOptions run;
};

[[nodiscard]] OptionParser makeHttpParser();
/// Errors: BadOption with words.
[[nodiscard]] Result<HttpOptions> readHttpOptions(const OptionParser& parser);

} // namespace wl::cli
