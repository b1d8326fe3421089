// SPDX-License-Identifier: MIT
// The changes that a person makes to a Collection.
#include "workspace/collection.h"

#include "workspace/collectionfiles.h"
#include "workspace/endpointyaml.h"
#include "workspace/workspacetext.h"

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
        return refused(WorkspaceText::tr("a name cannot be empty"));
    return {};
}

} // namespace

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
    nameSecrets(entry);
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
        return refused(WorkspaceText::tr("not an item"));
    if (old->node.content.index() != content.index())
        return refused(WorkspaceText::tr("an item keeps its kind"));
    const ItemContent now = normalized(content, old->node.name);
    const auto before = m_entries.value(id); // keeps what edit() replaces
    Entry& entry = edit(id);
    if (entry.isEndpoint)
        encodeEndpoint(entry.yaml.item, now);
    else
        encodeHttp(entry.yaml, &std::get<HttpRequest>(before->node.content), std::get<HttpRequest>(now));
    entry.node.content = now;
    nameSecrets(entry);
    return {};
}

Result<void> Collection::rename(ItemId id, const QString& name)
{
    if (!find(id))
        return refused(WorkspaceText::tr("not an item"));
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
    QString copy = WorkspaceText::tr("%1 copy").arg(name);
    for (int n = 2; taken.contains(copy); ++n)
        copy = WorkspaceText::tr("%1 copy %2").arg(name).arg(n);
    return copy;
}

ItemId Collection::copyTree(ItemId id, ItemId parent, qsizetype atOfAll, const QString& name)
{
    const auto original = m_entries.value(id);
    Entry entry = *original;
    entry.all.clear();
    entry.node.children.clear();
    renameSecrets(entry);
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
        return refused(WorkspaceText::tr("not an item"));
    const ItemId parent = original->node.parent;
    const qsizetype at = m_entries.value(parent)->all.indexOf(id) + 1;
    return copyTree(id, parent, at, freeCopyName(parent, original->node.name));
}

/// What below a folder is not shown outlives it: files stay where they are, other entries go up to `parent`.
void Collection::saveKept(ItemId from, ItemId parent, qsizetype atOfAll)
{
    const Entry& folder = *find(from);
    if (folder.node.isFolder && folder.keptFile)
        m_strayFiles.insert(filePath(from) + collectionfiles::folderFile, *folder.keptFile);
    const QList<ItemId> children = folder.all;
    for (const ItemId child : children) {
        const Entry& entry = *find(child);
        if (entry.node.isFolder) {
            saveKept(child, parent, atOfAll);
        } else if (entry.keptFile) {
            const QString path = filePath(from) + entry.file;
            m_strayFiles.insert(path + collectionfiles::fileSuffix, *entry.keptFile);
            reserveFile(path);
        } else if (entry.isKeptOnly) {
            unlink(child);
            link(child, parent, atOfAll);
        }
    }
}

Result<void> Collection::remove(ItemId id)
{
    if (!find(id))
        return refused(WorkspaceText::tr("not an item"));
    const ItemId parent = find(id)->node.parent;
    saveKept(id, parent, m_entries.value(parent)->all.indexOf(id) + 1);
    unlink(id);
    QList<ItemId> gone{id};
    for (qsizetype i = 0; i < gone.size(); ++i)
        gone += m_entries.take(gone.at(i))->all;
    return {};
}

Result<void> Collection::move(ItemId id, ItemId newParent, int at)
{
    if (!find(id))
        return refused(WorkspaceText::tr("not an item"));
    if (auto checked = checkParent(newParent, height(id)); !checked)
        return checked;
    if (isInside(newParent, id))
        return refused(WorkspaceText::tr("a folder cannot go into itself"));
    unlink(id);
    link(id, newParent, indexOfAll(newParent, at));
    if (m_isFolderLayout && !find(id)->isEndpoint) {
        const QString file = find(id)->file;
        QSet<QString> taken;
        for (const ItemId sibling : m_entries.value(newParent)->all) {
            if (sibling != id)
                taken.insert(m_entries.value(sibling)->file.toLower());
        }
        if (taken.contains(file.toLower()) ||
            m_reservedFiles.contains((filePath(newParent) + file).toLower()))
            edit(id).file = freeFile(newParent, id, find(id)->node.name);
    }
    return {};
}

} // namespace wl
