// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/tabletext.h"

#include <QAbstractTableModel>
#include <QHash>

namespace wl {

/// A JSON array of objects as rows and columns; rows are read from the body when they are shown. UI thread.
class JsonTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    /// More rows make the table's view slow to build; the rest is in the other views.
    static constexpr int maxRows = 1'000'000;

    using QAbstractTableModel::QAbstractTableModel;

    void setTable(bodyjob::Table table);
    [[nodiscard]] const bodyjob::Table& table() const { return m_table; }
    /// The table's rows that are shown, in this order; nothing: all as they stand.
    void setOrder(std::optional<std::vector<quint32>> rows);
    /// Asks for it with sortWanted(): sorting is done on the pool.
    void sort(int column, Qt::SortOrder order) override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// What is shown now, to be copied beside the window.
    [[nodiscard]] TableText text() const;
    /// All of a cell.
    [[nodiscard]] QString fullText(int row, int column) const;

signals:
    void sortWanted(int column, Qt::SortOrder order);

private:
    [[nodiscard]] qint64 tableRow(int row) const;
    [[nodiscard]] const JsonTable::Row& rowAt(int row) const;
    [[nodiscard]] QString cellText(int row, int column, qsizetype maxBytes) const;

    bodyjob::Table m_table;
    std::optional<std::vector<quint32>> m_order;
    mutable QHash<int, JsonTable::Row> m_cache; ///< the rows on the screen
};

} // namespace wl
