// SPDX-License-Identifier: MIT
#pragma once

#include "base/address.h"

namespace wl {

/// Whether a listener on `address` would get what is sent to host and port on this machine. Loopback names
/// and addresses count as each other where the listener takes both; port 0 matches nothing. No name is looked
/// up.
[[nodiscard]] bool listensAt(const Address& address, const QString& host, quint16 port);

} // namespace wl
