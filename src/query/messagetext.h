// SPDX-License-Identifier: MIT
#pragma once

#include "decode/conversationdecoder.h"

namespace wl {

/// What messageText() wants of a message whose body has at most so many bytes.
[[nodiscard]] DecodeWishes messageTextWishes(qint64 contentBytes);

/// A message as lines to compare: what it says without how it was carried, so without chunks, compression,
/// masks and fragments; JSON indented. UTF-8 where the message is; a line at least.
[[nodiscard]] QByteArray messageText(const DecodedMessage& message);

} // namespace wl
