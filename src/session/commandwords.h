// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QStringList>

namespace wl {

/// Splits a line into words as a POSIX shell does, without expanding anything: blanks separate; 'single',
/// "double" (backslash before " \ $ ` and newline) and $'ANSI-C' quotes; a backslash takes the next character
/// as it is, before a newline it joins the lines. Errors: BadSyntax with the kind of quote that is not
/// closed.
[[nodiscard]] Result<QStringList> splitCommandWords(QStringView text);

} // namespace wl
