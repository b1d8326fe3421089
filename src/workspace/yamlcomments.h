// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace wl {

/// Finds the comments that a YAML parser drops. It walks through the text once, together with the parser:
/// told where each scalar begins, it knows what lies between two of them. Positions are byte offsets. UTF-8,
/// LF.
class YamlComments
{
public:
    explicit YamlComments(const QByteArray& text)
        : m_text(text)
    {
    }

    /// The end of the scalar that begins at `begin`, given its text and the column of the block collection
    /// around it (−1 = none).
    [[nodiscard]] qsizetype scalarEnd(qsizetype begin, const QString& value, int parentColumn) const;
    /// Collects the comment and blank lines up to `begin` (they wait for takeWaiting()) and goes there.
    void advanceTo(qsizetype begin);
    /// Goes behind a scalar.
    void setPosition(qsizetype position) { m_position = qMax(m_position, position); }
    /// The comment on the rest of this line behind indicators such as `:` `]` `}`; goes behind it.
    [[nodiscard]] QString takeBehind();
    /// The comment on the line of a block scalar's `|` or `>`, at which the position is; does not move.
    [[nodiscard]] QString blockHeaderComment() const;
    /// What waits to be put before the next key or element: comments without indentation, "" for a blank
    /// line.
    [[nodiscard]] QStringList takeWaiting();

private:
    [[nodiscard]] qsizetype quotedEnd(qsizetype begin) const;
    [[nodiscard]] qsizetype plainEnd(qsizetype begin, const QByteArray& value) const;
    [[nodiscard]] qsizetype blockEnd(qsizetype begin, int parentColumn) const;
    [[nodiscard]] qsizetype lineEnd(qsizetype from) const;

    const QByteArray& m_text;
    qsizetype m_position = 0;
    QStringList m_waiting;
};

} // namespace wl
