// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/responder.h"
#include "payload/payloadspec.h"

namespace wl {

/// A responder as plain data: what forms edit and workspaces store.
struct ResponderSpec
{
    enum class Kind : quint8 {
        None,
        Echo,
        FixedReply, ///< `reply` for each message (one read, one datagram)
        JsonApi,    ///< the Playground's HTTP routes
    };

    Kind kind = Kind::None;
    PayloadSpec reply;
    bool closeAfterReply = false;       ///< after the first answer; where kind is None after the greeting
    std::chrono::milliseconds delay{0}; ///< before each reply

    bool operator==(const ResponderSpec&) const = default;
};

/// Checks and compiles. The greeting (sent on connect; empty text = none) belongs to the responder so that
/// socket code knows nothing of it. An empty function where there is nothing to do. Errors: those of
/// PayloadSource::compile.
[[nodiscard]] Result<ResponderFactory> makeResponder(const ResponderSpec& spec, const PayloadSpec& greeting);

} // namespace wl
