// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"

#include <QString>

#include <chrono>

/// How the window writes numbers: thousands separators, sizes in B, kB, MB (1000), durations in the unit that
/// needs no zeros. Any thread.
namespace wl::format {

/// "1,234,567"
[[nodiscard]] QString count(quint64 number);
/// "1 record", "1,043 records"
[[nodiscard]] QString records(quint64 number);
/// "78 B", "27.5 kB", "1.2 MB"; three significant digits at most.
[[nodiscard]] QString size(qint64 bytes);
/// "27,520 bytes" for tooltips and where the exact number matters.
[[nodiscard]] QString exactSize(qint64 bytes);
/// "1.2 MB/s"
[[nodiscard]] QString rate(double bytesPerSecond);
/// "850 ns", "1.7 ms", "12.3 s", "4 min 05 s", "2 h 03 min"
[[nodiscard]] QString duration(std::chrono::nanoseconds time);
/// Seconds with the microseconds for a column of differences: "0.001700".
[[nodiscard]] QString delta(std::chrono::nanoseconds time);

} // namespace wl::format
