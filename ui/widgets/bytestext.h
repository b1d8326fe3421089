// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringList>

/// Bytes as text for people and for other programs. Pure functions, any thread.
namespace wl::bytestext {

/// What is shown for a character: control characters as their pictures; what would turn the direction of a
/// line as U+FFFD; all else as it is.
[[nodiscard]] QChar shown(QChar c);
/// UTF-8 with control characters as their pictures (␀, ␍, …); line ends and tabs stay. What is not UTF-8
/// becomes U+FFFD.
[[nodiscard]] QString readable(QByteArrayView bytes);
/// One line of at most `maxChars`: line ends as ⏎, an ellipsis where there is more.
[[nodiscard]] QString oneLine(QByteArrayView bytes, qsizetype maxChars);

/// "47 45 54"
[[nodiscard]] QString hex(QByteArrayView bytes);
/// "unsigned char data[] = {\n    0x47, 0x45,\n};", twelve bytes a line.
[[nodiscard]] QString cArray(QByteArrayView bytes);
/// A Python bytes literal on one line that evaluates to exactly these bytes.
[[nodiscard]] QString pythonBytes(QByteArrayView bytes);
/// Lines of "00000000  47 45 54 …  GET …" as a hex view shows them.
[[nodiscard]] QStringList dump(QByteArrayView bytes, qint64 firstOffset = 0);

} // namespace wl::bytestext
