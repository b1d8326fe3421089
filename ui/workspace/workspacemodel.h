// SPDX-License-Identifier: MIT
#pragma once

#include "ui/workspace/workspacetree.h"
#include "workspace/workspace.h"

#include <QAbstractItemModel>
#include <QHash>

namespace wl {

/// The tree of a workspace as a model of one column: names, kinds and run states. It holds a copy of the
/// tree's shape and takes over changes when the workspace tells of them; edits go to the workspace. UI
/// thread.
class WorkspaceModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Role {
        IdRole = Qt::UserRole, ///< quint32
        KindRole,              ///< int of Kind
        RunStateRole,          ///< int of WorkspaceTree::RunState
        StateWordRole,         ///< "Listening"; "" while idle
        TriggerTextRole,       ///< "Start", "Stop", "Send", "Cancel"; "" for a folder
    };
    enum class Kind : quint8 { Folder, Request, Server, Client, Udp };

    explicit WorkspaceModel(QObject* parent = nullptr);

    /// Not owned; null for none.
    void setWorkspace(Workspace* workspace);
    /// Shows only items whose name contains the text (case does not count), the folders above them, and what
    /// is in folders that match.
    void setFilter(const QString& text);
    void setItemState(ItemId id, WorkspaceTree::RunState state, const QString& word);
    void clearItemStates();

    [[nodiscard]] QModelIndex indexOf(ItemId id) const; ///< invalid where it is not shown
    [[nodiscard]] static ItemId idOf(const QModelIndex& index);
    [[nodiscard]] bool isFiltered() const { return !m_filter.isEmpty(); }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Renames. Errors come by failed().
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

    [[nodiscard]] Qt::DropActions supportedDropActions() const override;
    [[nodiscard]] QStringList mimeTypes() const override;
    [[nodiscard]] QMimeData* mimeData(const QModelIndexList& indexes) const override;
    [[nodiscard]] bool canDropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                       const QModelIndex& parent) const override;
    bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                      const QModelIndex& parent) override;

signals:
    void failed(const QString& tried, const wl::Error& error);

private:
    struct Row
    {
        ItemId parent;
        QList<ItemId> children;
        QString name;
        QString description;
        Kind kind = Kind::Folder;

        bool operator==(const Row&) const = default;
    };
    struct State
    {
        WorkspaceTree::RunState state = WorkspaceTree::RunState::Idle;
        QString word;
    };
    using Rows = QHash<ItemId, Row>;

    void refresh();
    [[nodiscard]] Rows readRows() const;
    bool readBelow(Rows& rows, ItemId parent, const QList<ItemId>& children, bool folderMatches) const;
    [[nodiscard]] static bool hasSameShape(const Rows& a, const Rows& b);
    [[nodiscard]] QList<ItemId> childrenOf(ItemId id) const { return m_rows.value(id).children; }
    [[nodiscard]] QString accessibleText(const Row& row, ItemId id) const;
    [[nodiscard]] QString triggerText(const Row& row, ItemId id) const;
    [[nodiscard]] ItemId draggedItem(const QMimeData* data) const;
    [[nodiscard]] bool isAtOrBelow(ItemId id, ItemId ancestor) const;

    Workspace* m_workspace = nullptr;
    QString m_filter;
    Rows m_rows; ///< the top's children are at the invalid id
    QHash<ItemId, State> m_states;
};

} // namespace wl
