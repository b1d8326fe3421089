// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "workspace/yamldecoder.h"

namespace wl {

/// Reads `body` of an `http` map: one body, or the selected one of several variants.
[[nodiscard]] HttpBody decodeBody(const YamlNode& http, const YamlNode& extra, YamlDecoder& decoder);
/// Writes it back to the same place; `order` is that of the `http` map's keys.
void encodeBody(YamlNode& http, YamlNode& extra, const HttpBody& body, const QStringList& order);

/// The same of a `graphql` map, whose bodies have `query` and `variables`.
[[nodiscard]] HttpBody decodeGraphQl(const YamlNode& graphQl, const YamlNode& extra, YamlDecoder& decoder);
void encodeGraphQl(YamlNode& graphQl, YamlNode& extra, const HttpBody& body, const QStringList& order);

} // namespace wl
