// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"

namespace wl {

/// Adds a DNS message (RFC 1035 §4) to what is built. `bytes` from its id to the message's end;
/// `isMulticast`: the top bit of a class is not part of it (RFC 6762 §10.2, §18.12).
void decodeDnsMessage(ByteReader bytes, bool isMulticast, MessageBuilder& builder);

/// Whether these bytes, as far as they came of a message of `length`, can be a DNS message: header, names and
/// lengths are right, and no byte is left over. Nothing: too few to say.
[[nodiscard]] std::optional<bool> isDnsMessage(QByteArrayView bytes, qsizetype length);

} // namespace wl
