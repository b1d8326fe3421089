// SPDX-License-Identifier: MIT
#include "ui/widgets/plainglyphs.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QVarLengthArray>

#include <algorithm>

namespace wl {

namespace {

constexpr char16_t ellipsis = u'…';
constexpr std::array extra{u'←', u'↑', u'→', u'↓', ellipsis};
constexpr size_t noSlot = 0; ///< U+0000, which is never drawn

constexpr size_t slotOf(char16_t character)
{
    if (character < 256)
        return character;
    const auto* found = std::find(extra.begin(), extra.end(), character);
    return found == extra.end() ? noSlot : 256 + size_t(found - extra.begin());
}

constexpr bool isPrintable(char16_t character)
{
    return (character >= 0x20 && character < 0x7f) || (character >= 0xa0 && character != 0xad);
}

} // namespace

PlainGlyphs::PlainGlyphs(const QFont& font)
    : m_font(font)
    , m_raw(QRawFont::fromFont(font))
{
    static_assert(std::tuple_size_v<decltype(m_glyphs)> == 256 + extra.size());
    for (char16_t character = 0; character < 256; ++character) {
        if (isPrintable(character))
            add(character, character);
    }
    for (const char16_t character : extra)
        add(character, slotOf(character));
}

void PlainGlyphs::add(char16_t character, size_t slot)
{
    const QList<quint32> indexes = m_raw.glyphIndexesForString(QString(QChar(character)));
    if (indexes.size() != 1 || indexes.constFirst() == 0)
        return;
    // The advance that drawText() would take, so that a line is as wide in either way.
    const qreal advance = QFontMetricsF(m_font).horizontalAdvance(QChar(character));
    m_glyphs.at(slot) = {indexes.constFirst(), float(advance)};
}

const PlainGlyphs::Glyph& PlainGlyphs::glyph(QChar character) const
{
    return m_glyphs[slotOf(character.unicode())];
}

bool PlainGlyphs::has(QStringView text) const
{
    return std::all_of(text.begin(), text.end(),
                       [this](QChar character) { return glyph(character).index != 0; });
}

qreal PlainGlyphs::width(QStringView text) const
{
    qreal sum = 0;
    for (const QChar character : text)
        sum += qreal(glyph(character).advance);
    return sum;
}

void PlainGlyphs::draw(QPainter& painter, const QPointF& origin, QStringView text, qreal room) const
{
    QVarLengthArray<quint32, 256> indexes;
    QVarLengthArray<QPointF, 256> places;
    const Glyph& dots = glyph(QChar(ellipsis));
    qreal x = 0;
    qsizetype fitting = 0; // glyphs that leave room for the ellipsis
    qreal endOfFitting = 0;
    for (const QChar character : text) {
        const Glyph& next = glyph(character);
        const qreal end = x + qreal(next.advance);
        if (end > room) {
            indexes.resize(fitting);
            places.resize(fitting);
            indexes.append(dots.index);
            places.append(QPointF(endOfFitting, 0));
            break;
        }
        indexes.append(next.index);
        places.append(QPointF(x, 0));
        x = end;
        if (end + qreal(dots.advance) <= room) {
            fitting = indexes.size();
            endOfFitting = end;
        }
    }
    if (indexes.isEmpty())
        return;
    QGlyphRun run;
    run.setRawFont(m_raw);
    run.setRawData(indexes.constData(), places.constData(), int(indexes.size()));
    painter.drawGlyphRun(origin, run);
}

} // namespace wl
