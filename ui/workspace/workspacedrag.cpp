// SPDX-License-Identifier: MIT
// Drag and drop of WorkspaceModel.
#include "ui/workspace/workspacemodel.h"

#include <QMimeData>

namespace wl {
namespace {

/// The item and the workspace (its address in memory): a drag into another window is not ours.
const QString mimeType = QStringLiteral("application/x-wireloupe-item");

[[nodiscard]] QByteArray mimeBytes(const Workspace* workspace, ItemId id)
{
    return QByteArray::number(quintptr(workspace)) + ' ' + QByteArray::number(id.value());
}

} // namespace

Qt::DropActions WorkspaceModel::supportedDropActions() const
{
    return Qt::MoveAction;
}

QStringList WorkspaceModel::mimeTypes() const
{
    return {mimeType};
}

QMimeData* WorkspaceModel::mimeData(const QModelIndexList& indexes) const
{
    if (indexes.isEmpty())
        return nullptr;
    auto* data = new QMimeData;
    data->setData(mimeType, mimeBytes(m_workspace, idOf(indexes.first())));
    return data;
}

ItemId WorkspaceModel::draggedItem(const QMimeData* data) const
{
    const QByteArray bytes = data ? data->data(mimeType) : QByteArray();
    const ItemId id(bytes.mid(bytes.indexOf(' ') + 1).toUInt());
    return m_rows.contains(id) && bytes == mimeBytes(m_workspace, id) ? id : ItemId();
}

bool WorkspaceModel::isAtOrBelow(ItemId id, ItemId ancestor) const
{
    while (id.isValid() && id != ancestor)
        id = m_rows.value(id).parent;
    return id.isValid();
}

bool WorkspaceModel::canDropMimeData(const QMimeData* data, Qt::DropAction action, int, int,
                                     const QModelIndex& parent) const
{
    const ItemId id = draggedItem(data);
    const ItemId target = idOf(parent);
    const bool isFolder = !target.isValid() || m_rows.value(target).kind == Kind::Folder;
    return action == Qt::MoveAction && id.isValid() && isFolder && !isFiltered() && !isAtOrBelow(target, id);
}

bool WorkspaceModel::dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                                  const QModelIndex& parent)
{
    if (!canDropMimeData(data, action, row, column, parent))
        return false;
    const ItemId id = draggedItem(data);
    const ItemId target = idOf(parent);
    const QModelIndex from = indexOf(id);
    // The place counts without the item that moves.
    if (row > from.row() && m_rows.value(id).parent == target)
        --row;
    const auto moved = m_workspace->move(id, target, row);
    if (!moved)
        emit failed(tr("Cannot move %1").arg(m_rows.value(id).name), moved.error());
    return moved.has_value();
}

} // namespace wl
