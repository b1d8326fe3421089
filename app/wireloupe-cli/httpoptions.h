// SPDX-License-Identifier: MIT
#pragma once

#include "http/requestcode.h"
#include "runoptions.h"

#include <optional>

namespace wl::cli {

/// What `http` was asked to do.
struct HttpOptions
{
    HttpRequest request;
    QStringList notes;  ///< what of a curl command the request has not
    QString outputPath; ///< "" = standard output
    bool showTiming = false;
    QString cookieJar; ///< a cookies.txt; "" = no cookies
    bool keepsHistory = false;
    std::optional<CodeForm> code; ///< printed instead of sent
    RunOptions run;
};

[[nodiscard]] OptionParser makeHttpParser();
/// Errors: BadOption with words.
[[nodiscard]] Result<HttpOptions> readHttpOptions(const OptionParser& parser);
/// The form that --code names; nothing where it is not set. Errors: BadOption with words.
[[nodiscard]] Result<std::optional<CodeForm>> readCode(const OptionParser& parser);
/// Prints a request for another program, and what that cannot do; the exit code.
[[nodiscard]] int printCode(const HttpRequest& request, CodeForm form);

} // namespace wl::cli
