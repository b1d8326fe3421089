// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficheader.h"

#include "ui/traffic/trafficdelegate.h"

#include <QPainter>
#include <QStyleOptionHeaderV2>

namespace wl {

TrafficHeader::TrafficHeader(QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setObjectName(QStringLiteral("trafficHeader"));
    setSectionsClickable(true);
    setSectionsMovable(true);
    setStretchLastSection(true);
    setHighlightSections(false);
    setMinimumSectionSize(32);
}

void TrafficHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    if (!rect.isValid())
        return;
    QStyleOptionHeaderV2 option;
    initStyleOption(&option);
    option.rect = rect;
    initStyleOptionForIndex(&option, section);
    painter->save();
    style()->drawControl(QStyle::CE_HeaderSection, &option, painter, this);
    const QRect room = rect.adjusted(TrafficDelegate::cellPadding, 0, -TrafficDelegate::cellPadding, 0);
    painter->setPen(palette().color(QPalette::ButtonText));
    painter->drawText(room, int(option.textAlignment) | Qt::AlignVCenter | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(option.text, Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace wl
