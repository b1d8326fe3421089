// SPDX-License-Identifier: MIT
#include "ui/statistics/throughputgraph.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace wl {

namespace {

constexpr int margin = 12;
constexpr int smallestDrag = 3; ///< px; less is a click

QString clockText(qint64 ns)
{
    return QDateTime::fromMSecsSinceEpoch(ns / 1'000'000).toString(QStringLiteral("HH:mm:ss.zzz"));
}

} // namespace

ThroughputGraph::ThroughputGraph(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("throughputGraph"));
    setAccessibleName(tr("Throughput over time"));
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(120);
    setMouseTracking(true);
    setToolTip(tr("Drag over a time range to see only its records in the list"));
}

QSize ThroughputGraph::sizeHint() const
{
    return {600, 160};
}

void ThroughputGraph::setSeries(const TrafficSeries& series)
{
    // A brush is a time, so it stays where it is while buckets become wider.
    const bool had = hasBrush() && buckets() > 0;
    const qint64 from = had ? brushFromNs() : 0;
    const qint64 to = had ? brushToNs() : 0;
    m_series = series;
    m_first = m_last = -1;
    if (had && buckets() > 0 && to > m_series.startNs()) {
        const auto bucketOf = [this](qint64 ns) {
            return std::clamp(int((ns - m_series.startNs()) / m_series.widthNs()), 0, buckets() - 1);
        };
        m_first = bucketOf(from);
        m_last = bucketOf(to - 1);
    }
    update();
}

qint64 ThroughputGraph::brushFromNs() const
{
    return m_series.startNs() + m_first * m_series.widthNs();
}

qint64 ThroughputGraph::brushToNs() const
{
    return m_series.startNs() + (m_last + 1) * m_series.widthNs();
}

void ThroughputGraph::clearBrush()
{
    m_first = m_last = m_anchor = -1;
    update();
}

QRect ThroughputGraph::plot() const
{
    const int line = fontMetrics().height();
    return rect().adjusted(margin, line + 8, -margin, -line - 8);
}

int ThroughputGraph::left(int bucket) const
{
    const QRect area = plot();
    return buckets() == 0 ? area.left() : area.left() + int(qint64(area.width()) * bucket / buckets());
}

int ThroughputGraph::bucketAt(int x) const
{
    const QRect area = plot();
    if (buckets() == 0 || area.width() <= 0)
        return -1;
    return std::clamp(int(qint64(x - area.left()) * buckets() / area.width()), 0, buckets() - 1);
}

quint64 ThroughputGraph::most() const
{
    quint64 most = 1;
    for (const TrafficSeries::Bucket& bucket : m_series.buckets())
        most = std::max({most, bucket.bytes[0], bucket.bytes[1]});
    return most;
}

