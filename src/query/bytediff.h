// SPDX-License-Identifier: MIT
#pragma once

#include "query/sequencediff.h"

#include <QByteArrayView>

namespace wl {

/// Two byte strings side by side. Up to `exactBytes` on each side the shortest description is looked for
/// (within the effort); of larger ones the same blocks are found first, and only what lies between them is
/// compared byte by byte.
[[nodiscard]] SequenceDiff diffBytes(QByteArrayView a, QByteArrayView b, const DiffEffort& effort = {});

inline constexpr qsizetype exactBytes = qsizetype{64} * 1024;

} // namespace wl
