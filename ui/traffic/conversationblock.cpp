// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationblock.h"

#include "ui/traffic/messagelayout.h"
#include "ui/traffic/recordtext.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include <cmath>

namespace wl {

namespace {

class BlockText
{
    Q_DECLARE_TR_FUNCTIONS(BlockText)
};

constexpr qint64 previewBytes = 4096;
constexpr int previewLines = 20;
constexpr int padding = 8;
constexpr int fewestColumns = 20;
constexpr double widestBubble = 0.85;

} // namespace

void BlockPainter::setFont(const QFont& font)
{
    m_font = font;
    const QFontMetricsF metrics(font);
    m_cell = metrics.horizontalAdvance(u'0');
    m_ascent = metrics.ascent();
    m_lineHeight = int(std::ceil(metrics.height())) + 1;
}

ConversationBlock BlockPainter::make(const RecordSource& source, RecordId id) const
{
    const RecordEntry entry = source.record(id);
    const ConnectionRow& connection = source.connection(entry.connectionId());
    const Result<QByteArray> bytes = source.payload(id, 0, previewBytes);
    ConversationBlock block;
    block.kind = entry.kind;
    block.direction = entry.direction;
    if (entry.kind != RecordKind::Data) {
        layOutEvent(block, entry, connection, bytes.value_or(QByteArray()));
        return block;
    }
    block.head = QStringLiteral("%1 %2  %3  %4")
                     .arg(recordtext::arrow(entry.direction), clockTime(entry.time()),
                          connection.info.peer.toString(), format::size(entry.length));
    layOutData(block, entry, bytes);
    return block;
}

void BlockPainter::layOutEvent(ConversationBlock& block, const RecordEntry& entry,
                               const ConnectionRow& connection, const QByteArray& text) const
{
    const QString info = recordtext::info(entry, connection.info.role, text);
    const QString peer = connection.info.peer.toString();
    block.head = clockTime(entry.time()) + (peer.isEmpty() ? peer : QStringLiteral("  ") + peer);
    const int columns = std::max(fewestColumns, int((m_width - 2 * margin) / m_cell));
    if (messagelayout::cells(block.head) + 2 + messagelayout::cells(info) <= columns)
        block.head += QStringLiteral("  ") + info;
    else
        block.lines = messagelayout::textLines(info.toUtf8(), columns, previewLines);
    block.height = (1 + int(block.lines.size())) * m_lineHeight + spacing;
}

void BlockPainter::layOutData(ConversationBlock& block, const RecordEntry& entry,
                              const Result<QByteArray>& bytes) const
{
    const int room = int(m_width * widestBubble) - 2 * (margin + padding);
    const int columns = std::max(fewestColumns, int(room / m_cell));
    if (!bytes)
        block.more = BlockText::tr("The bytes are no longer on disk: the cap of the capture let them go.");
    else if (m_isHex)
        block.lines = messagelayout::hexLines(*bytes, previewLines);
    else
        block.lines = messagelayout::textLines(*bytes, columns, previewLines);
    const bool isCut = m_isHex ? entry.length > previewLines * 16
                               : entry.length > previewBytes || block.lines.size() >= previewLines;
    if (bytes && entry.length == 0)
        block.more = BlockText::tr("(empty)");
    else if (bytes && isCut)
        block.more = BlockText::tr("… %1 in all").arg(format::exactSize(entry.length));
    int widest = std::max(messagelayout::cells(block.head), messagelayout::cells(block.more));
    for (const QString& line : std::as_const(block.lines))
        widest = std::max(widest, messagelayout::cells(line));
    block.bubbleWidth = std::min(int(std::ceil(widest * m_cell)) + 2 * padding, m_width - 2 * margin);
    const int lines = 1 + int(block.lines.size()) + (block.more.isEmpty() ? 0 : 1);
    block.height = lines * m_lineHeight + 2 * padding + spacing;
}

int BlockPainter::leftOf(const ConversationBlock& block) const
{
    const bool isRight = block.kind == RecordKind::Data && block.direction == Direction::Sent;
    return isRight ? m_width - margin - block.bubbleWidth : margin;
}

QList<VisibleText::Line> BlockPainter::lines(const ConversationBlock& block, int top, int viewHeight) const
{
    const int inset = block.kind == RecordKind::Data ? padding : 0;
    QStringList texts = QStringList{block.head} + block.lines;
    if (!block.more.isEmpty())
        texts += block.more;
    QList<VisibleText::Line> lines;
    int y = top + inset;
    for (const QString& text : std::as_const(texts)) {
        const QRect rect(leftOf(block) + inset, y, int(messagelayout::cells(text) * m_cell), m_lineHeight);
        if (y + m_lineHeight > 0 && y < viewHeight)
            lines += {text, rect};
        y += m_lineHeight;
    }
    return lines;
}

void BlockPainter::paint(QPainter& painter, const ConversationBlock& block, int y, bool isSelected) const
{
    if (block.kind == RecordKind::Data)
        paintData(painter, block, y, isSelected);
    else
        paintEvent(painter, block, y, isSelected);
}

void BlockPainter::paintEvent(QPainter& painter, const ConversationBlock& block, int y, bool isSelected) const
{
    const Colors& colors = Colors::current();
    QRect line(margin, y, m_width - 2 * margin, m_lineHeight);
    if (isSelected)
        painter.fillRect(line.adjusted(0, 0, 0, int(block.lines.size()) * m_lineHeight), colors.selection);
    const bool isBad = block.kind == RecordKind::Failed || block.kind == RecordKind::Reset;
    painter.setPen(isBad ? colors.error : colors.muted);
    painter.drawText(line, Qt::AlignCenter,
                     painter.fontMetrics().elidedText(block.head, Qt::ElideRight, line.width()));
    for (const QString& words : block.lines) {
        line.translate(0, m_lineHeight);
        painter.drawText(line, Qt::AlignCenter, words);
    }
}

void BlockPainter::paintData(QPainter& painter, const ConversationBlock& block, int y, bool isSelected) const
{
    const Colors& colors = Colors::current();
    const QColor& color = block.direction == Direction::Sent ? colors.sent : colors.received;
    const int left = leftOf(block);
    const QRectF bubble(left + 0.5, y + 0.5, block.bubbleWidth - 1, block.height - spacing - 1);
    painter.setPen(isSelected ? color : colors.border);
    painter.setBrush(isSelected ? colors.selection : colors.alternate);
    painter.drawRoundedRect(bubble, 4, 4);
    painter.save();
    painter.setClipRect(bubble);
    double baseline = y + padding + m_ascent;
    const double x = left + padding;
    painter.setPen(color);
    painter.drawText(QPointF(x, baseline), block.head);
    for (const QString& line : block.lines) {
        baseline += m_lineHeight;
        if (!m_marked.isEmpty())
            paintMarks(painter, line, x, baseline - m_ascent);
        painter.setPen(colors.text);
        painter.drawText(QPointF(x, baseline), line);
    }
    if (!block.more.isEmpty()) {
        painter.setPen(colors.muted);
        painter.drawText(QPointF(x, baseline + m_lineHeight), block.more);
    }
    painter.restore();
}

/// A frame around each place of what is looked for.
void BlockPainter::paintMarks(QPainter& painter, const QString& line, double x, double top) const
{
    painter.setPen(Colors::current().accent);
    painter.setBrush(Qt::NoBrush);
    qsizetype at = line.indexOf(m_marked, 0, Qt::CaseInsensitive);
    for (; at >= 0; at = line.indexOf(m_marked, at + m_marked.size(), Qt::CaseInsensitive)) {
        const double from = messagelayout::cells(QStringView(line).first(at)) * m_cell;
        const double width = messagelayout::cells(QStringView(line).sliced(at, m_marked.size())) * m_cell;
        painter.drawRect(QRectF(x + from - 0.5, top, width + 1, m_lineHeight - 1));
    }
}

} // namespace wl
