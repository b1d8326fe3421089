// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/streamreader.h"

#include <QAbstractTableModel>

namespace wl {

/// The events of a stream in the order in which they came. UI thread.
class StreamModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Seen, Type, Id, Data, ColumnCount };
    /// Events that are listed; later ones are only counted.
    static constexpr size_t maxRows = 500'000;

    using QAbstractTableModel::QAbstractTableModel;

    void clear();
    void append(std::vector<StreamRow> rows);
    [[nodiscard]] const StreamRow& rowAt(int row) const { return m_rows[size_t(row)]; }
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<StreamRow> m_rows;
    qint64 m_leftOut = 0;
};

} // namespace wl
