// SPDX-License-Identifier: MIT
#include "ui/widgets/hexlayout.h"

#include <algorithm>

namespace wl {

namespace {
constexpr int margin = 1;
constexpr qint64 fourDigits = 0x10000;
} // namespace

HexLayout HexLayout::fitting(qint64 size, int cells)
{
    HexLayout layout;
    if (size > (qint64(1) << 32))
        layout.offsetDigits = 12;
    if (layout.totalColumns() <= cells)
        return layout;
    layout.width = 8;
    if (layout.totalColumns() <= cells)
        return layout;
    layout.gap = 1;
    if (size <= fourDigits)
        layout.offsetDigits = 4;
    return layout;
}

int HexLayout::hexColumn(int index) const
{
    const int middle = width == 16 && index >= 8 ? 1 : 0;
    return margin + offsetDigits + gap + index * 3 + middle;
}

int HexLayout::textColumn(int index) const
{
    return hexColumn(width - 1) + 2 + gap + index;
}

int HexLayout::indexAt(double cell) const
{
    if (cell >= textColumn(0) - 1)
        return std::clamp(int(cell) - textColumn(0), 0, width - 1);
    int index = 0;
    while (index + 1 < width && cell >= hexColumn(index + 1) - 0.5)
        ++index;
    return index;
}

} // namespace wl
