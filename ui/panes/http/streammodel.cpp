// SPDX-License-Identifier: MIT
#include "ui/panes/http/streammodel.h"

#include <QDateTime>

namespace wl {

void StreamModel::clear()
{
    beginResetModel();
    m_rows.clear();
    m_leftOut = 0;
    endResetModel();
}

void StreamModel::append(std::vector<StreamRow> rows)
{
    const size_t room = maxRows - m_rows.size();
    if (rows.size() > room) {
        m_leftOut += qint64(rows.size() - room);
        rows.resize(room);
    }
    if (rows.empty())
        return;
    const int first = int(m_rows.size());
    beginInsertRows({}, first, first + int(rows.size()) - 1);
    m_rows.insert(m_rows.end(), std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
    endInsertRows();
}

int StreamModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int StreamModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant StreamModel::data(const QModelIndex& index, int role) const
{
    if (role != Qt::DisplayRole ||
        !checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const StreamRow& row = m_rows[size_t(index.row())];
    switch (index.column()) {
    case Seen: return QDateTime::fromMSecsSinceEpoch(row.seenMs).toString(QStringLiteral("HH:mm:ss.zzz"));
    case Type: return QString::fromUtf8(row.type);
    case Id: return QString::fromUtf8(row.id);
    case Data: return QString::fromUtf8(row.excerpt).replace(u'\n', QStringLiteral(" \u23CE "));
    default: return {};
    }
}

QVariant StreamModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    if (orientation == Qt::Vertical)
        return section < rowCount() ? QVariant(section + 1) : QVariant();
    switch (section) {
    case Seen: return tr("Seen");
    case Type: return tr("Event");
    case Id: return tr("Id");
    case Data: return tr("Data");
    default: return {};
    }
}

} // namespace wl
