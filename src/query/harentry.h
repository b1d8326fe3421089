// SPDX-License-Identifier: MIT
#pragma once

#include "query/harmessage.h"

namespace wl {

/// What came before a request was sent, in milliseconds; −1 = it did not happen, or is not known.
struct HarPhases
{
    qint64 startedNs = 0; ///< since 1970
    double dns = -1;
    double connect = -1; ///< with `ssl`, as HAR has it
    double ssl = -1;
};

/// One element of a HAR's entries (HAR 1.2): a request and its response, or a request alone, which then has
/// status 0 and a comment. Bodies that are UTF-8 stand as text, others as base64. Bytes of a header field
/// that are not UTF-8 are read as ISO 8859-1. Without `phases` it starts with the request.
[[nodiscard]] QByteArray harEntry(const HarMessage& request, const HarMessage* response,
                                  const ConnectionInfo& info, const HarPhases* phases = nullptr);

/// The absolute URL that a request asks for (RFC 9112 §3.3), bytes that no URL may have as %XX.
[[nodiscard]] QByteArray harUrl(const HarMessage& request, const ConnectionInfo& info);

} // namespace wl
