// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace wl {

/// Decides how long a client waits before it tries again: 0.25 s, doubled up to 30 s, and from the beginning
/// once a connection has lived for `settled`. A plain value.
class ReconnectBackoff
{
public:
    static constexpr std::chrono::milliseconds first{250};
    static constexpr std::chrono::milliseconds longest{30'000};
    static constexpr std::chrono::milliseconds settled{5'000};

    /// The wait after a try that failed (`lived` 0) or a connection that ended after `lived`.
    [[nodiscard]] std::chrono::milliseconds next(std::chrono::milliseconds lived);

private:
    std::chrono::milliseconds m_next = first;
};

} // namespace wl
