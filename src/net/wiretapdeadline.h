// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapticket.h"

#include <optional>

namespace wl {

/// When an exchange has stood still for too long, and what that is called.
struct TapDeadline
{
    Timestamp at;
    ErrorCode code = ErrorCode::None;
};

/// The deadline of a phase: while sending and receiving the idle limit counts from `lastActivity`, while
/// waiting the first-byte limit counts from `sent`. Nothing where the phase has a timer elsewhere (lookup,
/// TCP, TLS) or the limit is 0. Pure.
[[nodiscard]] std::optional<TapDeadline> tapDeadline(TapPhase phase, const TapTimeouts& timeouts,
                                                     Timestamp sent, Timestamp lastActivity);

} // namespace wl
