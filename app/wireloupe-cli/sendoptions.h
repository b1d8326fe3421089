// SPDX-License-Identifier: MIT
#pragma once

#include "expectation.h"
#include "runoptions.h"
#include "session/sessions.h"

#include <optional>

namespace wl::cli {

/// What `send` was asked to do.
struct SendOptions
{
    Address address;
    EndpointSpec spec;
    std::optional<PayloadSpec> payload; ///< none: only read
    bool fromStandardInput = false;
    bool finishes = false; ///< FIN after the data
    quint64 times = 1;
    std::chrono::microseconds interval{0};
    std::chrono::milliseconds wait{1000};
    RunOptions run;
};

[[nodiscard]] OptionParser makeSendParser();
/// Errors: BadOption with words; file errors of --file.
[[nodiscard]] Result<SendOptions> readSendOptions(const OptionParser& parser);
/// The expectation of --expect or --expect-regex, none where neither is given. Errors: BadOption.
[[nodiscard]] Result<std::optional<Expectation>> readExpectation(const OptionParser& parser);

} // namespace wl::cli
