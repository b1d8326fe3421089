// SPDX-License-Identifier: MIT
#include "ui/widgets/emptytable.h"

#include "ui/widgets/colors.h"

#include <QPainter>

namespace wl {

void EmptyTable::setEmptyText(const QString& text)
{
    if (text == m_emptyText)
        return;
    m_emptyText = text;
    setAccessibleDescription(text);
    viewport()->update();
}

void EmptyTable::paintEvent(QPaintEvent* event)
{
    QTableView::paintEvent(event);
    if (!model() || model()->rowCount() > 0 || m_emptyText.isEmpty())
        return;
    QPainter painter(viewport());
    painter.setPen(Colors::current().muted);
    const QRect room = viewport()->rect().adjusted(8, 2, -8, -2);
    const int wrapped = Qt::AlignCenter | Qt::TextWordWrap;
    if (room.height() >= fontMetrics().boundingRect(room, wrapped, m_emptyText).height())
        painter.drawText(room, wrapped, m_emptyText);
    else if (room.height() >= fontMetrics().ascent())
        painter.drawText(room, Qt::AlignCenter,
                         fontMetrics().elidedText(m_emptyText, Qt::ElideRight, room.width()));
}

} // namespace wl
