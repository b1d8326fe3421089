// SPDX-License-Identifier: MIT
#include "workspace/itempath.h"

#include <algorithm>

namespace wl::itempath {
namespace {

const QString nameKey = QStringLiteral("name");
const QString nthKey = QStringLiteral("nth");

/// What a path can lead to, one kind at a time: folders or HTTP requests, never what is only kept.
[[nodiscard]] bool isOfKind(const Collection::Entry& entry, bool isFolder)
{
    return !entry.isKeptOnly && !entry.isEndpoint && entry.node.isFolder == isFolder;
}

[[nodiscard]] const Collection::Entry& folderOf(const Collection& collection, ItemId id)
{
    const Collection::Entry* entry = collection.find(id);
    return entry ? *entry : collection.root();
}

[[nodiscard]] int nthOf(const Collection& collection, const Collection::Entry& entry)
{
    int nth = 1;
    for (const ItemId sibling : folderOf(collection, entry.node.parent).all) {
        if (sibling == entry.node.id)
            break;
        const Collection::Entry& other = *collection.find(sibling);
        nth += isOfKind(other, entry.node.isFolder) && other.node.name == entry.node.name;
    }
    return nth;
}

[[nodiscard]] std::optional<ItemId> step(const Collection& collection, ItemId from, const YamlNode& element,
                                         bool toFolder)
{
    const QString name = element.isMap() ? element.get(nameKey).value() : element.value();
    int nth = element.isMap() ? qMax(1, element.get(nthKey).value().toInt()) : 1;
    for (const ItemId child : folderOf(collection, from).all) {
        const Collection::Entry& entry = *collection.find(child);
        if (isOfKind(entry, toFolder) && entry.node.name == name && --nth == 0)
            return child;
    }
    return std::nullopt;
}

[[nodiscard]] std::optional<ItemId> follow(const Collection& collection, const YamlNode& path, bool toFolder)
{
    ItemId at;
    for (qsizetype i = 0; i < path.items().size(); ++i) {
        const bool isLast = i + 1 == path.items().size();
        const auto next = step(collection, at, path.items().at(i), toFolder || !isLast);
        if (!next)
            return std::nullopt;
        at = *next;
    }
    return at;
}

} // namespace

YamlNode write(const Collection& collection, ItemId id)
{
    QList<YamlNode> names;
    for (const Collection::Entry* entry = collection.find(id); entry;
         entry = collection.find(entry->node.parent)) {
        const int nth = nthOf(collection, *entry);
        YamlNode element = YamlNode::text(entry->node.name);
        if (nth > 1) {
            element = YamlNode::map();
            element.set(nameKey, YamlNode::text(entry->node.name));
            element.set(nthKey, YamlNode::number(nth));
        }
        names.prepend(element);
    }
    YamlNode path = YamlNode::sequence();
    path.setFlow(true);
    path.setItems(names);
    return path;
}

std::optional<ItemId> findFolder(const Collection& collection, const YamlNode& path)
{
    return follow(collection, path, true);
}

std::optional<ItemId> findRequest(const Collection& collection, const YamlNode& path)
{
    return path.isEmpty() ? std::nullopt : follow(collection, path, false);
}

} // namespace wl::itempath
