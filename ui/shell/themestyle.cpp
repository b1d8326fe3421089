// SPDX-License-Identifier: MIT
#include "ui/shell/themestyle.h"

#include "ui/shell/themetoolbutton.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/icons.h"

#include <QPainter>
#include <QStyleOption>
#include <QTabBar>

namespace wl {

namespace {

constexpr int controlHeight = 28;
constexpr int textMargin = 5; ///< above and below a control's text
constexpr double radius = 4;
constexpr int fieldMargin = 3; ///< left and right of a field's text, beyond Fusion's own
constexpr int tabLine = 2;

bool has(const QStyleOption* option, QStyle::StateFlag flag)
{
    return option->state.testFlag(flag);
}

QColor faded(const QColor& color, bool isEnabled)
{
    QColor result = color;
    result.setAlphaF(isEnabled ? 1.0F : 0.5F);
    return result;
}

void drawBox(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& border, double width = 1)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(border.isValid() ? QPen(border, width) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    const double inset = width / 2;
    painter->drawRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius);
    painter->restore();
}

void drawFocusRing(QPainter* painter, const QRect& rect)
{
    drawBox(painter, rect, {}, Colors::current().accent, 1.5);
}

void drawField(const QStyleOption* option, QPainter* painter)
{
    const Colors& colors = Colors::current();
    drawBox(painter, option->rect, has(option, QStyle::State_Enabled) ? colors.base : colors.window,
            colors.border);
    if (has(option, QStyle::State_HasFocus))
        drawFocusRing(painter, option->rect);
}

void drawButton(const QStyleOption* option, QPainter* painter, bool isFlat)
{
    const Colors& colors = Colors::current();
    const bool isDown = has(option, QStyle::State_Sunken) || has(option, QStyle::State_On);
    const bool isHovered = has(option, QStyle::State_MouseOver) && has(option, QStyle::State_Enabled);
    if (isDown)
        drawBox(painter, option->rect, colors.selection, colors.border);
    else if (isHovered)
        drawBox(painter, option->rect, colors.alternate, colors.muted);
    else if (!isFlat)
        drawBox(painter, option->rect, colors.base, colors.border);
    if (has(option, QStyle::State_HasFocus))
        drawFocusRing(painter, option->rect);
}

void drawCheck(const QStyleOption* option, QPainter* painter, bool isRound)
{
    const Colors& colors = Colors::current();
    const bool isEnabled = has(option, QStyle::State_Enabled);
    const bool isOn = has(option, QStyle::State_On) || has(option, QStyle::State_NoChange);
    const QColor border = faded(isOn ? colors.accent : colors.muted, isEnabled);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(border, 1));
    painter->setBrush(isOn ? faded(colors.accent, isEnabled) : colors.base);
    const QRectF box = QRectF(option->rect).adjusted(1, 1, -1, -1);
    if (isRound)
        painter->drawEllipse(box);
    else
        painter->drawRoundedRect(box, 3, 3);
    painter->setPen(QPen(colors.base, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&box](double x, double y) {
        return QPointF(box.left() + box.width() * x, box.top() + box.height() * y);
    };
    if (isOn && isRound) {
        painter->setBrush(colors.base);
        painter->setPen(Qt::NoPen);
        painter->drawEllipse(box.center(), box.width() / 5, box.height() / 5);
    } else if (has(option, QStyle::State_NoChange)) {
        painter->drawLine(at(0.25, 0.5), at(0.75, 0.5));
    } else if (isOn) {
        painter->drawPolyline(QPolygonF{at(0.22, 0.53), at(0.43, 0.74), at(0.8, 0.3)});
    }
    if (has(option, QStyle::State_HasFocus))
        drawFocusRing(painter, option->rect.adjusted(-1, -1, 1, 1));
    painter->restore();
}

void drawTab(const QStyleOptionTab& tab, QPainter* painter)
{
    const Colors& colors = Colors::current();
    const bool isSelected = has(&tab, QStyle::State_Selected);
    if (isSelected)
        painter->fillRect(tab.rect, colors.base);
    else if (has(&tab, QStyle::State_MouseOver))
        painter->fillRect(tab.rect, colors.alternate);
    painter->setPen(colors.border);
    painter->drawLine(tab.rect.topRight(), tab.rect.bottomRight());
    if (isSelected)
        painter->fillRect(QRect(tab.rect.left(), tab.rect.bottom() - tabLine + 1, tab.rect.width(), tabLine),
                          colors.accent);
    if (has(&tab, QStyle::State_HasFocus))
        drawFocusRing(painter, tab.rect.adjusted(2, 2, -2, -2));
}

void drawHeaderSection(const QStyleOption* option, QPainter* painter)
{
    const Colors& colors = Colors::current();
    painter->fillRect(option->rect, colors.window);
    painter->setPen(colors.border);
    painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
    painter->drawLine(option->rect.topRight() + QPoint(0, 4), option->rect.bottomRight() - QPoint(0, 4));
}

void drawScrollBar(const QStyle& style, const QStyleOptionSlider& bar, QPainter* painter,
                   const QWidget* widget)
{
    const Colors& colors = Colors::current();
    painter->fillRect(bar.rect, colors.window);
    const bool isDown =
        bar.activeSubControls == QStyle::SC_ScrollBarSlider && has(&bar, QStyle::State_Sunken);
    const bool isHovered = bar.activeSubControls == QStyle::SC_ScrollBarSlider;
    const QRect handle = style.subControlRect(QStyle::CC_ScrollBar, &bar, QStyle::SC_ScrollBarSlider, widget);
    QColor color = colors.muted;
    color.setAlphaF(isDown ? 0.9F : isHovered ? 0.7F : 0.45F);
    if (bar.minimum != bar.maximum)
        drawBox(painter, handle.adjusted(3, 3, -3, -3), color, {}, 0);
    const bool isFlat = bar.orientation == Qt::Horizontal;
    const auto drawArrow = [&](QStyle::SubControl part, QStyle::PrimitiveElement arrow) {
        QStyleOption option = bar;
        option.rect = style.subControlRect(QStyle::CC_ScrollBar, &bar, part, widget).adjusted(3, 3, -3, -3);
        style.drawPrimitive(arrow, &option, painter, widget);
    };
    const bool isMirrored = isFlat && bar.direction == Qt::RightToLeft;
    drawArrow(QStyle::SC_ScrollBarSubLine, !isFlat      ? QStyle::PE_IndicatorArrowUp
                                           : isMirrored ? QStyle::PE_IndicatorArrowRight
                                                        : QStyle::PE_IndicatorArrowLeft);
    drawArrow(QStyle::SC_ScrollBarAddLine, !isFlat      ? QStyle::PE_IndicatorArrowDown
                                           : isMirrored ? QStyle::PE_IndicatorArrowLeft
                                                        : QStyle::PE_IndicatorArrowRight);
}

/// Fusion draws the frames of these with a darker shade of the window's color; this makes that our border.
template <typename Option>
Option withBorder(const Option& original)
{
    Option option = original;
    option.palette.setColor(QPalette::Window, Colors::current().border.lighter(140));
    return option;
}

} // namespace

