// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"

namespace wl {

/// Adds a syslog message to what is built: of RFC 5424 where a version stands behind the priority, else what
/// RFC 3164 saw in the wild. `message` has no line end or length around it.
void decodeSyslogMessage(ByteReader message, MessageBuilder& builder);

/// How many bytes the priority "<0>" to "<191>" at the start takes, 0 where there is none.
[[nodiscard]] qsizetype syslogPriorityBytes(QByteArrayView bytes);

} // namespace wl
