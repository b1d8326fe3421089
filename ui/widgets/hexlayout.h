// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace wl {

/// Where a hex view puts what: columns in character cells, rows of `width` bytes. Plain arithmetic.
struct HexLayout
{
    int width = 16;       ///< bytes a row
    int offsetDigits = 8; ///< of the offset at the left
    int gap = 2;          ///< cells between the three parts

    /// Eight bytes a row and narrow gaps where sixteen do not fit into `cells` character cells, then also
    /// only four offset digits where they do; more offset digits for what is larger than 4 GiB.
    [[nodiscard]] static HexLayout fitting(qint64 size, int cells);

    [[nodiscard]] qint64 rows(qint64 size) const { return (size + width - 1) / width; }
    [[nodiscard]] int hexColumn(int index) const; ///< first cell of byte `index` of a row
    [[nodiscard]] int textColumn(int index) const;
    [[nodiscard]] int totalColumns() const { return textColumn(width) + 1; }
    /// The byte of a row that a cell belongs to, clamped into the row.
    [[nodiscard]] int indexAt(double cell) const;
};

} // namespace wl
