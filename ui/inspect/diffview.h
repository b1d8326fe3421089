// SPDX-License-Identifier: MIT
#pragma once

#include "ui/inspect/diffrows.h"
#include "ui/widgets/visibletext.h"

#include <QAbstractScrollArea>

namespace wl {

/// Two sides with their differences: a sign beside each row that differs (≠, −, +), a tint behind it and a
/// line under what differs in it. Only the rows in sight are made. UI thread.
class DiffView : public QAbstractScrollArea, public VisibleText
{
    Q_OBJECT
public:
    explicit DiffView(QWidget* parent = nullptr);
    ~DiffView() override;

    void setRows(std::unique_ptr<DiffRows> rows);
    /// What it says while there is nothing to show.
    void setEmptyText(const QString& text);
    [[nodiscard]] const DiffRows* rows() const { return m_rows.get(); }
    [[nodiscard]] qsizetype currentDifference() const { return m_current; } ///< −1 = none
    /// Goes to the next (`step` 1) or previous (−1) difference; false at the end.
    bool goToDifference(int step);
    /// How many bytes of each side fit beside each other in hex.
    [[nodiscard]] int hexBytesPerRow() const;

    [[nodiscard]] QList<Line> linesShown() override;

signals:
    void currentDifferenceChanged();
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    struct Places
    {
        int gutter = 0; ///< width of the sign between the sides
        int side = 0;   ///< width of a side
        int label = 0;  ///< width of its label
    };
    [[nodiscard]] Places places() const;
    void paintSide(QPainter& painter, const DiffLine::Side& side, const QRect& rect, int label) const;
    void paintRow(QPainter& painter, const DiffLine& line, int y, const Places& places) const;
    void updateBars();
    void measure();

    std::unique_ptr<DiffRows> m_rows;
    QString m_emptyText;
    qsizetype m_current = -1;
    double m_cell = 8;
    int m_rowHeight = 18;
};

} // namespace wl