void ThroughputGraph::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const Colors& colors = Colors::current();
    painter.fillRect(rect(), colors.base);
    if (buckets() == 0) {
        painter.setPen(colors.muted);
        painter.drawText(rect(), Qt::AlignCenter, tr("Nothing was sent or received."));
        return;
    }
    const QRect area = plot();
    if (hasBrush()) {
        const QRect brush(left(m_first), area.top(), std::max(2, left(m_last + 1) - left(m_first)),
                          area.height());
        painter.fillRect(brush, colors.selection);
        painter.setPen(colors.accent);
        painter.drawRect(brush.adjusted(0, 0, -1, -1));
    }
    paintBars(painter);
    paintWords(painter);
    if (hasFocus()) {
        painter.setPen(QPen(colors.accent, 1));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void ThroughputGraph::paintBars(QPainter& painter) const
{
    const Colors& colors = Colors::current();
    const QRect area = plot();
    const int middle = area.center().y();
    const double scale = double(area.height() / 2) / double(most());
    for (int i = 0; i < buckets(); ++i) {
        const TrafficSeries::Bucket& bucket = m_series.buckets()[size_t(i)];
        const int x = left(i);
        const int width = std::max(1, left(i + 1) - x - (left(i + 1) - x > 3 ? 1 : 0));
        const auto height = [scale](quint64 bytes) {
            return bytes == 0 ? 0 : std::max(1, int(double(bytes) * scale));
        };
        const int up = height(bucket.bytes[size_t(Direction::Sent)]);
        const int down = height(bucket.bytes[size_t(Direction::Received)]);
        painter.fillRect(x, middle - up, width, up, colors.sent);
        painter.fillRect(x, middle + 1, width, down, colors.received);
    }
    painter.setPen(colors.border);
    painter.drawLine(area.left(), middle, area.right(), middle);
}

void ThroughputGraph::paintWords(QPainter& painter) const
{
    const Colors& colors = Colors::current();
    const double seconds = double(m_series.widthNs()) / 1e9;
    const QRect top(margin, 4, width() - 2 * margin, fontMetrics().height());
    const QRect bottom(margin, height() - fontMetrics().height() - 4, width() - 2 * margin,
                       fontMetrics().height());
    painter.setPen(colors.sent);
    painter.drawText(top, Qt::AlignLeft, tr("→ sent"));
    painter.setPen(colors.received);
    painter.drawText(bottom, Qt::AlignLeft, tr("← received"));
    painter.setPen(colors.muted);
    painter.drawText(top, Qt::AlignRight, tr("highest: %1").arg(format::rate(double(most()) / seconds)));
    painter.drawText(bottom, Qt::AlignRight,
                     tr("%1 to %2, a bar is %3")
                         .arg(clockText(m_series.startNs()),
                              clockText(m_series.startNs() + buckets() * m_series.widthNs()),
                              format::duration(std::chrono::nanoseconds(m_series.widthNs()))));
}

QString ThroughputGraph::describe(int bucket) const
{
    const TrafficSeries::Bucket& figures = m_series.buckets()[size_t(bucket)];
    return tr("%1: → %2 in %3, ← %4 in %5")
        .arg(clockText(m_series.startNs() + bucket * m_series.widthNs()),
             format::size(qint64(figures.bytes[size_t(Direction::Sent)])),
             format::records(figures.records[size_t(Direction::Sent)]),
             format::size(qint64(figures.bytes[size_t(Direction::Received)])),
             format::records(figures.records[size_t(Direction::Received)]));
}

void ThroughputGraph::setBrush(int anchor, int end)
{
    m_first = std::min(anchor, end);
    m_last = std::max(anchor, end);
    m_cursor = end;
    describeBrush();
    update();
}

void ThroughputGraph::describeBrush()
{
    setAccessibleDescription(
        hasBrush() ? tr("From %1 to %2").arg(clockText(brushFromNs()), clockText(brushToNs())) : QString());
}

void ThroughputGraph::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_anchor = event->pos().x();
}

void ThroughputGraph::mouseMoveEvent(QMouseEvent* event)
{
    if (!event->buttons().testFlag(Qt::LeftButton) || m_anchor < 0 || buckets() == 0)
        return;
    if (std::abs(event->pos().x() - m_anchor) >= smallestDrag)
        setBrush(bucketAt(m_anchor), bucketAt(event->pos().x()));
}

void ThroughputGraph::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_anchor < 0)
        return;
    const bool isClick = std::abs(event->pos().x() - m_anchor) < smallestDrag;
    const bool hadBrush = hasBrush();
    m_anchor = -1;
    if (isClick)
        clearBrush();
    if (!isClick || hadBrush)
        emit brushed();
}

void ThroughputGraph::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step != 0 && buckets() > 0) {
        const int from = m_cursor < 0 ? 0 : m_cursor;
        const int to = std::clamp(from + step, 0, buckets() - 1);
        const bool isExtended = event->modifiers().testFlag(Qt::ShiftModifier) && hasBrush();
        setBrush(isExtended ? (from == m_first ? m_last : m_first) : to, to);
        return;
    }
    const bool isApplied = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape && hasBrush())
        clearBrush();
    else if (!isApplied)
        return QWidget::keyPressEvent(event);
    emit brushed();
}

bool ThroughputGraph::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && buckets() > 0) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), describe(bucketAt(help->pos().x())), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace wl
