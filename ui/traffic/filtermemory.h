// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace wl {

/// A filter that somebody gave a name.
struct SavedFilter
{
    QString name;
    QString text;

    bool operator==(const SavedFilter&) const = default;
};

/// What the filter box remembers: filters that were used, newest first, and those that were saved. A value.
struct FilterMemory
{
    static constexpr qsizetype maxUsed = 50;
    static constexpr qsizetype maxSaved = 200;
    static constexpr qsizetype maxChars = 4096; ///< longer ones are not kept

    QStringList used;
    QList<SavedFilter> saved;

    bool operator==(const FilterMemory&) const = default;

    /// Puts a filter that was used on top, once.
    void remember(const QString& text);
    /// Saves it under a name; one of the same name is replaced. False where there is no room or no name, or
    /// the text is too long.
    bool save(const SavedFilter& filter);

    [[nodiscard]] QJsonObject toJson() const;
    /// What is not understood, too long or too much is left out.
    [[nodiscard]] static FilterMemory fromJson(const QJsonObject& object);
};

/// Walks through the filters that were used, as Up and Down do in a terminal. A value.
class FilterWalk
{
public:
    /// One step back in time; `current` is kept as the draft to come back to. Nothing at the oldest.
    [[nodiscard]] std::optional<QString> older(const QStringList& used, const QString& current);
    /// One step forward, at last to the draft. Nothing there.
    [[nodiscard]] std::optional<QString> newer(const QStringList& used);
    /// What is shown was edited: walking starts from here again.
    void leave() { m_at = -1; }

private:
    QString m_draft;
    qsizetype m_at = -1;
};

} // namespace wl
