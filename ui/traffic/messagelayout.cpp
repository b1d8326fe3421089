// SPDX-License-Identifier: MIT
#include "ui/traffic/messagelayout.h"

#include "ui/widgets/bytestext.h"

#include <algorithm>
#include <array>

namespace wl::messagelayout {

namespace {

constexpr int tabCells = 4;

struct Range
{
    char16_t first;
    char16_t last;
};

/// Wide and fullwidth characters of the basic plane (Unicode Standard Annex 11).
constexpr std::array wideRanges{Range{0x1100, 0x115f}, Range{0x2e80, 0x303e}, Range{0x3041, 0x33ff},
                                Range{0x3400, 0x4dbf}, Range{0x4e00, 0x9fff}, Range{0xa000, 0xa4cf},
                                Range{0xac00, 0xd7a3}, Range{0xf900, 0xfaff}, Range{0xfe30, 0xfe4f},
                                Range{0xff00, 0xff60}, Range{0xffe0, 0xffe6}};

/// Cells of one code unit; a surrogate pair counts 1 + 1.
int cellsOf(QChar c)
{
    if (c.unicode() < 0x1100)
        return 1;
    const bool isWide = std::any_of(wideRanges.begin(), wideRanges.end(), [c](const Range& range) {
        return c.unicode() >= range.first && c.unicode() <= range.last;
    });
    return isWide ? 2 : 1;
}

} // namespace

int cells(QStringView text)
{
    int sum = 0;
    for (const QChar c : text)
        sum += cellsOf(c);
    return sum;
}

QStringList textLines(QByteArrayView bytes, int columns, int maxLines)
{
    QString text = bytestext::readable(bytes);
    text.replace(u'\t', QString(tabCells, u' '));
    if (text.endsWith(u'\n'))
        text.chop(1);
    QStringList lines;
    qsizetype start = 0;
    int used = 0;
    for (qsizetype i = 0; i < text.size() && lines.size() < maxLines; ++i) {
        const QChar c = text.at(i);
        const bool isLineEnd = c == u'\n';
        if (isLineEnd || (used + cellsOf(c) > columns && i > start && !c.isLowSurrogate())) {
            lines += text.mid(start, i - start);
            start = isLineEnd ? i + 1 : i;
            used = isLineEnd ? 0 : cellsOf(c);
        } else {
            used += cellsOf(c);
        }
    }
    if (lines.size() < maxLines)
        lines += text.mid(start);
    return lines;
}

QStringList hexLines(QByteArrayView bytes, int maxLines)
{
    constexpr qsizetype bytesPerLine = 16;
    return bytestext::dump(bytes.first(std::min<qsizetype>(bytes.size(), maxLines * bytesPerLine)));
}

} // namespace wl::messagelayout
