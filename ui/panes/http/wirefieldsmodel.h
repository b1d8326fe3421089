// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QAbstractTableModel>

namespace wl {

/// The header fields of one response in wire order, duplicates and all. UI thread.
class WireFieldsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Name, Value, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setFields(const QList<WireField>& fields);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<WireField> m_fields;
};

} // namespace wl
