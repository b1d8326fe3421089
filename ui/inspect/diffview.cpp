// SPDX-License-Identifier: MIT
#include "ui/inspect/diffview.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/fixedfont.h"

#include <QApplication>
#include <QPainter>
#include <QScrollBar>

#include <limits>

namespace wl {

namespace {

constexpr int rowSpacing = 4;
constexpr int labelCells = 9;
constexpr int padding = 6;

QColor blend(const QColor& from, const QColor& to, double share)
{
    const auto mix = [share](int a, int b) { return int(a + (b - a) * share); };
    return {mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue())};
}

QChar signOf(DiffLine::Kind kind)
{
    switch (kind) {
    case DiffLine::Kind::Changed: return QChar(0x2260);
    case DiffLine::Kind::OnlyLeft: return QChar(0x2212);
    case DiffLine::Kind::OnlyRight: return u'+';
    default: return u' ';
    }
}

} // namespace

DiffView::DiffView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setObjectName(QStringLiteral("diffView"));
    setAccessibleName(tr("Differences side by side"));
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setFont(fixedFont());
    measure();
}

DiffView::~DiffView() = default;

void DiffView::measure()
{
    const QFontMetricsF metrics(font());
    m_cell = metrics.horizontalAdvance(u'0');
    m_rowHeight = int(metrics.height()) + rowSpacing;
}

void DiffView::setRows(std::unique_ptr<DiffRows> rows)
{
    m_rows = std::move(rows);
    m_current = -1;
    updateBars();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    viewport()->update();
    emit currentDifferenceChanged();
}

void DiffView::setEmptyText(const QString& text)
{
    m_emptyText = text;
    viewport()->update();
}

bool DiffView::goToDifference(int step)
{
    const qsizetype count = m_rows ? m_rows->differenceCount() : 0;
    const qsizetype wanted = m_current < 0 && step < 0 ? count - 1 : m_current + step;
    if (wanted < 0 || wanted >= count)
        return false;
    m_current = wanted;
    const auto row = int(m_rows->differenceRow(wanted));
    const int visible = std::max(1, viewport()->height() / m_rowHeight);
    if (row < verticalScrollBar()->value() || row >= verticalScrollBar()->value() + visible - 1)
        verticalScrollBar()->setValue(row - visible / 3);
    viewport()->update();
    emit currentDifferenceChanged();
    return true;
}

DiffView::Places DiffView::places() const
{
    Places places;
    places.gutter = int(m_cell * 3);
    places.side = (viewport()->width() - places.gutter) / 2;
    places.label = int(m_cell * labelCells) + padding;
    return places;
}

int DiffView::hexBytesPerRow() const
{
    const Places at = places();
    const int cells = int((at.side - at.label - padding) / m_cell);
    return cells >= 4 * 16 + 1 ? 16 : 8;
}

void DiffView::updateBars()
{
    const int rows = m_rows ? int(std::min<qsizetype>(m_rows->count(), std::numeric_limits<int>::max())) : 0;
    const int visible = std::max(1, viewport()->height() / m_rowHeight);
    verticalScrollBar()->setRange(0, std::max(0, rows - visible));
    verticalScrollBar()->setPageStep(visible);
    const Places at = places();
    const int room = at.side - at.label - padding;
    horizontalScrollBar()->setRange(0,
                                    m_rows ? std::max(0, int(double(m_rows->columns()) * m_cell) - room) : 0);
    horizontalScrollBar()->setSingleStep(int(m_cell) * 4);
    horizontalScrollBar()->setPageStep(viewport()->width() / 2);
}

