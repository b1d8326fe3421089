// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <chrono>

namespace wl {

/// One row of the waterfall: a hop's heading, or one of its phases.
struct TimingRow
{
    enum class Phase : quint8 { Hop, Lookup, Connect, Tunnel, Handshake, Send, Wait, Download };

    Phase phase = Phase::Hop;
    int hop = 0;
    std::chrono::nanoseconds start{0}; ///< since the exchange started
    std::chrono::nanoseconds length{0};

    bool operator==(const TimingRow&) const = default;
};

/// The rows of an exchange: per hop a heading, then each phase that took place, in order. A phase that did
/// not end (a failure) reaches to the last time that is known.
[[nodiscard]] QList<TimingRow> timingRows(const QList<HttpHop>& hops);
/// From the first hop's start to the last known time.
[[nodiscard]] std::chrono::nanoseconds totalTime(const QList<HttpHop>& hops);

} // namespace wl
