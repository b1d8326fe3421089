// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficdelegate.h"

#include "base/trafficsink.h"
#include "ui/traffic/trafficmodel.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/fixedfont.h"

#include <QPainter>

namespace wl {

namespace {

constexpr int markWidth = 3;

QColor textColor(const QModelIndex& index)
{
    const Colors& colors = Colors::current();
    const auto kind = RecordKind(index.data(TrafficModel::KindRole).toInt());
    const bool isSent = Direction(index.data(TrafficModel::DirectionRole).toInt()) == Direction::Sent;
    if (index.column() == TrafficModel::Dir)
        return isSent ? colors.sent : colors.received;
    if (index.column() == TrafficModel::Info && (kind == RecordKind::Failed || kind == RecordKind::Reset))
        return colors.error;
    const bool isQuiet = index.column() == TrafficModel::Number || index.column() == TrafficModel::Delta ||
                         (index.column() == TrafficModel::Info && kind != RecordKind::Data);
    return isQuiet ? colors.muted : colors.text;
}

bool isFixedWidth(int column)
{
    return column == TrafficModel::Time || column == TrafficModel::Peer || column == TrafficModel::Info ||
           column == TrafficModel::Delta;
}

} // namespace

TrafficDelegate::TrafficDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
    , m_fixed(fixedFont())
{
}

void TrafficDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const Colors& colors = Colors::current();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected)
        painter->fillRect(option.rect, colors.selection);
    if (index.column() == TrafficModel::Conn && m_marked.isValid() &&
        index.data(TrafficModel::ConnectionRole).toUInt() == m_marked.value())
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), markWidth, option.rect.height()),
                          colors.accent);
    painter->setFont(isFixedWidth(index.column()) ? m_fixed : option.font);
    painter->setPen(textColor(index));
    const QRect room = option.rect.adjusted(cellPadding, 0, -cellPadding, 0);
    const bool isRight = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
    const QString text = index.data(Qt::DisplayRole).toString();
    painter->drawText(room,
                      Qt::AlignVCenter | Qt::TextSingleLine | (isRight ? Qt::AlignRight : Qt::AlignLeft),
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, room.width()));
}

QSize TrafficDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QFontMetrics metrics(isFixedWidth(index.column()) ? m_fixed : option.font);
    return {metrics.horizontalAdvance(index.data().toString()) + 2 * cellPadding, rowHeight};
}

} // namespace wl
