// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/collection.h"

namespace wl {

/// Where an item is, as written in `extensions: wireloupe:`: the names from the top, each a text, or
/// `{name, nth}` where an earlier sibling of the same kind has the same name (nth counts from 1).
namespace itempath {

/// The path of an item or folder; an empty list for the top.
[[nodiscard]] YamlNode write(const Collection& collection, ItemId id);
/// The folder a path leads to; nullopt where there is none. The top for an empty list.
[[nodiscard]] std::optional<ItemId> findFolder(const Collection& collection, const YamlNode& path);
/// The HTTP request a path leads to.
[[nodiscard]] std::optional<ItemId> findRequest(const Collection& collection, const YamlNode& path);

} // namespace itempath
} // namespace wl
