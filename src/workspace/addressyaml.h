// SPDX-License-Identifier: MIT
#pragma once

#include "base/address.h"
#include "workspace/yamldecoder.h"

namespace wl {

/// An address at a key: a text of the grammar; one that the grammar does not take (half typed) is a map of
/// `scheme`, `host` and `port`. `scheme` is what belongs here; Tcp takes tls too.
[[nodiscard]] Address decodeAddress(const YamlNode& entry, const QString& key, Scheme scheme,
                                    YamlDecoder& decoder);
[[nodiscard]] YamlNode encodeAddress(const Address& address);

} // namespace wl
