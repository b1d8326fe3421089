// SPDX-License-Identifier: MIT
#pragma once

#include "payload/placed.h"

#include <QByteArray>
#include <QByteArrayView>

namespace wl {

/// Bytes from hex digits as people have them: "48656c6c6f", "48 65 6C", "48:65:6c", "0x48, 0x65", a C array
/// with or without its declaration ("unsigned char a[] = {0x48, 0x65};"), "\x48\x65". A digit alone counts
/// only with 0x before it or as an element of an array. Errors: the place of what is no hex digit, of a group
/// with an odd number of digits.
[[nodiscard]] Placed<QByteArray> parseHex(QStringView text);

enum class HexStyle : quint8 {
    Spaced,  ///< "48 65 6c", sixteen bytes a line
    Compact, ///< "48656c"
    CArray,  ///< "{0x48, 0x65, 0x6c}", sixteen bytes a line
    Python,  ///< b"\x48\x65\x6c"
};

/// Text that parseHex takes back (but for Python's, which is for pasting there).
[[nodiscard]] QString formatHex(QByteArrayView bytes, HexStyle style = HexStyle::Spaced);

/// The value of a hex digit, −1 for another character.
[[nodiscard]] constexpr int hexDigit(char16_t c)
{
    if (c >= u'0' && c <= u'9')
        return c - u'0';
    if (c >= u'a' && c <= u'f')
        return c - u'a' + 10;
    if (c >= u'A' && c <= u'F')
        return c - u'A' + 10;
    return -1;
}

} // namespace wl
