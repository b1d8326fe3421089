// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"
#include "session/shellcommand.h"

#include <QStringList>

namespace wl {

/// What curl's -F stands for, with what of it cannot be taken over.
struct CurlForm
{
    QList<HttpPart> parts; ///< several where its files have types or names of their own
    QStringList problems;  ///< for people, each begins with what was typed
};

/// Reads the value of -F: name=content, name=@file, each with ;type= and ;filename= behind, quoted or not.
/// Files are named, not opened; a file's type is the one that curl gives it. `command` has what curl reads as
/// the file "-". Errors: BadOption where there is no "=", the content is a file's text (<file), or the
/// command's input is not known.
[[nodiscard]] Result<CurlForm> parseCurlForm(const QString& typed, const ShellCommand& command);

} // namespace wl
