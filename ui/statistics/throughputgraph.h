// SPDX-License-Identifier: MIT
#pragma once

#include "query/trafficseries.h"

#include <QWidget>

namespace wl {

/// Bytes over time: sent above the line, received below it, each with its arrow. A drag, or the arrow keys
/// with Shift, brushes a time range. UI thread.
class ThroughputGraph : public QWidget
{
    Q_OBJECT
public:
    explicit ThroughputGraph(QWidget* parent = nullptr);

    void setSeries(const TrafficSeries& series);
    /// Whether a range is brushed, and its instants (the end is not in it), nanoseconds since 1970.
    [[nodiscard]] bool hasBrush() const { return m_first >= 0; }
    [[nodiscard]] qint64 brushFromNs() const;
    [[nodiscard]] qint64 brushToNs() const;
    void clearBrush();
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// A drag or the keys have ended; hasBrush() says whether there is a range.
    void brushed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRect plot() const;
    [[nodiscard]] int buckets() const { return int(m_series.buckets().size()); }
    [[nodiscard]] int bucketAt(int x) const;
    [[nodiscard]] int left(int bucket) const;
    [[nodiscard]] QString describe(int bucket) const;
    [[nodiscard]] quint64 most() const;
    void paintBars(QPainter& painter) const;
    void paintWords(QPainter& painter) const;
    void setBrush(int anchor, int end);
    void describeBrush();

    TrafficSeries m_series;
    int m_first = -1; ///< buckets that are brushed; −1 = none
    int m_last = -1;
    int m_anchor = -1; ///< of the drag or the keys
    int m_cursor = -1;
};

} // namespace wl
