// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QStringList>

namespace wl {

/// How a curl command wants its URL read.
struct CurlUrlTerms
{
    QString protocol = QStringLiteral("http"); ///< of a URL without one
    bool pathAsIs = false;
    bool globs = true; ///< [1-3] and {a,b} stand for several
    QString query;     ///< to be appended
    QString fileName;  ///< appended to a path that ends with /; empty = none
};

/// A URL as curl sends it.
struct CurlUrl
{
    QString url;
    bool hasOddCharacters = false; ///< such as a URL cannot have, and curl sends all the same
    QStringList notes;
};

/// Makes the URL that curl would send: dot segments go, letters beyond ASCII become percent-encoded bytes,
/// all else stays. Of a URL that stands for several the first is taken. Errors: BadAddress,
/// UnsupportedScheme.
[[nodiscard]] Result<CurlUrl> makeCurlUrl(const QString& typed, const CurlUrlTerms& terms);

} // namespace wl
