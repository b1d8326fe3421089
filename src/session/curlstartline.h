// SPDX-License-Identifier: MIT
#pragma once

#include "session/curlimport.h"

namespace wl {

/// What a command says of the request's first line beside method and URL.
struct CurlStartLine
{
    QString target;        ///< of --request-target; empty = the URL's
    bool isHttp10 = false; ///< --http1.0
};

/// Takes it over into an import that is complete otherwise: a target that a URL can have becomes the URL's,
/// sent as typed; what no URL and no setting can say (`*`, a whole URL, HTTP/1.0) makes the request the same
/// bytes as a raw one. What these cannot have is noted.
void applyStartLine(const CurlStartLine& line, CurlImport& import);

} // namespace wl
