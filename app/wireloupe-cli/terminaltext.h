// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

namespace wl::cli {

/// Makes bytes from outside harmless for a terminal, piece by piece: UTF-8 text, newline and tab pass; other
/// control bytes (C0 with ESC, DEL, C1), characters that reorder text, and what is not UTF-8 become \xNN or
/// \u{N}; "\r\n" becomes "\n". One object per stream: a character may be split over two pieces.
class TerminalText
{
public:
    [[nodiscard]] QByteArray escape(QByteArrayView bytes);
    /// What is held back at the end of the stream (at most three bytes, or a "\r").
    [[nodiscard]] QByteArray end();

private:
    QByteArray m_held;
};

/// One line of text that may hold outside text (a name, a reason), made harmless; also newlines are escaped.
[[nodiscard]] QString harmlessLine(const QString& text);

} // namespace wl::cli
