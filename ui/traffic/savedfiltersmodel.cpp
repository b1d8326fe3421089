// SPDX-License-Identifier: MIT
#include "ui/traffic/savedfiltersmodel.h"

#include "query/query.h"

namespace wl {

SavedFiltersModel::SavedFiltersModel(QList<SavedFilter> filters, QObject* parent)
    : QAbstractTableModel(parent)
    , m_filters(std::move(filters))
{
}

void SavedFiltersModel::remove(int row)
{
    if (row < 0 || row >= m_filters.size())
        return;
    beginRemoveRows({}, row, row);
    m_removed.push_back({row, m_filters.takeAt(row)});
    endRemoveRows();
    emit edited();
}

void SavedFiltersModel::undoRemove()
{
    if (m_removed.empty())
        return;
    const Removed removed = m_removed.back();
    m_removed.pop_back();
    const int row = std::min(removed.row, int(m_filters.size()));
    beginInsertRows({}, row, row);
    m_filters.insert(row, removed.filter);
    endInsertRows();
    emit edited();
}

int SavedFiltersModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_filters.size());
}

int SavedFiltersModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant SavedFiltersModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_filters.size() ||
        (role != Qt::DisplayRole && role != Qt::EditRole))
        return {};
    const SavedFilter& filter = m_filters.at(index.row());
    return index.column() == Name ? filter.name : filter.text;
}

QString SavedFiltersModel::reasonAgainst(int row, int column, const QString& text) const
{
    if (text.trimmed().isEmpty())
        return column == Name ? tr("A saved filter needs a name.") : tr("A saved filter needs a text.");
    if (text.size() > FilterMemory::maxChars)
        return tr("%1 characters are the most.").arg(FilterMemory::maxChars);
    for (int other = 0; column == Name && other < m_filters.size(); ++other) {
        if (other != row && m_filters.at(other).name == text.trimmed())
            return tr("Another filter has this name.");
    }
    if (column == Text) {
        if (const QueryResult<Query> parsed = Query::parse(text); !parsed)
            return tr("Not a filter: %1.").arg(parsed.error().text);
    }
    return {};
}

bool SavedFiltersModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || index.row() >= m_filters.size() || role != Qt::EditRole)
        return false;
    const QString text = value.toString();
    if (const QString reason = reasonAgainst(index.row(), index.column(), text); !reason.isEmpty()) {
        emit refused(reason);
        return false;
    }
    SavedFilter& filter = m_filters[index.row()];
    (index.column() == Name ? filter.name : filter.text) = text.trimmed();
    emit dataChanged(index, index);
    emit edited();
    return true;
}

QVariant SavedFiltersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return section == Name ? tr("Name") : tr("Filter");
}

Qt::ItemFlags SavedFiltersModel::flags(const QModelIndex& index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() ? flags | Qt::ItemIsEditable : flags;
}

} // namespace wl
