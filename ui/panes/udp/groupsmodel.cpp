// SPDX-License-Identifier: MIT
#include "ui/panes/udp/groupsmodel.h"

#include <QHostAddress>

namespace wl {

void GroupsModel::setGroups(const QList<MulticastGroup>& groups)
{
    if (groups == m_groups)
        return;
    beginResetModel();
    m_groups = groups;
    endResetModel();
}

bool GroupsModel::add(const MulticastGroup& group)
{
    if (m_groups.contains(group))
        return false;
    const int row = int(m_groups.size());
    beginInsertRows({}, row, row);
    m_groups.append(group);
    endInsertRows();
    return true;
}

void GroupsModel::removeAt(int row)
{
    if (row < 0 || row >= m_groups.size())
        return;
    beginRemoveRows({}, row, row);
    m_groups.removeAt(row);
    endRemoveRows();
}

QString GroupsModel::problem(const QString& group)
{
    const QHostAddress address(group);
    if (address.isNull())
        return tr("\"%1\" is not an IP address.").arg(group);
    if (!address.isMulticast())
        return tr("%1 is not a multicast group; these are 224.0.0.0 to 239.255.255.255 and ff00::/8.")
            .arg(group);
    return {};
}

int GroupsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_groups.size());
}

int GroupsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant GroupsModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_groups.size() || role != Qt::DisplayRole)
        return {};
    const MulticastGroup& group = m_groups.at(index.row());
    if (index.column() == Group)
        return group.group;
    return group.interfaceName.isEmpty() ? tr("default", "network interface") : group.interfaceName;
}

QVariant GroupsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return section == Group ? tr("Group") : tr("Interface");
}

} // namespace wl
