// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"

#include <QStringList>

namespace wl {

/// A request that a curl command would send, and what of the command it has not.
struct CurlImport
{
    HttpRequest request;
    QStringList notes; ///< for people; each that is about an option begins with its name
};

/// Whether a text seems to be a curl command, maybe behind a prompt or comments.
[[nodiscard]] bool isCurlCommand(QStringView text);

/// The requests that a text of curl commands would send, in order: one for each command, URL and --next. The
/// quoting is that of bash, cmd.exe or PowerShell, whichever the text was written for. Nothing is run, and no
/// file that it names is opened: files become file bodies, which are read when they are sent. Redirects are
/// followed only with -L, cookies kept only with -b FILE or -c; the exact engine sends, unless HTTP/2 is
/// asked for. Options that are not known or not supported are noted. Errors: BadSyntax for a quote that is
/// not closed, with its place; BadAddress where there is no URL; UnsupportedScheme.
[[nodiscard]] Result<QList<CurlImport>> importCurl(QStringView text);

} // namespace wl
