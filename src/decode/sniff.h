// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace wl {

/// What a protocol's sniff function says of the first bytes of a direction: not mine, too few to say, mine.
enum class Sniff : quint8 { No, NeedMore, Yes };

} // namespace wl
