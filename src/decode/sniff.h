// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace wl {

/// Whether a conversation is of a protocol, as far as its first bytes tell.
enum class Sniff : quint8 { No, Maybe, Yes };

} // namespace wl
