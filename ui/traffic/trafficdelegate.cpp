// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficdelegate.h"

#include "base/trafficsink.h"
#include "ui/traffic/rowcolors.h"
#include "ui/traffic/rowtint.h"
#include "ui/traffic/trafficmodel.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/fixedfont.h"

#include <QPainter>

#include <algorithm>

namespace wl {

namespace {

constexpr int markWidth = 3;
constexpr int flagSize = 8;
const QString markColor = QStringLiteral("yellow");

/// The sign of a marked record, at the left of its number.
void paintFlag(QPainter& painter, const QRect& cell)
{
    const int left = cell.left() + TrafficDelegate::cellPadding;
    const int top = cell.center().y() - flagSize / 2;
    const QPolygon flag({{left, top}, {left + flagSize, top + flagSize / 2}, {left, top + flagSize}});
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Colors::current().warning);
    painter.drawPolygon(flag);
    painter.restore();
}

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
           column == TrafficModel::Delta || column == TrafficModel::Source ||
           column == TrafficModel::Destination;
}

void drawLine(QPainter& painter, const PlainGlyphs& glyphs, const QRect& room, bool isRight,
              const QString& text)
{
    painter.setFont(glyphs.font());
    const QFontMetrics metrics = painter.fontMetrics();
    if (!glyphs.has(text)) {
        painter.drawText(room,
                         Qt::AlignVCenter | Qt::TextSingleLine | (isRight ? Qt::AlignRight : Qt::AlignLeft),
                         metrics.elidedText(text, Qt::ElideRight, room.width()));
        return;
    }
    const qreal spare = isRight ? std::max<qreal>(0, room.width() - glyphs.width(text)) : 0;
    const int baseline = room.top() + (room.height() - metrics.height()) / 2 + metrics.ascent();
    glyphs.draw(painter, QPointF(room.left() + spare, baseline), text, room.width());
}

} // namespace

TrafficDelegate::TrafficDelegate(QObject* parent)
    : QStyledItemDelegate(parent)
    , m_fixed(fixedFont())
    , m_proportional(QFont())
{
}

void TrafficDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    paintBackground(*painter, option, index);
    painter->setPen(textColor(index));
    const QRect room = option.rect.adjusted(cellPadding, 0, -cellPadding, 0);
    const bool isRight = index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight;
    drawLine(*painter, glyphsOf(index.column(), option.font), room, isRight,
             index.data(Qt::DisplayRole).toString());
}

const PlainGlyphs& TrafficDelegate::glyphsOf(int column, const QFont& font) const
{
    if (isFixedWidth(column))
        return m_fixed;
    if (m_proportional.font() != font)
        m_proportional = PlainGlyphs(font);
    return m_proportional;
}

void TrafficDelegate::paintBackground(QPainter& painter, const QStyleOptionViewItem& option,
                                      const QModelIndex& index) const
{
    const Colors& colors = Colors::current();
    const bool isMarked = index.data(TrafficModel::MarkedRole).toBool();
    if (option.state.testFlag(QStyle::State_Selected))
        painter.fillRect(option.rect, colors.selection);
    else if (isMarked)
        painter.fillRect(option.rect, rowtint::background(markColor, colors));
    else if (m_colors && !m_colors->isEmpty()) {
        const QString name = m_colors->colorOf(RecordId(index.data(TrafficModel::RecordRole).toULongLong()));
        if (!name.isEmpty())
            painter.fillRect(option.rect, rowtint::background(name, colors));
    }
    const QRect edge(option.rect.left(), option.rect.top(), markWidth, option.rect.height());
    if (index.column() == TrafficModel::Conn && m_marked.isValid() &&
        index.data(TrafficModel::ConnectionRole).toUInt() == m_marked.value())
        painter.fillRect(edge, colors.accent);
    if (isMarked && index.column() == TrafficModel::Number)
        paintFlag(painter, option.rect);
}

QSize TrafficDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QFontMetrics metrics(glyphsOf(index.column(), option.font).font());
    return {metrics.horizontalAdvance(index.data().toString()) + 2 * cellPadding, rowHeight};
}

} // namespace wl
