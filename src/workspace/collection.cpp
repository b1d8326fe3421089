// SPDX-License-Identifier: MIT
#include "workspace/collection.h"

#include "workspace/collectionfiles.h"
#include "workspace/endpointyaml.h"
#include "workspace/workspacetext.h"
#include "workspace/yamlrows.h"

#include <algorithm>

namespace wl {
Collection::Collection()
{
    auto top = std::make_shared<Entry>();
    top->node.isFolder = true;
    m_entries.insert(ItemId(), top);
}

const Collection::Entry* Collection::find(ItemId id) const
{
    return id.isValid() ? m_entries.value(id).get() : nullptr;
}

Collection::Entry& Collection::edit(ItemId id)
{
    auto copy = std::make_shared<Entry>(*m_entries.value(id));
    Entry& entry = *copy;
    m_entries.insert(id, std::move(copy));
    return entry;
}

ItemId Collection::insert(ItemId parent, Entry entry, qsizetype atOfAll)
{
    const ItemId id(m_nextId++);
    entry.node.id = id;
    m_entries.insert(id, std::make_shared<Entry>(std::move(entry)));
    link(id, parent, atOfAll);
    return id;
}

void Collection::link(ItemId id, ItemId parent, qsizetype atOfAll)
{
    edit(id).node.parent = parent;
    Entry& folder = edit(parent);
    folder.all.insert(atOfAll < 0 ? folder.all.size() : qMin(atOfAll, folder.all.size()), id);
    updateChildren(parent);
}

void Collection::unlink(ItemId id)
{
    const ItemId parent = find(id)->node.parent;
    edit(parent).all.removeOne(id);
    updateChildren(parent);
}

void Collection::updateChildren(ItemId folder)
{
    Entry& entry = edit(folder);
    entry.node.children.clear();
    for (const ItemId child : std::as_const(entry.all)) {
        if (!m_entries.value(child)->isKeptOnly)
            entry.node.children.append(child);
    }
}

void Collection::hide(ItemId id)
{
    Entry& entry = edit(id);
    entry.isKeptOnly = true;
    updateChildren(entry.node.parent);
}

int Collection::depth(ItemId id) const
{
    int levels = 0;
    for (const Entry* entry = find(id); entry; entry = find(entry->node.parent))
        ++levels;
    return levels;
}

int Collection::height(ItemId id) const
{
    int below = 0;
    for (const ItemId child : find(id)->all)
        below = qMax(below, height(child));
    return below + 1;
}

bool Collection::isInside(ItemId id, ItemId folder) const
{
    for (const Entry* entry = find(id); entry; entry = find(entry->node.parent)) {
        if (entry->node.id == folder)
            return true;
    }
    return false;
}

Result<void> Collection::checkParent(ItemId parent, int levels) const
{
    if (parent.isValid() && (!find(parent) || !find(parent)->node.isFolder))
        return fail(ErrorCode::BadOption, WorkspaceText::tr("the target is not a folder"));
    if (depth(parent) + levels > maxDepth)
        return fail(ErrorCode::BadOption, WorkspaceText::tr("folders nest at most %1 deep").arg(maxDepth));
    return {};
}

qsizetype Collection::indexOfAll(ItemId parent, int at) const
{
    const Entry& folder = *m_entries.value(parent);
    if (at < 0 || at >= folder.node.children.size())
        return folder.all.size();
    return folder.all.indexOf(folder.node.children.at(at));
}

QString Collection::filePath(ItemId folder) const
{
    const Entry* entry = find(folder);
    return entry ? filePath(entry->node.parent) + entry->file + u'/' : QString();
}

QString Collection::freeFile(ItemId parent, ItemId self, const QString& name) const
{
    QSet<QString> taken = collectionfiles::reservedNames();
    for (const ItemId sibling : m_entries.value(parent)->all) {
        if (sibling != self)
            taken.insert(m_entries.value(sibling)->file.toLower());
    }
    const QString folder = filePath(parent);
    const QString base = collectionfiles::fileNameFor(name);
    QString free = base;
    for (int n = 2; taken.contains(free.toLower()) || m_reservedFiles.contains((folder + free).toLower());
         ++n)
        free = QStringLiteral("%1 %2").arg(base).arg(n);
    return free;
}

void Collection::applyName(ItemId id, const QString& name)
{
    Entry& entry = edit(id);
    entry.node.name = name;
    if (!entry.node.isFolder)
        entry.node.content = normalized(std::move(entry.node.content), name);
    if (entry.isEndpoint) {
        setText(entry.yaml.item, QStringLiteral("name"), name, endpointOrder());
        return;
    }
    YamlNode info = entry.yaml.item.get(QStringLiteral("info"));
    setText(info, QStringLiteral("name"), name, collectionfiles::infoOrder());
    if (!info.contains(QStringLiteral("type")))
        info.set(QStringLiteral("type"),
                 YamlNode::text(entry.node.isFolder ? QStringLiteral("folder") : QStringLiteral("http")),
                 collectionfiles::infoOrder());
    entry.yaml.item.set(QStringLiteral("info"), info, {QStringLiteral("info"), QStringLiteral("http")});
    if (m_isFolderLayout)
        entry.file = freeFile(entry.node.parent, id, name);
}

ItemContent Collection::normalized(ItemContent content, const QString& name)
{
    if (auto* request = std::get_if<HttpRequest>(&content)) {
        request->settings.tls.verify = true;
    } else if (auto* server = std::get_if<ServerItem>(&content)) {
        server->server.label = name;
        server->server.address.scheme = Scheme::Tcp;
    } else if (auto* client = std::get_if<ClientItem>(&content)) {
        client->client.label = name;
        if (client->client.address.scheme != Scheme::Tls)
            client->client.address.scheme = Scheme::Tcp;
        client->client.tls.verify = true;
    } else if (auto* udp = std::get_if<UdpItem>(&content)) {
        udp->udp.label = name;
        udp->udp.address.scheme = Scheme::Udp;
        udp->udp.target.scheme = Scheme::Udp;
    }
    return content;
}

} // namespace wl
