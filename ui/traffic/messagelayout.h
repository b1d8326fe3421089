// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>
#include <QStringList>

namespace wl {

/// How a message's bytes are broken into lines of a fixed-width font. Pure functions.
namespace messagelayout {

/// Character cells of a text: 2 for wide East Asian characters and pictures outside the basic plane.
[[nodiscard]] int cells(QStringView text);
/// Readable text broken at line ends and at `columns` cells, at most `maxLines` lines.
[[nodiscard]] QStringList textLines(QByteArrayView bytes, int columns, int maxLines);
/// A hex dump of at most `maxLines` lines.
[[nodiscard]] QStringList hexLines(QByteArrayView bytes, int maxLines);

} // namespace messagelayout
} // namespace wl
