// SPDX-License-Identifier: MIT
#pragma once

#include "query/sequencediff.h"

#include <QByteArrayView>
#include <QStringView>

namespace wl {

/// The lines of a text: where each one begins; its end (LF or CR LF) belongs to it, so that a text ends where
/// its last line does.
[[nodiscard]] std::vector<qsizetype> lineStarts(QByteArrayView text);

/// Two texts line by line: runs count lines.
struct TextDiff
{
    SequenceDiff lines;
    std::vector<qsizetype> aStarts;
    std::vector<qsizetype> bStarts;
};

[[nodiscard]] TextDiff diffLines(QByteArrayView a, QByteArrayView b, const DiffEffort& effort = {});

/// Two lines character by character; of lines of more than `mostInLine` characters only what they begin and
/// end with is compared.
[[nodiscard]] SequenceDiff diffInLine(QStringView a, QStringView b);

inline constexpr qsizetype mostInLine = 4000;

} // namespace wl
