// SPDX-License-Identifier: MIT
#include "ui/panes/http/timingrows.h"

namespace wl {

namespace {

Timestamp lastTime(const HttpTimings& timings)
{
    return std::max({timings.started, timings.resolved, timings.connected, timings.tunneled,
                     timings.encrypted, timings.sent, timings.firstByte, timings.finished});
}

} // namespace

QList<TimingRow> timingRows(const QList<HttpHop>& hops)
{
    using Phase = TimingRow::Phase;
    QList<TimingRow> rows;
    if (hops.isEmpty())
        return rows;
    const Timestamp zero = hops.first().timings.started;
    for (int i = 0; i < int(hops.size()); ++i) {
        const HttpTimings& timings = hops.at(i).timings;
        const Timestamp last = lastTime(timings);
        rows << TimingRow{Phase::Hop, i, timings.started - zero, last - timings.started};
        Timestamp from = timings.started;
        const std::pair<Phase, Timestamp> phases[] = {
            {Phase::Lookup, timings.resolved},  {Phase::Connect, timings.connected},
            {Phase::Tunnel, timings.tunneled},  {Phase::Handshake, timings.encrypted},
            {Phase::Send, timings.sent},        {Phase::Wait, timings.firstByte},
            {Phase::Download, timings.finished}};
        for (const auto& [phase, end] : phases) {
            if (!end.isValid() || end < from)
                continue;
            rows << TimingRow{phase, i, from - zero, end - from};
            from = end;
        }
    }
    return rows;
}

std::chrono::nanoseconds totalTime(const QList<HttpHop>& hops)
{
    if (hops.isEmpty())
        return {};
    return lastTime(hops.last().timings) - hops.first().timings.started;
}

} // namespace wl
