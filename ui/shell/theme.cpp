// SPDX-License-Identifier: MIT
#include "ui/shell/theme.h"

#include "ui/shell/themestyle.h"
#include "ui/widgets/fixedfont.h"

#include <QApplication>
#include <QToolTip>

namespace wl {

namespace theme {

QPalette palette(const Colors& colors)
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& color) {
        palette.setColor(QPalette::All, role, color);
    };
    set(QPalette::Window, colors.window);
    set(QPalette::WindowText, colors.text);
    set(QPalette::Base, colors.base);
    set(QPalette::AlternateBase, colors.alternate);
    set(QPalette::Text, colors.text);
    set(QPalette::Button, colors.alternate);
    set(QPalette::ButtonText, colors.text);
    set(QPalette::BrightText, colors.error);
    set(QPalette::Highlight, colors.selection);
    set(QPalette::HighlightedText, colors.text);
    set(QPalette::ToolTipBase, colors.base);
    set(QPalette::ToolTipText, colors.text);
    set(QPalette::PlaceholderText, colors.muted);
    set(QPalette::Link, colors.accent);
    set(QPalette::LinkVisited, colors.accent);
    set(QPalette::Light, colors.base);
    set(QPalette::Midlight, colors.alternate);
    set(QPalette::Mid, colors.border);
    set(QPalette::Dark, colors.border.darker(115));
    set(QPalette::Shadow, colors.border.darker(130));
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText}) {
        QColor faded = colors.muted;
        faded.setAlphaF(0.6F);
        palette.setColor(QPalette::Disabled, role, faded);
    }
    return palette;
}

void install(int fontPoints)
{
    if (fontPoints > 0) {
        constexpr int smallest = 6;
        constexpr int largest = 32;
        QFont font = QApplication::font();
        font.setPointSize(std::clamp(fontPoints, smallest, largest));
        QApplication::setFont(font);
        setFixedFontPoints(font.pointSize());
    }
    QApplication::setStyle(new ThemeStyle);
    apply(Colors::isDark());
}

void apply(bool isDark)
{
    Colors::setDark(isDark);
    const QPalette colors = palette(Colors::current());
    QApplication::setPalette(colors);
    QToolTip::setPalette(colors);
}

} // namespace theme
} // namespace wl
