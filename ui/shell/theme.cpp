// SPDX-License-Identifier: MIT
#include "ui/shell/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyleOption>
#include <QToolTip>

namespace wl {

namespace {

constexpr int controlHeight = 28;
constexpr int radius = 3;

void drawFocusRing(QPainter* painter, const QRect& rect)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(Colors::current().accent, 1.5));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect).adjusted(0.75, 0.75, -0.75, -0.75), radius, radius);
    painter->restore();
}

} // namespace

ThemeStyle::ThemeStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const
{
    const bool hasFocus = option->state.testFlag(State_HasFocus);
    if (element == PE_FrameFocusRect) {
        drawFocusRing(painter, option->rect);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    const bool isFramed =
        element == PE_FrameLineEdit || element == PE_PanelButtonCommand || element == PE_PanelButtonTool;
    if (isFramed && hasFocus)
        drawFocusRing(painter, option->rect);
}

void ThemeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    const bool isField = control == CC_ComboBox || control == CC_SpinBox;
    if (isField && option->state.testFlag(State_HasFocus))
        drawFocusRing(painter, option->rect);
}

QSize ThemeStyle::sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& size,
                                   const QWidget* widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
    case CT_ToolButton: result.setHeight(std::max(result.height(), controlHeight)); break;
    default: break;
    }
    return result;
}

int ThemeStyle::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing: return 8;
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin: return 12;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
    case PM_ListViewIconSize: return 16;
    case PM_ToolBarIconSize: return 20;
    case PM_DockWidgetTitleBarButtonMargin: return 4;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

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

void install()
{
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
