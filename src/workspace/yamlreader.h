// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "workspace/yamlnode.h"

#include <QByteArrayView>

namespace wl {

/// One YAML document: its root and the comment lines behind it.
struct YamlDocument
{
    YamlNode root;
    QStringList commentsBehind;
};

/// Bounds of what is read, against files that are made to hurt.
namespace yamllimits {
inline constexpr int depth = 200;          ///< nested maps and sequences
inline constexpr qint64 nodes = 2'000'000; ///< in all, aliases counted as what they stand for
} // namespace yamllimits

/// Reads one YAML 1.2 document in UTF-8 (yaml-cpp does the parsing). Aliases are replaced by what they stand
/// for. Errors: TooLarge (limits::workspaceFileBytes); FileMalformed with "line 3, column 5: …" for what is
/// not YAML, not UTF-8, a second document, a duplicate key, a key that is not a scalar, and where a bound of
/// yamllimits is passed.
[[nodiscard]] Result<YamlDocument> readYaml(QByteArrayView text);

/// "line 3, column 5: what"
[[nodiscard]] QString yamlPlace(int line, int column, const QString& what);

/// Whether a text holds more than one YAML document, which readYaml() refuses (YAML 1.2.2 §9.2).
[[nodiscard]] bool hasMoreDocuments(QByteArrayView text);

} // namespace wl
