// SPDX-License-Identifier: MIT
#include "workspace/collection.h"

#include "workspace/collectionfiles.h"
#include "workspace/endpointyaml.h"
#include "workspace/yamlrows.h"

#include <algorithm>

namespace wl {
namespace {

[[nodiscard]] tl::unexpected<Error> refused(const QString& why)
{
    return fail(ErrorCode::BadOption, why);
}

/// Text that is the same after it was written: what UTF-8 cannot carry is replaced.
[[nodiscard]] QString storable(const QString& text)
{
    return text.isValidUtf16() ? text : QString::fromUtf8(text.toUtf8());
}

[[nodiscard]] Result<void> checkName(const QString& name)
{
    if (name.trimmed().isEmpty())
        return refused(QStringLiteral("a name cannot be empty"));
    return {};
}

} // namespace

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
        return refused(QStringLiteral("the target is not a folder"));
    if (depth(parent) + levels > maxDepth)
        return refused(QStringLiteral("folders nest at most %1 deep").arg(maxDepth));
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
    return entry ? filePath(entry->node.parent) + entry->file.toLower() + u'/' : QString();
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
    for (int n = 2; taken.contains(free.toLower()) || m_reservedFiles.contains(folder + free.toLower()); ++n)
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

Result<ItemId> Collection::addItem(ItemId parent, const QString& name, const ItemContent& content, int at)
{
    if (const auto checked = checkName(name).and_then([&] { return checkParent(parent, 1); }); !checked)
        return tl::make_unexpected(checked.error());
    Entry entry;
    entry.node.content = normalized(content, name);
    entry.isEndpoint = !std::holds_alternative<HttpRequest>(content);
    if (entry.isEndpoint)
        encodeEndpoint(entry.yaml.item, entry.node.content);
    else
        encodeHttp(entry.yaml, nullptr, std::get<HttpRequest>(entry.node.content));
    const ItemId id = insert(parent, std::move(entry), indexOfAll(parent, at));
    applyName(id, storable(name));
    return id;
}

Result<ItemId> Collection::addFolder(ItemId parent, const QString& name)
{
    if (const auto checked = checkName(name).and_then([&] { return checkParent(parent, 1); }); !checked)
        return tl::make_unexpected(checked.error());
    Entry entry;
    entry.node.isFolder = true;
    const ItemId id = insert(parent, std::move(entry), -1);
    applyName(id, storable(name));
    return id;
}

Result<void> Collection::setContent(ItemId id, const ItemContent& content)
{
    const Entry* old = find(id);
    if (!old || old->node.isFolder || old->isKeptOnly)
        return refused(QStringLiteral("not an item"));
    if (old->node.content.index() != content.index())
        return refused(QStringLiteral("an item keeps its kind"));
    const ItemContent now = normalized(content, old->node.name);
    const auto before = m_entries.value(id); // keeps what edit() replaces
    Entry& entry = edit(id);
    if (entry.isEndpoint)
        encodeEndpoint(entry.yaml.item, now);
    else
        encodeHttp(entry.yaml, &std::get<HttpRequest>(before->node.content), std::get<HttpRequest>(now));
    entry.node.content = now;
    return {};
}

Result<void> Collection::rename(ItemId id, const QString& name)
{
    if (!find(id))
        return refused(QStringLiteral("not an item"));
    if (auto checked = checkName(name); !checked)
        return checked;
    applyName(id, storable(name));
    return {};
}

QString Collection::freeCopyName(ItemId parent, const QString& name) const
{
    QSet<QString> taken;
    for (const ItemId sibling : m_entries.value(parent)->all)
        taken.insert(m_entries.value(sibling)->node.name);
    QString copy = QStringLiteral("%1 copy").arg(name);
    for (int n = 2; taken.contains(copy); ++n)
        copy = QStringLiteral("%1 copy %2").arg(name).arg(n);
    return copy;
}

ItemId Collection::copyTree(ItemId id, ItemId parent, qsizetype atOfAll, const QString& name)
{
    const auto original = m_entries.value(id);
    Entry entry = *original;
    entry.all.clear();
    entry.node.children.clear();
    const ItemId copy = insert(parent, std::move(entry), atOfAll);
    if (!name.isEmpty())
        applyName(copy, name);
    for (const ItemId child : original->all)
        copyTree(child, copy, -1, {});
    return copy;
}

Result<ItemId> Collection::duplicate(ItemId id)
{
    const Entry* original = find(id);
    if (!original || original->isKeptOnly)
        return refused(QStringLiteral("not an item"));
    const ItemId parent = original->node.parent;
    const qsizetype at = m_entries.value(parent)->all.indexOf(id) + 1;
    return copyTree(id, parent, at, freeCopyName(parent, original->node.name));
}

Result<void> Collection::remove(ItemId id)
{
    if (!find(id))
        return refused(QStringLiteral("not an item"));
    unlink(id);
    QList<ItemId> gone{id};
    for (qsizetype i = 0; i < gone.size(); ++i)
        gone += m_entries.take(gone.at(i))->all;
    return {};
}

Result<void> Collection::move(ItemId id, ItemId newParent, int at)
{
    if (!find(id))
        return refused(QStringLiteral("not an item"));
    if (auto checked = checkParent(newParent, height(id)); !checked)
        return checked;
    if (isInside(newParent, id))
        return refused(QStringLiteral("a folder cannot go into itself"));
    unlink(id);
    link(id, newParent, indexOfAll(newParent, at));
    if (m_isFolderLayout && !find(id)->isEndpoint) {
        const QString file = find(id)->file;
        QSet<QString> taken;
        for (const ItemId sibling : m_entries.value(newParent)->all) {
            if (sibling != id)
                taken.insert(m_entries.value(sibling)->file.toLower());
        }
        if (taken.contains(file.toLower()) || m_reservedFiles.contains(filePath(newParent) + file.toLower()))
            edit(id).file = freeFile(newParent, id, find(id)->node.name);
    }
    return {};
}

} // namespace wl
