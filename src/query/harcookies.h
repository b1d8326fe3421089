// SPDX-License-Identifier: MIT
#pragma once

#include "query/harmessage.h"

namespace wl {

/// The cookies of a message as a JSON array for HAR: those of Cookie, or of Set-Cookie with their attributes.
[[nodiscard]] QByteArray harCookies(const HarMessage& message);

} // namespace wl
