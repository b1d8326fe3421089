// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"

#include <QAbstractTableModel>

namespace wl {

/// The multicast groups of a UDP socket as rows: group, interface. UI thread.
class GroupsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Group, Interface, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setGroups(const QList<MulticastGroup>& groups);
    [[nodiscard]] const QList<MulticastGroup>& groups() const { return m_groups; }
    /// Appends a row; false where it is there already.
    bool add(const MulticastGroup& group);
    void removeAt(int row);

    /// Empty where the text is a multicast address; else what is wrong with it, for people.
    [[nodiscard]] static QString problem(const QString& group);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    QList<MulticastGroup> m_groups;
};

} // namespace wl
