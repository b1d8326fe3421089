// SPDX-License-Identifier: MIT
#pragma once

#include "payload/placed.h"
#include "payload/textencoding.h"

#include <QByteArray>
#include <QByteArrayView>

#include <variant>

namespace wl {

/// One escape of a payload text.
struct Escape
{
    std::variant<char32_t, quint8> value; ///< a character (to be encoded), or a byte (\xNN)
    qsizetype length = 0;                 ///< of the escape in the text, in UTF-16 units
};

/// Reads the escape whose backslash is at `at`: \n \r \t \0 \\ \xNN \u{N} (N: 1 to 6 hex digits). Errors: the
/// place and what is wrong with it.
[[nodiscard]] Placed<Escape> parseEscape(QStringView text, qsizetype at);

enum class EscapeLines : quint8 {
    Escaped, ///< a line feed becomes \n: one line
    Kept,    ///< a line feed stays one, for an editor of several lines
};

/// The reverse: text that with escapes and templates on gives exactly these bytes again. What is no text in
/// this encoding becomes \xNN, what does not show becomes \u{N}, "{{" becomes "\{{".
[[nodiscard]] QString escapeBytes(QByteArrayView bytes, const TextEncoding& encoding = {},
                                  EscapeLines lines = EscapeLines::Escaped);

/// The same for characters that are known to be text.
[[nodiscard]] QString escapeText(QStringView text, EscapeLines lines = EscapeLines::Escaped);

} // namespace wl
