// SPDX-License-Identifier: MIT
#include "net/wiretapdeadline.h"

namespace wl {

std::optional<TapDeadline> tapDeadline(TapPhase phase, const TapTimeouts& timeouts, Timestamp sent,
                                       Timestamp lastActivity)
{
    const auto after = [](Timestamp from, std::chrono::milliseconds limit,
                          ErrorCode code) -> std::optional<TapDeadline> {
        if (limit.count() <= 0)
            return std::nullopt;
        return TapDeadline{Timestamp{from.ns + std::chrono::nanoseconds(limit).count()}, code};
    };
    switch (phase) {
    case TapPhase::Sending:
    case TapPhase::Receiving: return after(lastActivity, timeouts.idle, ErrorCode::IdleTimeout);
    case TapPhase::Waiting: return after(sent, timeouts.firstByte, ErrorCode::FirstByteTimeout);
    default: return std::nullopt;
    }
}

} // namespace wl
