// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"

namespace wl {

/// Adds a handshake message with its four bytes of head (RFC 8446 §4, RFC 5246 §7.4) to what is built:
/// ClientHello and ServerHello with their extensions, Certificate of TLS 1.2; of others the type.
void decodeTlsHandshake(ByteReader reader, MessageBuilder& builder);

} // namespace wl
