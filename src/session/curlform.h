// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"

#include <QStringList>

namespace wl {

/// A part as curl's -F has it, with what of it cannot be taken over.
struct CurlPart
{
    HttpPart part;
    bool isStandardInput = false; ///< its file is "-"
    QStringList problems;         ///< for people, each begins with what was typed
};

/// Reads the value of -F: name=content, name=@file, each with ;type= and ;filename= behind, quoted or not.
/// Files are named, not opened; a file's type is the one that curl gives it. Errors: BadOption where there is
/// no "=", or the content is a file's text (<file).
[[nodiscard]] Result<CurlPart> parseCurlForm(const QString& typed);

} // namespace wl
