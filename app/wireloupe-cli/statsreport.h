// SPDX-License-Identifier: MIT
#pragma once

#include "query/trafficstatistics.h"

#include <QByteArray>

namespace wl::cli {

/// The statistics of a capture for people, its longest lists cut to the largest 20; times are local.
[[nodiscard]] QByteArray statisticsText(const TrafficStatistics& statistics);
/// All of them as one JSON object on one line (docs/terminal.md).
[[nodiscard]] QByteArray statisticsJson(const TrafficStatistics& statistics);

} // namespace wl::cli
