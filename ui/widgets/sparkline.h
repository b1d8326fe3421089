// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

#include <deque>

namespace wl {

/// A small bar chart of the last values of one figure, for a status bar. It says its last value as its
/// accessible description.
class SparkLine : public QWidget
{
    Q_OBJECT
public:
    explicit SparkLine(QWidget* parent = nullptr);

    /// Adds one value (not negative) at the right; the oldest goes.
    void append(double value);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::deque<double> m_values;
};

} // namespace wl
