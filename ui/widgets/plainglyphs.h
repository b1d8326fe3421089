// SPDX-License-Identifier: MIT
#pragma once

#include <QFont>
#include <QPointF>
#include <QRawFont>
#include <QStringView>

#include <array>

class QPainter;

namespace wl {

/// Draws short lines of Latin text in one font without shaping them: what a list that paints thousands of
/// fresh texts a second needs. Text with any other character is for QPainter::drawText(). UI thread.
class PlainGlyphs
{
public:
    explicit PlainGlyphs(const QFont& font);

    [[nodiscard]] const QFont& font() const { return m_font; }
    /// Whether all of the text can be drawn here: printable characters of Latin-1, arrows and the ellipsis,
    /// as far as the font itself has them.
    [[nodiscard]] bool has(QStringView text) const;
    /// In pixels, of a text that it has.
    [[nodiscard]] qreal width(QStringView text) const;
    /// Draws a text that it has with the painter's pen, its left end and baseline at `origin`; what is wider
    /// than `room` ends in an ellipsis.
    void draw(QPainter& painter, const QPointF& origin, QStringView text, qreal room) const;

private:
    struct Glyph
    {
        quint32 index = 0; ///< 0: not here
        float advance = 0;
    };

    [[nodiscard]] const Glyph& glyph(QChar character) const;
    void add(char16_t character, size_t slot);

    QFont m_font;
    QRawFont m_raw;
    std::array<Glyph, 256 + 5> m_glyphs; ///< by code point, then those of `extra`
};

} // namespace wl
