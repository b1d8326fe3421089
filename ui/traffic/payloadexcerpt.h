// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

namespace wl {

/// One line of at most `maxChars` characters that says what a payload begins with; an ellipsis where there is
/// more (`isCut`: also behind these bytes). Text as it is, with line ends as ⏎ and a dot for each control
/// character and each byte that is not UTF-8; where these are more than every fourth character, the bytes in
/// hex. Never an unprintable character. Any thread.
[[nodiscard]] QString payloadExcerpt(QByteArrayView bytes, bool isCut, qsizetype maxChars);

} // namespace wl
