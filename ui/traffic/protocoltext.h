// SPDX-License-Identifier: MIT
#pragma once

#include "decode/decodedmessage.h"

/// The words of what a conversation speaks. UI thread (they are translated).
namespace wl::protocoltext {

/// "HTTP", "Lines of text", "Bytes"
[[nodiscard]] QString title(Protocol protocol);

} // namespace wl::protocoltext
