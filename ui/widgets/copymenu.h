// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <functional>

class QMenu;

namespace wl {

/// Adds "Copy as text", "… hex", "… C array", "… Python bytes" to a menu; `bytes` is asked when one is
/// chosen. At most 16 MiB are copied.
void addCopyActions(QMenu& menu, const std::function<QByteArray()>& bytes);

inline constexpr qint64 copyLimitBytes = 16 * 1024 * 1024;

} // namespace wl
