// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/keyvaluemodel.h"

/// Rows of a table as lines of text and back. Pure functions.
///
/// A line is `name: value` or `name=value`; `#` or `//` before it switches the row off. What such a line
/// would not say (a name with a separator in it, line breaks, blanks at an edge) is written as two JSON
/// strings,
/// `"a=b"="c\n"`, and read so. Blank lines are passed over.
namespace wl::bulkrows {

/// What stands between name and value, and which separator wins where a line has both.
enum class Style : quint8 {
    Colon,  ///< header fields: the first of both
    Equals, ///< parameters: the first =, unless a colon and a blank come before it
};

[[nodiscard]] QString textOf(const QList<KeyValueRow>& rows, Style style);
/// What a line does not say (descriptions, secrets) is taken over from the row of `before` with the same name
/// and value, else from the next unused one with the same name, else (as many rows as before) from the one in
/// its place. rowsOf(textOf(rows), …, rows) gives the rows
/// again.
[[nodiscard]] QList<KeyValueRow> rowsOf(const QString& text, Style style,
                                        const QList<KeyValueRow>& before = {});
/// Pasted text: the same, but several `name=value` on one line may be joined by &.
[[nodiscard]] QList<KeyValueRow> pastedRows(const QString& text);

} // namespace wl::bulkrows
