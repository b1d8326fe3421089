// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/descriptor.h"
#include "net/specs.h"

namespace wl {

/// setsockopt for an int; false where the system refuses it.
bool setIntOption(int fd, int level, int name, int value);
/// TCP_NODELAY, SO_KEEPALIVE and the buffer sizes (0 = leave). Refused ones are left as they are.
void applyStreamOptions(int fd, const StreamOptions& options);
bool setNonBlocking(int fd);
/// A close of this descriptor will send RST.
void setResetOnClose(int fd);
/// The socket's pending error (SO_ERROR), which reading it clears.
[[nodiscard]] int takeSocketError(int fd);
/// A non-blocking, close-on-exec socket. Errors: OutOfDescriptors, NetworkFailed …
[[nodiscard]] Result<Descriptor> openSocket(int family, int type);

} // namespace wl
