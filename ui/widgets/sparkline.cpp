// SPDX-License-Identifier: MIT
#include "ui/widgets/sparkline.h"

#include "ui/widgets/colors.h"

#include <QPainter>

#include <algorithm>

namespace wl {

namespace {
constexpr int shown = 20;
constexpr int barWidth = 3;
} // namespace

SparkLine::SparkLine(QWidget* parent)
    : QWidget(parent)
    , m_values(shown, 0.0)
{
    setFixedSize(sizeHint());
}

QSize SparkLine::sizeHint() const
{
    return {shown * barWidth, 16};
}

void SparkLine::append(double value)
{
    const bool wasFlat = std::all_of(m_values.begin(), m_values.end(), [](double v) { return v <= 0; });
    m_values.pop_front();
    m_values.push_back(std::max(value, 0.0));
    if (!wasFlat || value > 0)
        update();
}

void SparkLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const double top = std::max(*std::max_element(m_values.begin(), m_values.end()), 1.0);
    const Colors& colors = Colors::current();
    for (int i = 0; i < shown; ++i) {
        const double value = m_values[size_t(i)];
        const int bar = value <= 0 ? 1 : std::max(2, int(value / top * height()));
        painter.fillRect(QRect(i * barWidth, height() - bar, barWidth - 1, bar),
                         value <= 0 ? colors.border : colors.accent);
    }
}

} // namespace wl
