// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "ui/traffic/timeforms.h"

#include <QCache>
#include <QCoreApplication>

#include <memory>
#include <optional>

namespace wl {

/// The words of the traffic list's cells, made when they are shown; a few screenfuls are kept. UI thread.
class TrafficCells
{
    Q_DECLARE_TR_FUNCTIONS(TrafficCells)
public:
    TrafficCells();

    void setSource(std::shared_ptr<const RecordSource> source);
    void setForms(const TimeForms& forms) { m_forms = forms; }
    [[nodiscard]] const TimeForms& forms() const { return m_forms; }

    /// What a cell says; `before` is the record listed before it, invalid where there is none. `column` is a
    /// TrafficModel::Column.
    [[nodiscard]] QString text(RecordId id, int column, RecordId before) const;
    /// Empty where there is no more to say than the cell does.
    [[nodiscard]] QString toolTip(RecordId id, int column) const;
    [[nodiscard]] static QString header(int column);
    /// As a menu names it.
    [[nodiscard]] static QString columnName(int column);
    [[nodiscard]] QString headerToolTip(int column) const;
    /// Whether a column is aligned to the right.
    [[nodiscard]] static bool isNumber(int column);

private:
    struct Words
    {
        QString info;
        QString protocol;
    };

    [[nodiscard]] QString time(const RecordEntry& entry) const;
    [[nodiscard]] QString delta(RecordId id, const RecordEntry& entry, RecordId before) const;
    [[nodiscard]] QString comment(RecordId id) const;
    [[nodiscard]] const Words& wordsOf(RecordId id, const RecordEntry& entry) const;

    std::shared_ptr<const RecordSource> m_source;
    TimeForms m_forms;
    mutable std::optional<Timestamp> m_start; ///< of the first record: its entry may go later
    mutable QCache<quint64, Words> m_words;
    mutable QCache<quint64, QString> m_sinceConnection;
};

/// The record before of the same connection, as far as it is found among the last `most` records; invalid
/// where it is not. Any thread.
[[nodiscard]] RecordId recordBeforeOfConnection(const RecordSource& source, RecordId id, quint64 most);

} // namespace wl
