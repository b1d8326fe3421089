// SPDX-License-Identifier: MIT
#pragma once

#include "respond/responderspec.h"
#include "workspace/yamldecoder.h"

namespace wl {

/// A payload at a key: a text with escapes and templates on in UTF-8, or a map with `text` and what differs
/// (`form`, `encoding`, `escapes`, `templates`).
[[nodiscard]] PayloadSpec decodePayload(const YamlNode& map, const QString& key, YamlDecoder& decoder);
/// A null node for an empty payload with defaults.
[[nodiscard]] YamlNode encodePayload(const PayloadSpec& payload, const YamlNode& old);

/// `responder` of an entry: `kind`, `reply`, `closeAfterReply`, `delayMs`.
[[nodiscard]] ResponderSpec decodeResponder(const YamlNode& entry, YamlDecoder& decoder);
[[nodiscard]] YamlNode encodeResponder(const ResponderSpec& responder, const YamlNode& old);

} // namespace wl
