// SPDX-License-Identifier: MIT
#pragma once

#include "decode/decodedmessage.h"

namespace wl {

/// What a tree shows of a field: its label and, where that is only a name, its value behind it. Bytes that
/// are not text are hex; at most limits::labelBytes of them. Any thread.
[[nodiscard]] QString treeWords(const DecodedField& field);

} // namespace wl
