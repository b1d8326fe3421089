// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace wl {

/// What some bytes are as a number, in both byte orders (the same text for one byte).
struct ByteNumber
{
    QString type; ///< "u32", "i32", "f64"
    QString little;
    QString big;
};

/// The integers (signed and unsigned) of 1, 2, 4 and 8 bytes, those of exactly the number of bytes given
/// where that is 3, 5, 6 or 7, and the floats of 4 and 8 bytes that begin with the first byte. Nothing is
/// shown that needs more bytes than there are; the
/// widest come first.
[[nodiscard]] QList<ByteNumber> byteNumbers(QByteArrayView bytes);

} // namespace wl
