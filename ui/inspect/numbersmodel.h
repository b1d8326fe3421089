// SPDX-License-Identifier: MIT
#pragma once

#include "ui/inspect/bytenumbers.h"

#include <QAbstractTableModel>

namespace wl {

/// byteNumbers() as a table: type, little-endian, big-endian.
class NumbersModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setBytes(QByteArrayView bytes);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<ByteNumber> m_numbers;
};

} // namespace wl
