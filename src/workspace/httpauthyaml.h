// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpauth.h"
#include "workspace/yamldecoder.h"

namespace wl {

/// Reads an `auth` of OpenCollection: "inherit", or a map with its type. `extra` has what the format has no
/// place for. `note` gets the type where it is kept but has no effect here.
[[nodiscard]] HttpAuth decodeAuth(const YamlNode& auth, const YamlNode& extra, YamlDecoder& decoder,
                                  QString& note);

/// Writes what differs between `before` (null for a new item) and `now` into `owner`'s `auth` and into
/// `extra`. A secret is never written, unless it is a reference ("{{token}}"); one that stands in the file
/// and did not change stays there.
void encodeAuth(YamlNode& owner, YamlNode& extra, const HttpAuth* before, const HttpAuth& now,
                const QStringList& ownerOrder);

} // namespace wl
