// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordnotes.h"

#include <QByteArrayView>

namespace wl {

/// How a mark is told in a capture: a comment of its own (docs/capture-format.md).
inline constexpr QByteArrayView markComment = "[marked]";
/// Most bytes of a comment of one record; what is beyond is cut off.
inline constexpr qsizetype maximumCommentBytes = 65'535;

/// A packet's comment becomes part of its record's note: a mark, or one more line.
void addComment(RecordNote& note, QByteArrayView comment);

/// The options of a packet block that tell a note, padded, in little endian; empty for an empty note.
[[nodiscard]] QByteArray commentOptions(const RecordNote& note);

/// The first `maximum` bytes at most, no UTF-8 character split.
[[nodiscard]] QByteArray cutUtf8(QByteArray bytes, qsizetype maximum);

} // namespace wl
