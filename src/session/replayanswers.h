// SPDX-License-Identifier: MIT
#pragma once

#include "net/responder.h"

#include <functional>
#include <memory>

namespace wl {

/// Counts what the peer of a replay sends. Shared by the endpoint's responder and the run; network thread.
struct ReplayAnswers
{
    qint64 bytes = 0;
    std::function<void()> changed; ///< the run's, which takes it away when it goes
};

/// Makes the responder that counts and leaves all else to the endpoint.
[[nodiscard]] ResponderFactory countAnswers(std::shared_ptr<ReplayAnswers> answers);

} // namespace wl
