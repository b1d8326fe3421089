// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprequest.h"
#include "workspace/yamldecoder.h"

#include <functional>

namespace wl {

/// Rows of name and value (`name`, `value`, `description`, `disabled`) as OpenCollection writes header
/// fields, parameters and form fields.
[[nodiscard]] QList<HttpField> decodeRows(const QList<YamlNode>& rows, YamlDecoder& decoder);
/// The rows of `fields`. Each takes over the unknown keys and comments of its old row (see mergeRows()).
[[nodiscard]] QList<YamlNode> encodeRows(const QList<HttpField>& fields, const QList<YamlNode>& old);
/// The order in which a row's keys are written.
[[nodiscard]] const QStringList& rowOrder();

/// One node per index: the first unused old row with the same name (its `key`); where as many rows as before
/// are left, the row in its place, which was renamed; else a new map. `fill` writes into it.
[[nodiscard]] QList<YamlNode> mergeRows(qsizetype count, const QList<YamlNode>& old,
                                        const std::function<QString(qsizetype)>& nameOf,
                                        const std::function<void(YamlNode&, qsizetype)>& fill,
                                        const QString& key = QStringLiteral("name"));
/// Sets a text, unless it is there already (how it was quoted then stays).
void setText(YamlNode& map, const QString& key, const QString& text, const QStringList& order = {});
/// Sets a scalar. One that is the default and not in the map yet stays out; one that is there goes, unless a
/// comment stands at it.
void setUnlessDefault(YamlNode& map, const QString& key, const YamlNode& value, bool isDefault,
                      const QStringList& order = {});
/// A list of texts, in flow style where it is new. Each takes over the node of the old list that says the
/// same.
[[nodiscard]] YamlNode textList(const QStringList& texts, const YamlNode& old);
/// Sets or removes a description, unless it says the same already.
void encodeDescription(YamlNode& row, const QString& description, const QStringList& order);

/// Names of secret rows as a list; a null node where there are none.
[[nodiscard]] YamlNode secretNames(const QList<HttpField>& fields);
/// Marks the rows of these names (case does not count).
void markSecret(QList<HttpField>& fields, const QStringList& names);

/// `caFile`, `serverName`, `alpn`, `tlsMin`, `tlsMax`, `certificateFile`, `keyFile` of a map; verification is
/// on whatever the file says, and a password is neither read nor written.
[[nodiscard]] TlsSpec decodeTls(const YamlNode& map, YamlDecoder& decoder);
void encodeTls(YamlNode& map, const TlsSpec& tls);

} // namespace wl
