// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/yamlnode.h"

namespace wl {

/// A scalar as one line of YAML: plain or quoted by its style and content. `inFlow`: within [] or {}.
[[nodiscard]] QString yamlInlineScalar(const YamlNode& node, bool inFlow);
/// Whether a text can be a literal block (`|` or `|-`) that every reader gives back unchanged.
[[nodiscard]] bool canBeYamlBlock(const QString& text);
/// A key, quoted where it must be.
[[nodiscard]] QString yamlKey(const YamlNode::Member& member);

} // namespace wl
