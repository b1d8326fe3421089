// SPDX-License-Identifier: MIT
#include "ui/inspect/numbersmodel.h"

namespace wl {

namespace {
enum Column : quint8 { Type, Value, ColumnCount };

int alignment(int column)
{
    return int((column == Type ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}
} // namespace

void NumbersModel::setBytes(QByteArrayView bytes)
{
    beginResetModel();
    m_rows.clear();
    for (const ByteNumber& number : byteNumbers(bytes)) {
        if (number.type == QLatin1String("u8") || number.type == QLatin1String("i8")) {
            m_rows.append({number.type, number.little, {}});
            continue;
        }
        m_rows.append({number.type + QStringLiteral(" LE"), number.little, tr("Little-endian")});
        m_rows.append({number.type + QStringLiteral(" BE"), number.big, tr("Big-endian")});
    }
    endResetModel();
}

int NumbersModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int NumbersModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant NumbersModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const Row& row = m_rows.at(index.row());
    switch (role) {
    case Qt::TextAlignmentRole: return alignment(index.column());
    case Qt::DisplayRole: return index.column() == Type ? row.type : row.value;
    case Qt::ToolTipRole: return row.order.isEmpty() ? QVariant() : QVariant(row.order);
    default: return {};
    }
}

QVariant NumbersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return alignment(section);
    if (role != Qt::DisplayRole)
        return {};
    return section == Type ? tr("Type") : tr("Value");
}

} // namespace wl
