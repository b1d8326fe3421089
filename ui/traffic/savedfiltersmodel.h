// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/filtermemory.h"

#include <QAbstractTableModel>

#include <vector>

namespace wl {

/// The saved filters as a table to edit: name and text. Refuses an empty or second name and a filter that
/// cannot be read. What was removed can be brought back. UI thread.
class SavedFiltersModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : quint8 { Name, Text, ColumnCount };

    explicit SavedFiltersModel(QList<SavedFilter> filters, QObject* parent = nullptr);

    [[nodiscard]] const QList<SavedFilter>& filters() const { return m_filters; }
    void remove(int row);
    [[nodiscard]] bool canUndoRemove() const { return !m_removed.empty(); }
    void undoRemove();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void edited();
    /// What was typed is not taken, and why.
    void refused(const QString& reason);

private:
    struct Removed
    {
        int row = 0;
        SavedFilter filter;
    };

    [[nodiscard]] QString reasonAgainst(int row, int column, const QString& text) const;

    QList<SavedFilter> m_filters;
    std::vector<Removed> m_removed; ///< the last one comes back first
};

} // namespace wl
