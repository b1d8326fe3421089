// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringList>

namespace wl {

/// Bytes as one word of a shell's command line, quoted only where that is needed. `notes` gets what that
/// shell cannot say. Pure.
///
/// bash: single quotes, or $'…' where there is what an eye would not see.
[[nodiscard]] QString bashWord(QByteArrayView bytes);
/// cmd.exe, for a program that splits its command line as C programs on Windows do.
[[nodiscard]] QString cmdWord(QByteArrayView utf8, QStringList& notes);
/// PowerShell 7.3 or newer.
[[nodiscard]] QString powerShellWord(QByteArrayView utf8, QStringList& notes);

} // namespace wl
