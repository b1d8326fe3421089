// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <chrono>

namespace wl {

/// How fast a replay sends.
struct ReplayPace
{
    enum class Kind : quint8 {
        Timed, ///< the recording's own pauses, divided by `factor`
        Fast,  ///< as fast as the peer takes it
        Step,  ///< each message when it is asked for
    };
    static constexpr double slowest = 0.001;
    static constexpr double fastest = 1000.0;

    Kind kind = Kind::Timed;
    double factor = 1.0; ///< 2 = twice as fast

    bool operator==(const ReplayPace&) const = default;
};

/// When the messages of a replay are due. A plain value that decides; ReplayRun acts. Times are monotonic
/// nanoseconds of one clock of the caller's choice; offsets are the recording's.
///
/// Late wake-ups do not add up. Time that was spent on something else (an answer, a peer that took nothing, a
/// person who stepped) moves all that follows, so that the pauses between messages stay as recorded.
class ReplaySchedule
{
public:
    /// How much later than due a message may be before the rest moves with it.
    static constexpr std::chrono::milliseconds tolerance{20};

    /// A factor beyond the limits is taken to them.
    explicit ReplaySchedule(const ReplayPace& pace);

    /// From `now` on; the message at `offset` is the next one, and due at once.
    void start(std::chrono::nanoseconds now, std::chrono::nanoseconds offset);
    /// Another pace from `now` on, without a jump.
    void change(const ReplayPace& pace, std::chrono::nanoseconds now);
    /// Time until the message at `offset` is due; 0 where it is.
    [[nodiscard]] std::chrono::nanoseconds wait(std::chrono::nanoseconds now,
                                                std::chrono::nanoseconds offset) const;
    void sent(std::chrono::nanoseconds now, std::chrono::nanoseconds offset);

    [[nodiscard]] const ReplayPace& pace() const { return m_pace; }

private:
    [[nodiscard]] std::chrono::nanoseconds due(std::chrono::nanoseconds offset) const;

    ReplayPace m_pace;
    std::chrono::nanoseconds m_time{0}; ///< the moment that m_offset stands for
    std::chrono::nanoseconds m_offset{0};
};

} // namespace wl
