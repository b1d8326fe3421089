// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"

#include <QByteArrayView>

namespace wl {

/// A payload that renders to exactly these bytes, without escapes and templates: text where every byte is
/// one that a text editor holds as it is (UTF-8 without control characters but tab and line feed), else hex.
[[nodiscard]] PayloadSpec exactPayload(QByteArrayView bytes);

} // namespace wl
