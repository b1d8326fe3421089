// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>

namespace wl {

/// When the messages of a repeated send are due. A plain value that decides; SendRun acts. Times are
/// monotonic nanoseconds of one clock of the caller's choice.
///
/// Message n is due at start + n × interval, so that late wake-ups do not add up. A pause of more than
/// `maxBehind` (a suspended machine, a peer that took nothing) is skipped, not caught up with a burst.
class SendSchedule
{
public:
    static constexpr std::chrono::milliseconds maxBehind{100};

    /// `times` 0 = without end; `interval` 0 = as fast as possible.
    SendSchedule(quint64 times, std::chrono::nanoseconds interval, std::chrono::nanoseconds start);

    /// How many messages may be sent now (a large number where there is no interval).
    [[nodiscard]] quint64 due(std::chrono::nanoseconds now);
    /// Time until the next message is due; 0 where one is.
    [[nodiscard]] std::chrono::nanoseconds wait(std::chrono::nanoseconds now) const;
    void sent(quint64 messages);

    [[nodiscard]] quint64 sentCount() const { return m_sent; }
    [[nodiscard]] bool isDone() const { return m_times != 0 && m_sent >= m_times; }

private:
    quint64 m_times;
    std::chrono::nanoseconds m_interval;
    std::chrono::nanoseconds m_next;
    quint64 m_sent = 0;
};

} // namespace wl
