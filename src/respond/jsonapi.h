// SPDX-License-Identifier: MIT
#pragma once

#include "net/responder.h"

#include <memory>

namespace wl {

/// The small HTTP/1.1 server of the Playground: JSON routes for trying a client against (`/` lists them). One
/// object per connection, network thread. Keep-alive, pipelining, chunked request bodies; what it cannot do
/// is answered with 400, 404, 405, 413 or 431.
[[nodiscard]] std::unique_ptr<Responder> makeJsonApi();

} // namespace wl
