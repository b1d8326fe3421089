// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QString>

#include <vector>

namespace wl {

/// One line of bytes as it is shown: UTF-8, control characters as their pictures, what is no UTF-8 as U+FFFD;
/// with the way back from characters to bytes. Pure, any thread.
struct TextLine
{
    QString text;
    std::vector<int> byteAt; ///< one for each UTF-16 unit, and one more for the end

    [[nodiscard]] static TextLine decode(QByteArrayView bytes);
    /// The unit at a byte of the line.
    [[nodiscard]] int unitAt(qsizetype byte) const;
};

/// A part of a line that is painted in a color of its own.
struct TextSpan
{
    enum class Role : quint8 { Name, String, Number, Word, Comment };

    int start = 0; ///< UTF-16 units
    int size = 0;
    Role role = Role::String;

    bool operator==(const TextSpan&) const = default;
};

/// The parts of one line of re-indented JSON.
[[nodiscard]] std::vector<TextSpan> jsonSpans(QStringView line);
/// The parts of one line of XML or HTML: tags and the names and values in them. What begins on a line before
/// is not known.
[[nodiscard]] std::vector<TextSpan> markupSpans(QStringView line);

} // namespace wl
