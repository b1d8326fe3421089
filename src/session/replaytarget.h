// SPDX-License-Identifier: MIT
#pragma once

#include "session/sessions.h"

namespace wl {

/// The client or UDP socket that a replay to this address goes over. Errors: BadAddress for what is no tcp,
/// tls or udp address with a host and a port.
[[nodiscard]] Result<EndpointSpec> replayTarget(const Address& address);

} // namespace wl
