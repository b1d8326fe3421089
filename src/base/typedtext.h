// SPDX-License-Identifier: MIT
#pragma once

#include <QStringView>

/// What typed text may not have in it where it goes into a head. Pure.
namespace wl {

/// CR, LF or NUL, which would end a header field.
[[nodiscard]] bool hasLineBreak(QStringView text);
/// Any control character of ASCII.
[[nodiscard]] bool hasControlCharacter(QStringView text);

} // namespace wl
