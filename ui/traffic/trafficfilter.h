// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace wl {

/// What the filter box says, as a value: every part must hold. `conn:3`, `pane:Echo`, `peer:127.0.0.1`,
/// `proto:http` (what the Proto column says), `dir:in` or `dir:out`; anything else is text that the payload,
/// or the words of an event, must contain (ASCII letters in any case; "quotes" for blanks).
class TrafficFilter
{
public:
    /// Errors: BadSyntax with the words for the person ("conn: wants a number").
    [[nodiscard]] static Result<TrafficFilter> parse(const QString& text);

    [[nodiscard]] bool isEmpty() const;
    /// Whether this record passes. Reads the payload where there is text to look for. Any thread.
    [[nodiscard]] bool matches(const RecordSource& source, RecordId id, const RecordEntry& entry) const;

    /// Looks for `needle` (lower case) in `haystack`, ASCII letters in any case.
    [[nodiscard]] static bool contains(QByteArrayView haystack, QByteArrayView needle);

private:
    [[nodiscard]] std::optional<QString> addPart(const QString& key, const QString& value);
    [[nodiscard]] bool matchesProtocol(const RecordSource& source, RecordId id,
                                       const RecordEntry& entry) const;
    [[nodiscard]] bool matchesConnection(const ConnectionRow& connection) const;
    [[nodiscard]] bool matchesText(const RecordSource& source, RecordId id, const RecordEntry& entry) const;

    QList<quint32> m_connections;
    QStringList m_panes;
    QStringList m_peers;
    QString m_protocol; ///< as the list's column says it; empty = any
    std::optional<Direction> m_direction;
    QList<QByteArray> m_words; ///< lower case, UTF-8
};

} // namespace wl