ThemeStyle::ThemeStyle()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void ThemeStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                               const QWidget* widget) const
{
    const Colors& colors = Colors::current();
    switch (element) {
    case PE_FrameFocusRect: drawFocusRing(painter, option->rect); return;
    case PE_PanelLineEdit:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame && frame->lineWidth > 0)
            drawField(option, painter);
        return;
    case PE_FrameLineEdit: drawField(option, painter); return;
    case PE_PanelButtonCommand: {
        const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
        drawButton(option, painter, button && button->features.testFlag(QStyleOptionButton::Flat));
        return;
    }
    case PE_PanelButtonTool: drawButton(option, painter, has(option, State_AutoRaise)); return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: drawCheck(option, painter, false); return;
    case PE_IndicatorRadioButton: drawCheck(option, painter, true); return;
    case PE_IndicatorTabClose:
        icons::icon(QStringLiteral("close"),
                    has(option, State_MouseOver) ? icons::Tint::Text : icons::Tint::Muted)
            .paint(painter, option->rect);
        return;
    case PE_Frame:
        painter->setPen(colors.border);
        painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
        return;
    case PE_FrameTabBarBase:
        painter->setPen(colors.border);
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    case PE_FrameTabWidget: return;
    case PE_IndicatorDockWidgetResizeHandle:
        painter->fillRect(option->rect, colors.window);
        painter->setPen(colors.border);
        if (has(option, State_Horizontal)) // of the handle's neighbors: it lies across
            painter->drawLine(option->rect.left(), option->rect.center().y(), option->rect.right(),
                              option->rect.center().y());
        else
            painter->drawLine(option->rect.center().x(), option->rect.top(), option->rect.center().x(),
                              option->rect.bottom());
        return;
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void ThemeStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                             const QWidget* widget) const
{
    const Colors& colors = Colors::current();
    switch (element) {
    case CE_MenuBarEmptyArea: painter->fillRect(option->rect, colors.window); return;
    case CE_ToolBar:
        painter->fillRect(option->rect, colors.window);
        painter->setPen(colors.border);
        painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        return;
    case CE_HeaderEmptyArea:
    case CE_HeaderSection: drawHeaderSection(option, painter); return;
    case CE_Splitter:
        painter->setPen(colors.border);
        if (option->rect.width() > option->rect.height())
            painter->drawLine(option->rect.left(), option->rect.center().y(), option->rect.right(),
                              option->rect.center().y());
        else
            painter->drawLine(option->rect.center().x(), option->rect.top(), option->rect.center().x(),
                              option->rect.bottom());
        return;
    case CE_TabBarTabShape:
        if (const auto* tab = qstyleoption_cast<const QStyleOptionTab*>(option))
            drawTab(*tab, painter);
        return;
    case CE_ProgressBarContents:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            QStyleOptionProgressBar filled = *bar;
            filled.palette.setColor(QPalette::Highlight, colors.accent);
            QProxyStyle::drawControl(element, &filled, painter, widget);
        }
        return;
    default: QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void ThemeStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option,
                                    QPainter* painter, const QWidget* widget) const
{
    if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        bar && control == CC_ScrollBar) {
        drawScrollBar(*this, *bar, painter, widget);
        return;
    }
    if (control == CC_ToolButton && themetoolbutton::hasInstantMenu(option)) {
        themetoolbutton::draw(*this, *qstyleoption_cast<const QStyleOptionToolButton*>(option), painter,
                              widget);
        return;
    }
    if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option);
        combo && control == CC_ComboBox) {
        const QStyleOptionComboBox framed = withBorder(*combo);
        QProxyStyle::drawComplexControl(control, &framed, painter, widget);
    } else if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
               spin && control == CC_SpinBox) {
        const QStyleOptionSpinBox framed = withBorder(*spin);
        QProxyStyle::drawComplexControl(control, &framed, painter, widget);
    } else {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    if (has(option, State_HasFocus))
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
    case CT_SpinBox: // all alike, taller only where the font needs it
        result.setHeight(std::max(option->fontMetrics.height() + 2 * textMargin, controlHeight));
        break;
    case CT_ToolButton:
        result.setHeight(std::max(result.height(), controlHeight));
        if (themetoolbutton::hasInstantMenu(option))
            result.rwidth() += themetoolbutton::arrowRoom;
        break;
    default: break;
    }
    return result;
}

