// SPDX-License-Identifier: MIT
#include "ui/inspect/numbersmodel.h"

namespace wl {

namespace {
enum Column : quint8 { Type, Little, Big, ColumnCount };
}

void NumbersModel::setBytes(QByteArrayView bytes)
{
    beginResetModel();
    m_numbers = byteNumbers(bytes);
    endResetModel();
}

int NumbersModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_numbers.size());
}

int NumbersModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant NumbersModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_numbers.size())
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((index.column() == Type ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const ByteNumber& number = m_numbers.at(index.row());
    return index.column() == Type ? number.type : index.column() == Little ? number.little : number.big;
}

QVariant NumbersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Type ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    return section == Type ? tr("Type") : section == Little ? tr("Little-endian") : tr("Big-endian");
}

} // namespace wl
