// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"

#include <QStringList>

namespace wl {

/// A curl command line (its words after "curl") as a request: -X, -H, -d and its relatives, --json, -G, -I,
/// -F (no files), -A, -e, -b, -u, -k, -L, -m, --url; options that only shape curl's own output are passed
/// over. As in curl, redirects are followed only with -L. Errors: BadOption that names what is not supported,
/// BadAddress where there is no URL.
[[nodiscard]] Result<HttpRequest> parseCurlCommand(const QStringList& words);

} // namespace wl
