// SPDX-License-Identifier: MIT
#include "ui/shell/themetoolbutton.h"

namespace wl::themetoolbutton {

namespace {
constexpr int arrowSize = 10;
}

bool hasInstantMenu(const QStyleOption* option)
{
    const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
    return button && button->features.testFlag(QStyleOptionToolButton::HasMenu) &&
           !button->features.testFlag(QStyleOptionToolButton::MenuButtonPopup);
}

void draw(const QStyle& style, const QStyleOptionToolButton& option, QPainter* painter, const QWidget* widget)
{
    style.drawPrimitive(QStyle::PE_PanelButtonTool, &option, painter, widget);
    const int frame = style.pixelMetric(QStyle::PM_DefaultFrameWidth, &option, widget);
    const QRect inner = option.rect.adjusted(frame, frame, -frame, -frame);
    QStyleOptionToolButton label = option;
    label.features &= ~QStyleOptionToolButton::HasMenu;
    label.rect = QStyle::visualRect(option.direction, inner, inner.adjusted(0, 0, -arrowRoom, 0));
    style.drawControl(QStyle::CE_ToolButtonLabel, &label, painter, widget);
    QStyleOption arrow = option;
    arrow.rect = QStyle::alignedRect(
        option.direction, Qt::AlignVCenter | Qt::AlignRight, QSize(arrowSize, arrowSize),
        QStyle::visualRect(option.direction, inner, inner.adjusted(0, 0, -(arrowRoom - arrowSize) / 2, 0)));
    style.drawPrimitive(QStyle::PE_IndicatorArrowDown, &arrow, painter, widget);
}

} // namespace wl::themetoolbutton
