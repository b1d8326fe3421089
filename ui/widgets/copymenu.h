// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <functional>

class QMenu;
class QWidget;

namespace wl {

/// Bytes as the text that is copied: as UTF-8, hex, a C array, …
using CopyFormat = QString (*)(QByteArrayView bytes);

/// More bytes than these are not copied.
inline constexpr qint64 copyLimitBytes = 16 * 1024 * 1024;

/// Bytes as UTF-8 text.
[[nodiscard]] QString copyAsText(QByteArrayView bytes);

/// Adds "Copy as Text", "… Hex", "… C Array", "… Python Bytes" to a menu; `copy` is called when one is
/// chosen.
void addCopyActions(QMenu& menu, const std::function<void(CopyFormat format)>& copy);

/// Puts bytes into the clipboard: few at once, many when the pool has them formatted, unless something else
/// was copied meanwhile. `all` is how many bytes were chosen: where that is more, `view` says so. UI thread.
void copyBytes(const QByteArray& bytes, CopyFormat format, qint64 all, const QWidget& view);

} // namespace wl
