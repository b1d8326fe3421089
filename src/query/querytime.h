// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "query/queryast.h"

#include <optional>

namespace wl {

/// A time as it was written: the instants that begin with it ("12:01:07" is a whole second).
struct QueryTime
{
    QueryInterval interval;   ///< nanoseconds since 1970, or since midnight
    bool isTimeOfDay = false; ///< there was no date
};

/// "12:01", "12:01:07.5", "2026-11-20", "2026-11-20T12:01:07.5", also with Z or an offset, else in the local
/// time zone. Nothing where it is no time.
[[nodiscard]] std::optional<QueryTime> readQueryTime(const QString& text);

/// A time of day on the local day of `first`, in nanoseconds since 1970.
[[nodiscard]] QueryInterval onDayOf(const QueryInterval& timeOfDay, Timestamp first);

} // namespace wl
