// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace wl {

/// How the list's columns of times are told.
struct TimeForms
{
    enum class Time : quint8 { WallClock, SinceStart };
    enum class Delta : quint8 {
        SinceListed,    ///< since the record before in the list, in the order of the capture
        SinceConnection ///< since the record before of the same connection
    };
    Time time = Time::WallClock;
    Delta delta = Delta::SinceListed;

    bool operator==(const TimeForms&) const = default;
};

/// How far the record before of a connection is looked for: a fraction of a millisecond. Where it is farther
/// away, no difference is told.
inline constexpr quint64 recordsLookedBack = 50'000;

} // namespace wl
