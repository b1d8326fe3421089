// SPDX-License-Identifier: MIT
#pragma once

#include <QDateTime>
#include <QtGlobal>

#include <chrono>

namespace wl {

/// A point in time: nanoseconds since 1970-01-01T00:00:00Z. It never goes backwards within a run: the wall
/// clock is read once, at the first use, and the monotonic clock's difference is added to it.
struct Timestamp
{
    qint64 ns = 0;

    constexpr auto operator<=>(const Timestamp&) const = default;
    [[nodiscard]] constexpr std::chrono::nanoseconds operator-(Timestamp other) const
    {
        return std::chrono::nanoseconds(ns - other.ns);
    }
    [[nodiscard]] constexpr bool isValid() const { return ns != 0; }
};

/// Now. Any thread; about 25 ns.
[[nodiscard]] Timestamp now();

/// ISO 8601 with microseconds and offset, in the local time zone ("2026-11-20T12:01:07.123456+01:00").
[[nodiscard]] QString isoTime(Timestamp t);
/// "12:01:07.123456" in the local time zone.
[[nodiscard]] QString clockTime(Timestamp t);

} // namespace wl
