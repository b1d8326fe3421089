// SPDX-License-Identifier: MIT
#pragma once

#include "runoptions.h"
#include "session/replaytarget.h"

namespace wl::cli {

/// What `capture replay` was asked for.
struct ReplayOptions
{
    RunOptions run;
    QString path;
    Address address;
    EndpointSpec target;
    std::optional<ConnectionId> connection; ///< none: the only one that there is
    std::optional<Direction> direction;     ///< none: what the side that connected sent
    Query filter;
    ReplayJob job; ///< without its plan
    std::chrono::milliseconds wait{1000};
};

[[nodiscard]] OptionParser makeReplayParser();
/// Errors: BadOption with words; a filter that is not valid was told, then the error has none.
[[nodiscard]] Result<ReplayOptions> readReplayOptions(const OptionParser& parser);

} // namespace wl::cli
