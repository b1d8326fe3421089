// SPDX-License-Identifier: MIT
#pragma once

#include "ui/inspect/bytenumbers.h"

#include <QAbstractTableModel>

namespace wl {

/// byteNumbers() as a table of types and values, one value a row so that the longest fits: the type names its
/// byte order ("u32 LE") where there is one.
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
    struct Row
    {
        QString type;
        QString value;
        QString order; ///< in words
    };

    QList<Row> m_rows;
};

} // namespace wl