void DiffView::paintSide(QPainter& painter, const DiffLine::Side& side, const QRect& rect, int label) const
{
    painter.setPen(Colors::current().muted);
    painter.drawText(rect.adjusted(0, 0, label - rect.width() - padding, 0),
                     Qt::AlignRight | Qt::AlignVCenter, side.label);
    const QRect area = rect.adjusted(label + padding, 0, 0, 0);
    painter.save();
    painter.setClipRect(area);
    const int left = area.left() - horizontalScrollBar()->value();
    for (const DiffLine::Mark& mark : side.marks) {
        const QRectF place(left + double(mark.start) * m_cell, area.top(), double(mark.length) * m_cell,
                           area.height());
        painter.fillRect(place, blend(Colors::current().base, Colors::current().warning, 0.3));
        painter.fillRect(QRectF(place.left(), place.bottom() - 2, place.width(), 2),
                         Colors::current().warning);
    }
    painter.setPen(Colors::current().text);
    const QFontMetrics metrics(font());
    // Cell by cell, so that marks stand under their characters whatever the font does with wide ones.
    const int baseline = area.top() + (area.height() + metrics.ascent() - metrics.descent()) / 2;
    const auto first = qsizetype(std::max(0.0, (area.left() - left) / m_cell));
    const qsizetype last = std::min(side.text.size(), first + qsizetype(area.width() / m_cell) + 2);
    for (qsizetype i = first; i < last; ++i)
        painter.drawText(QPointF(left + double(i) * m_cell, baseline), side.text.mid(i, 1));
    painter.restore();
}

void DiffView::paintRow(QPainter& painter, const DiffLine& line, int y, const Places& at) const
{
    const Colors& colors = Colors::current();
    const QRect left(0, y, at.side, m_rowHeight);
    const QRect right(at.side + at.gutter, y, at.side, m_rowHeight);
    if (line.kind != DiffLine::Kind::Same) {
        const QColor tint = blend(colors.base, colors.warning, 0.1);
        painter.fillRect(QRect(0, y, viewport()->width(), m_rowHeight), colors.alternate);
        if (!line.left.label.isEmpty())
            painter.fillRect(left, tint);
        if (!line.right.label.isEmpty())
            painter.fillRect(right, tint);
    }
    paintSide(painter, line.left, left, at.label);
    paintSide(painter, line.right, right, at.label);
    painter.setPen(colors.text);
    painter.drawText(QRect(at.side, y, at.gutter, m_rowHeight), Qt::AlignCenter, signOf(line.kind));
}

void DiffView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    const Colors& colors = Colors::current();
    painter.fillRect(viewport()->rect(), colors.base);
    if (!m_rows || m_rows->count() == 0) {
        painter.setFont(QApplication::font());
        painter.setPen(colors.muted);
        painter.drawText(viewport()->rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                         m_emptyText);
        return;
    }
    painter.setFont(font());
    const Places at = places();
    const qsizetype currentRow = m_current < 0 ? -1 : m_rows->differenceRow(m_current);
    const qsizetype currentEnd = m_current < 0 ? -1 : currentRow + m_rows->differenceRows(m_current);
    int y = 0;
    for (qsizetype row = verticalScrollBar()->value(); row < m_rows->count() && y < viewport()->height();
         ++row, y += m_rowHeight) {
        paintRow(painter, m_rows->line(row), y, at);
        if (row >= currentRow && row < currentEnd)
            painter.fillRect(QRect(at.side, y, 3, m_rowHeight), colors.accent);
    }
    painter.setPen(colors.border);
    painter.drawLine(at.side - 1, 0, at.side - 1, viewport()->height());
    painter.drawLine(at.side + at.gutter, 0, at.side + at.gutter, viewport()->height());
}

QList<VisibleText::Line> DiffView::linesShown()
{
    if (!m_rows || m_rows->count() == 0)
        return {{m_emptyText, viewport()->rect()}};
    QList<Line> lines;
    int y = 0;
    for (qsizetype row = verticalScrollBar()->value(); row < m_rows->count() && y < viewport()->height();
         ++row, y += m_rowHeight) {
        const DiffLine line = m_rows->line(row);
        const QString text = QStringLiteral("%1 %2 %3 %4 %5")
                                 .arg(line.left.label, line.left.text, QString(signOf(line.kind)),
                                      line.right.label, line.right.text);
        lines += {text, QRect(0, y, viewport()->width(), m_rowHeight)};
    }
    return lines;
}

void DiffView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateBars();
    emit resized();
}

void DiffView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        measure();
        updateBars();
    }
}

} // namespace wl
