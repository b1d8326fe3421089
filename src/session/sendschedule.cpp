// SPDX-License-Identifier: MIT
#include "session/sendschedule.h"

#include <algorithm>
#include <limits>

namespace wl {

SendSchedule::SendSchedule(quint64 times, std::chrono::nanoseconds interval, std::chrono::nanoseconds start)
    : m_times(times)
    , m_interval(std::max(interval, std::chrono::nanoseconds::zero()))
    , m_next(start)
{
}

quint64 SendSchedule::due(std::chrono::nanoseconds now)
{
    const quint64 left = m_times == 0 ? std::numeric_limits<quint64>::max() : m_times - m_sent;
    if (m_interval.count() == 0)
        return left;
    if (now < m_next)
        return 0;
    if (now - m_next > std::max<std::chrono::nanoseconds>(maxBehind, m_interval))
        m_next = now;
    return std::min(left, quint64((now - m_next) / m_interval) + 1);
}

std::chrono::nanoseconds SendSchedule::wait(std::chrono::nanoseconds now) const
{
    if (m_interval.count() == 0)
        return std::chrono::nanoseconds::zero();
    return std::max(m_next - now, std::chrono::nanoseconds::zero());
}

void SendSchedule::sent(quint64 messages)
{
    m_sent += messages;
    m_next += m_interval * qint64(messages);
}

} // namespace wl
