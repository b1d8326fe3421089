// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace wl {

/// Bytes decoded for looking at, and which bytes each character came from.
struct DecodedText
{
    QString text;
    std::vector<quint32> offsets; ///< of each UTF-16 unit; one more at the end: the number of bytes

    /// The bytes that units from…to−1 came from.
    [[nodiscard]] qint64 byteAt(qsizetype unit) const;
    /// The first unit that came from this byte or one after it.
    [[nodiscard]] qsizetype unitAt(qint64 byte) const;
};

/// Decodes with an encoding by Qt's name ("UTF-8", "UTF-16LE", "windows-1252"; UTF-8 where there is none
/// such). What is not text of it becomes U+FFFD, control characters their pictures, CR LF one line end.
[[nodiscard]] DecodedText decodeText(QByteArrayView bytes, const QString& encoding);

} // namespace wl
