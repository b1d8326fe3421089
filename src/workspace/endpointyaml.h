// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/item.h"
#include "workspace/yamldecoder.h"

#include <optional>

namespace wl {

/// Entries of `extensions: wireloupe: items`: servers, clients and UDP sockets. docs/workspace-format.md has
/// their keys. Defaults are not written.

/// "tcp-server", "tcp-client", "udp"; empty for an HTTP request.
[[nodiscard]] QString endpointTypeName(const ItemContent& content);
/// Reads an entry; nullopt where its `type` is not one of ours. Labels are left empty.
[[nodiscard]] std::optional<ItemContent> decodeEndpoint(const YamlNode& entry, YamlDecoder& decoder);
/// Writes `type` and all that belongs to it; what is not ours in the entry stays.
void encodeEndpoint(YamlNode& entry, const ItemContent& content);

/// The order in which an entry's keys are written.
[[nodiscard]] const QStringList& endpointOrder();

} // namespace wl
