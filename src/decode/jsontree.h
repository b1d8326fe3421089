// SPDX-License-Identifier: MIT
#pragma once

#include "decode/decodedmessage.h"

namespace wl {

/// Whether bytes look like a JSON object or array: valid up to their end, which may be too early. Looks at
/// the first kilobytes only.
[[nodiscard]] bool isJson(QByteArrayView bytes);

/// Adds the members of the message's content (JSON) below a field: limits::treeFields of them, down to
/// limits::treeDepth, labeled "name: value". `start` is where the content stands in the direction as it is;
/// nothing where it does not, and then the fields have no ranges.
void addJsonTree(DecodedMessage& message, int parent, std::optional<qint64> start);

} // namespace wl
