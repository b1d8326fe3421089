// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/colors.h"

#include <QPalette>
#include <QProxyStyle>

namespace wl {

/// Fusion with our metrics: controls 28 px high, a focus ring in the accent color.
class ThemeStyle : public QProxyStyle
{
    Q_OBJECT
public:
    ThemeStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                         const QWidget* widget) const override;
    [[nodiscard]] int pixelMetric(PixelMetric metric, const QStyleOption* option,
                                  const QWidget* widget) const override;
};

/// The palette and style of the whole program, made from the tables of Colors. UI thread.
namespace theme {

[[nodiscard]] QPalette palette(const Colors& colors);
/// Once, before the first window.
void install();
/// Switches live.
void apply(bool isDark);

} // namespace theme
} // namespace wl
