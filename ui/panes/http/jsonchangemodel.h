// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/responsecomparison.h"

#include <QAbstractTableModel>

namespace wl {

/// The places at which two bodies of JSON differ: what happened, where, and the values as they stand. UI
/// thread.
class JsonChangeModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Kind, Path, Before, After, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setComparison(std::shared_ptr<const ResponseComparison> comparison);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const JsonChange& change, int column, qsizetype maxBytes) const;

    std::shared_ptr<const ResponseComparison> m_comparison;
};

} // namespace wl
