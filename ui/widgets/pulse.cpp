// SPDX-License-Identifier: MIT
#include "ui/widgets/pulse.h"

namespace wl {

namespace {
constexpr std::chrono::milliseconds interval{40};
}

Pulse::Pulse(QObject* parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &Pulse::tick);
    m_timer.start();
}

} // namespace wl
