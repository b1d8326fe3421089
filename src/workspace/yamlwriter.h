// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/yamlreader.h"

#include <QByteArray>

namespace wl {

/// Writes a document as YAML that readYaml() and other readers of YAML 1.1 and 1.2 take back with the same
/// content: block style, two spaces, LF, literal blocks for texts of several lines, quotes where a plain word
/// could be taken for something else. The same tree always gives the same bytes. (Our own writer: yaml-cpp's
/// emitter writes literal blocks that do not read back, and knows no comments that belong to a node.)
[[nodiscard]] QByteArray writeYaml(const YamlDocument& document);

} // namespace wl
