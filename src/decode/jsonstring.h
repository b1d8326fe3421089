// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace wl {

/// The text of a string token (with its quotes), escapes resolved; a lone surrogate stays one. Bytes that are
/// no UTF-8 become U+FFFD: for showing and comparing only.
[[nodiscard]] QString jsonStringText(QByteArrayView token);

/// What a cell shows of a value: the text of a string, everything else as it stands.
[[nodiscard]] QString jsonValueText(QByteArrayView value);

/// The text as a string token (RFC 8259 §7): quotes, backslashes and control characters escaped, a lone
/// surrogate too, all else as UTF-8.
[[nodiscard]] QByteArray jsonStringToken(QStringView text);

} // namespace wl
