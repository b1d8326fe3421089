// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace wl::cli {

/// Lines of 16 bytes: offset, hex, ASCII with dots for the rest, as `hexdump -C` prints them. `offset` is
/// that of the first byte.
[[nodiscard]] QByteArray hexDump(QByteArrayView bytes, quint64 offset = 0);

} // namespace wl::cli
