// SPDX-License-Identifier: MIT
#include "ui/history/requestdelegate.h"

#include "ui/history/historymodel.h"

#include <QApplication>

namespace wl {

void RequestDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QStyle* style = option->widget ? option->widget->style() : QApplication::style();
    const int margin = style->pixelMetric(QStyle::PM_FocusFrameHMargin, option, option->widget) + 1;
    const int icon = option->icon.isNull() ? 0 : option->decorationSize.width() + 2 * margin;
    const int room = option->rect.width() - icon - 2 * margin;
    if (option->fontMetrics.horizontalAdvance(option->text) > room)
        option->text = index.data(HistoryModel::shortRole).toString();
}

} // namespace wl
