// SPDX-License-Identifier: MIT
#include "session/replayschedule.h"

#include <algorithm>

namespace wl {

using std::chrono::nanoseconds;

namespace {

ReplayPace limited(ReplayPace pace)
{
    pace.factor = std::clamp(pace.factor, ReplayPace::slowest, ReplayPace::fastest);
    return pace;
}

} // namespace

ReplaySchedule::ReplaySchedule(const ReplayPace& pace)
    : m_pace(limited(pace))
{
}

void ReplaySchedule::start(nanoseconds now, nanoseconds offset)
{
    m_time = now;
    m_offset = offset;
}

nanoseconds ReplaySchedule::due(nanoseconds offset) const
{
    const double ahead = double((offset - m_offset).count()) / m_pace.factor;
    // Years at the most: what a recording says is no reason to overflow.
    constexpr double most = 1e18;
    return m_time + nanoseconds(qint64(std::clamp(ahead, -most, most)));
}

void ReplaySchedule::change(const ReplayPace& pace, nanoseconds now)
{
    const auto passed = double((now - m_time).count()) * m_pace.factor;
    if (m_pace.kind == ReplayPace::Kind::Timed)
        m_offset += nanoseconds(qint64(passed));
    m_time = now;
    m_pace = limited(pace);
}

nanoseconds ReplaySchedule::wait(nanoseconds now, nanoseconds offset) const
{
    if (m_pace.kind != ReplayPace::Kind::Timed)
        return nanoseconds(0);
    return std::max(nanoseconds(0), due(offset) - now);
}

void ReplaySchedule::sent(nanoseconds now, nanoseconds offset)
{
    const bool isTimed = m_pace.kind == ReplayPace::Kind::Timed;
    const nanoseconds planned = due(offset);
    m_time = isTimed && now - planned <= tolerance ? planned : now;
    m_offset = offset;
}

} // namespace wl
