// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "workspace/yamldecoder.h"

namespace wl {

/// An HTTP request of OpenCollection 1.0: its item (`info`, `http`, `settings`, …), and what the format has
/// no place for (an entry of `extensions: wireloupe: requests`).
struct HttpYaml
{
    YamlNode item = YamlNode::map();
    YamlNode extra = YamlNode::map();
};

/// Whether an item is OpenCollection's `graphql`, else it is read as `http`.
[[nodiscard]] bool isGraphQlItem(const YamlNode& item);

/// Reads the request. `notes` gets what is kept but has no effect here ("authentication (basic)").
[[nodiscard]] HttpRequest decodeHttp(const HttpYaml& yaml, YamlDecoder& decoder, QStringList& notes);

/// What of decodeHttp() says how the request proves who sends it.
[[nodiscard]] HttpAuth decodeHttpAuth(const HttpYaml& yaml);

/// Writes what differs between `before` (what decodeHttp() gave; null for a new item) and `now` into the
/// nodes; all else in them stays. TlsSpec::verify is never written.
void encodeHttp(HttpYaml& yaml, const HttpRequest* before, const HttpRequest& now);

} // namespace wl