QRect ThemeStyle::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    return element == SE_LineEditContents ? rect.adjusted(fieldMargin, 0, -fieldMargin, 0) : rect;
}

QIcon ThemeStyle::standardIcon(StandardPixmap standardIcon, const QStyleOption* option,
                               const QWidget* widget) const
{
    switch (standardIcon) {
    case SP_TitleBarCloseButton:
    case SP_DockWidgetCloseButton:
    case SP_LineEditClearButton: return icons::icon(QStringLiteral("close"), icons::Tint::Muted);
    case SP_TitleBarNormalButton: return icons::icon(QStringLiteral("float"), icons::Tint::Muted);
    case SP_ToolBarHorizontalExtensionButton:
        return icons::icon(QStringLiteral("chevron-right"), icons::Tint::Muted);
    default: return QProxyStyle::standardIcon(standardIcon, option, widget);
    }
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
    case PM_TabCloseIndicatorWidth:
    case PM_TabCloseIndicatorHeight:
    case PM_DockWidgetTitleBarButtonMargin:
    case PM_ListViewIconSize: return metric == PM_DockWidgetTitleBarButtonMargin ? 4 : 16;
    case PM_ToolBarIconSize: return 20;
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabShiftHorizontal: return 0;
    case PM_SplitterWidth:
    case PM_DockWidgetSeparatorExtent: return 5;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int ThemeStyle::styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                          QStyleHintReturn* returnData) const
{
    if (hint == SH_TabBar_Alignment)
        return Qt::AlignLeft;
    if (hint == SH_DialogButtonBox_ButtonsHaveIcons)
        return 0; // the platform's icons do not follow our colors
    return QProxyStyle::styleHint(hint, option, widget, returnData);
}

} // namespace wl
