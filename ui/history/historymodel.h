// SPDX-License-Identifier: MIT
#pragma once

#include "history/historyentry.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

namespace wl {

class History;

/// Entries of the history, newest first. It knows their ids and fetches what is looked at, a page at a time;
/// until then a row is empty. UI thread.
class HistoryModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Request, Status, Time, Duration, Size, ColumnCount };
    /// The request without its host.
    static constexpr int shortRole = Qt::UserRole;

    /// `history` outlives this object.
    explicit HistoryModel(History& history, QObject* parent = nullptr);

    /// What is listed, oldest first. Rows of what only grew stay what they are: true; else all are new.
    bool setIds(const QList<qint64>& ids);
    /// What was fetched may have changed: it is fetched again when it is looked at.
    void refresh();

    [[nodiscard]] qint64 idAt(int row) const { return m_ids.value(m_ids.size() - 1 - row, 0); }
    /// −1 where it is not listed.
    [[nodiscard]] int rowOf(qint64 id) const;
    /// What is known of a row; null before it was fetched.
    [[nodiscard]] const HistoryEntry* entryAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void fetch(int row) const;
    void take(int page, const QList<HistoryEntry>& entries);

    History& m_history;
    QList<qint64> m_ids; ///< oldest first: a new one goes to the end
    QHash<qint64, HistoryEntry> m_entries;
    mutable QSet<int> m_asked; ///< pages, counted from the oldest
    quint64 m_generation = 0;  ///< of what is asked; late answers are dropped
};

} // namespace wl
