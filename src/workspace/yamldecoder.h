// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "workspace/yamlnode.h"

#include <limits>
#include <optional>

namespace wl {

/// Reads typed values out of maps. The first value of a wrong type is remembered with its place as error();
/// after that every read gives its fallback, so that a caller looks once, at the end. Missing and null is the
/// fallback.
class YamlDecoder
{
public:
    /// Any scalar, as it was written.
    QString text(const YamlNode& map, const QString& key, const QString& fallback = {});
    bool flag(const YamlNode& map, const QString& key, bool fallback);
    /// A whole number within [minimum, maximum].
    qint64 number(const YamlNode& map, const QString& key, qint64 fallback, qint64 minimum = 0,
                  qint64 maximum = std::numeric_limits<int>::max());
    /// A list of scalars.
    QStringList texts(const YamlNode& map, const QString& key);
    /// The map at a key; a null node where there is none.
    YamlNode mapAt(const YamlNode& map, const QString& key);
    /// The elements of the list at a key, which must be maps.
    QList<YamlNode> mapsAt(const YamlNode& map, const QString& key);
    /// The words of a description or documentation: a text, or a map with `content`.
    QString description(const YamlNode& map, const QString& key = QStringLiteral("description"));

    /// Remembers an error at a node, unless there is one.
    void refuse(const YamlNode& where, const QString& what);
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    [[nodiscard]] QString scalar(const YamlNode& node, const QString& key);

    std::optional<Error> m_error;
};

} // namespace wl
