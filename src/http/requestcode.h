// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"

#include <QStringList>

namespace wl {

/// What else can send a request.
enum class CodeForm : quint8 {
    Curl, ///< for bash
    CurlCmd,
    CurlPowerShell,
    PythonRequests,
    JavaScriptFetch,
    CppQt,
    Raw,
};

/// A request as a command or program text, and what of it that form cannot do, for people.
struct CodeText
{
    QString text;
    QStringList notes;
};

/// The bytes that the exact engine would send, with the files' content. Reads files. Errors: those of
/// composeRequest(); TooLarge for a body that is too large to be copied.
[[nodiscard]] Result<QByteArray> rawRequestBytes(const HttpRequest& request);

/// A request for another program, which sends the same method, target, typed fields and body in the same way
/// (authentication, proxy, TLS, addresses, redirects) when it is run; what it cannot do is noted. User-Agent
/// and the like are that program's own, except in Raw, which has the bytes of the exact engine. Passwords and
/// tokens are in it.
/// Files are named, not read, except in Raw. Errors: those of composeRequest(); TooLarge for a body that
/// is too large to be copied; BadOption for a raw request in any form but Raw.
[[nodiscard]] Result<CodeText> requestCode(const HttpRequest& request, CodeForm form);

} // namespace wl
