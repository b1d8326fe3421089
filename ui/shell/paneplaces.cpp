// SPDX-License-Identifier: MIT
#include "ui/shell/paneplaces.h"

namespace wl::paneplaces {

namespace {

QList<ItemId> childrenOf(const Workspace& workspace, ItemId id)
{
    if (!id.isValid())
        return workspace.topLevel();
    const Workspace::Node* node = workspace.node(id);
    return node ? node->children : QList<ItemId>();
}

ItemId findByName(const Workspace& workspace, ItemId folder, const QString& name)
{
    const QList<ItemId> children = childrenOf(workspace, folder);
    for (const ItemId child : children) {
        const Workspace::Node* node = workspace.node(child);
        if (!node->isFolder && node->name == name)
            return child;
        if (node->isFolder) {
            if (const ItemId found = findByName(workspace, child, name); found.isValid())
                return found;
        }
    }
    return {};
}

} // namespace

PanePlace placeOf(const Workspace& workspace, ItemId id)
{
    PanePlace place;
    const Workspace::Node* node = workspace.node(id);
    if (!node)
        return place;
    place.name = node->name;
    while (node) {
        place.indexes.prepend(int(childrenOf(workspace, node->parent).indexOf(node->id)));
        node = node->parent.isValid() ? workspace.node(node->parent) : nullptr;
    }
    return place;
}

ItemId find(const Workspace& workspace, const PanePlace& place)
{
    ItemId id;
    for (const int index : place.indexes) {
        const QList<ItemId> children = childrenOf(workspace, id);
        if (index < 0 || index >= children.size())
            return findByName(workspace, {}, place.name);
        id = children.at(index);
    }
    const Workspace::Node* node = id.isValid() ? workspace.node(id) : nullptr;
    if (node && !node->isFolder && node->name == place.name)
        return id;
    return findByName(workspace, {}, place.name);
}

} // namespace wl::paneplaces
