// SPDX-License-Identifier: MIT
#include "workspace/workspace.h"

#include "base/filecommit.h"
#include "base/filewriter.h"
#include "workspace/collection.h"
#include "workspace/listenmatch.h"
#include "workspace/workspacesaver.h"

#include <QFileInfo>

namespace wl {
namespace {

constexpr qsizetype maxUndoSteps = 200;

/// The same text whichever way a workspace is named: its root file.
[[nodiscard]] QString writerKey(const QString& path)
{
    const QFileInfo info(path);
    const QString root = info.isDir() ? path + u'/' + collectionfiles::rootFile : path;
    const QString canonical = QFileInfo(root).canonicalFilePath();
    return canonical.isEmpty() ? root : canonical;
}

} // namespace

struct Workspace::Private
{
    struct Step
    {
        QString text;
        Collection before;
        Collection after;
        ItemId contentOf; ///< where only this item's content changed
    };

    QString path;
    QString key; ///< writerKey() of it
    std::unique_ptr<WorkspaceSaver> saver;
    Collection collection;
    QStringList warnings;
    QList<Step> undoSteps;
    QList<Step> redoSteps;
};

Workspace::Workspace(std::unique_ptr<Private> p)
    : d(std::move(p))
{
    connect(d->saver.get(), &WorkspaceSaver::saved, this, &Workspace::saved);
    connect(d->saver.get(), &WorkspaceSaver::failed, this, &Workspace::saveFailed);
    connect(d->saver.get(), &WorkspaceSaver::otherVersionKept, this, &Workspace::otherVersionKept);
}

Workspace::~Workspace() = default;

Result<std::unique_ptr<Workspace>> Workspace::load(const QString& path, std::shared_ptr<FileWriter> writer)
{
    const QString key = writerKey(path);
    if (!writer)
        writer = std::make_shared<FileWriter>();
    else if (writer->isPending(key))
        writer->flush();
    auto files = WorkspaceFiles::open(path);
    if (!files)
        return tl::make_unexpected(files.error());
    QStringList warnings = files->warnings();
    auto collection =
        collectionfiles::read(files->files(), files->rootName(), files->isFolderLayout(), warnings);
    if (!collection)
        return tl::make_unexpected(collection.error());
    for (const QString& name : files->foreign())
        collection->reserveFile(name);
    auto d = std::make_unique<Private>();
    d->path = path;
    d->key = key;
    d->saver = std::make_unique<WorkspaceSaver>(key, std::move(*files), std::move(writer));
    d->collection = std::move(*collection);
    d->warnings = warnings;
    return std::unique_ptr<Workspace>(new Workspace(std::move(d)));
}

Result<std::unique_ptr<Workspace>> Workspace::create(const QString& path, const QString& name,
                                                     std::shared_ptr<FileWriter> writer)
{
    if (QFileInfo::exists(path))
        return fail(ErrorCode::FileNotWritable, path, EEXIST);
    return commitFile(path, collectionfiles::newFile(name)).and_then([&] {
        return load(path, std::move(writer));
    });
}

QString Workspace::path() const
{
    return d->path;
}

QString Workspace::name() const
{
    const QString name = d->collection.root().node.name;
    return name.isEmpty() ? QFileInfo(d->path).completeBaseName() : name;
}

QStringList Workspace::warnings() const
{
    return d->warnings;
}

QList<ItemId> Workspace::topLevel() const
{
    return d->collection.root().node.children;
}

const Workspace::Node* Workspace::node(ItemId id) const
{
    const Collection::Entry* entry = d->collection.find(id);
    return entry && !entry->isKeptOnly ? &entry->node : nullptr;
}

InheritedAuth Workspace::inheritedAuth(ItemId id) const
{
    return wl::inheritedAuth(d->collection, id);
}

QList<ItemId> Workspace::leaves() const
{
    QList<ItemId> found;
    QList<ItemId> waiting = topLevel();
    while (!waiting.isEmpty()) {
        const Node& item = *node(waiting.takeFirst());
        waiting = item.children + waiting;
        if (!item.isFolder)
            found.append(item.id);
    }
    return found;
}

ItemId Workspace::serverFor(const QString& host, quint16 port, bool udp) const
{
    for (const ItemId id : leaves()) {
        const ItemContent& content = node(id)->content;
        const auto* server = std::get_if<ServerItem>(&content);
        const auto* socket = std::get_if<UdpItem>(&content);
        const Address* address =
            udp ? (socket ? &socket->udp.address : nullptr) : (server ? &server->server.address : nullptr);
        if (address && listensAt(*address, host, port))
            return id;
    }
    return {};
}

ItemSecrets Workspace::secrets(ItemId id) const
{
    return d->collection.secrets(id);
}

QString Workspace::secretsKey(ItemId id) const
{
    const QString name = d->collection.secretsName(id);
    return name.isEmpty() ? QString() : d->key + u'#' + name;
}

void Workspace::fillSecrets(ItemId id, const ItemSecrets& secrets)
{
    d->collection.fillSecrets(id, secrets);
    for (QList<Private::Step>* steps : {&d->undoSteps, &d->redoSteps}) {
        for (Private::Step& step : *steps) {
            step.before.fillSecrets(id, secrets);
            step.after.fillSecrets(id, secrets);
        }
    }
    emit secretsFilled(id, secrets);
}

bool Workspace::isSaved() const
{
    return d->saver->isSaved();
}

void Workspace::saveAgain()
{
    d->saver->saveAgain();
}

void Workspace::flush()
{
    d->saver->flush();
}

void Workspace::commit(const QString& text, Collection changed, ItemId contentOf)
{
    d->undoSteps.append({text, std::move(d->collection), changed, contentOf});
    if (d->undoSteps.size() > maxUndoSteps)
        d->undoSteps.removeFirst();
    d->redoSteps.clear();
    d->collection = std::move(changed);
    d->saver->save(d->collection);
    tell(contentOf);
}

void Workspace::restore(Collection collection, ItemId contentOf)
{
    collection.skipIdsOf(d->collection);
    d->collection = std::move(collection);
    d->saver->save(d->collection);
    tell(contentOf);
}

void Workspace::tell(ItemId contentOf)
{
    if (contentOf.isValid())
        emit contentChanged(contentOf);
    else
        emit structureChanged();
}

Result<ItemId> Workspace::addItem(ItemId parentFolder, const QString& name, const ItemContent& content,
                                  int at)
{
    Collection changed = d->collection;
    auto added = changed.addItem(parentFolder, name, content, at);
    if (added)
        commit(tr("Add %1").arg(name), std::move(changed));
    return added;
}

Result<ItemId> Workspace::addFolder(ItemId parentFolder, const QString& name)
{
    Collection changed = d->collection;
    auto added = changed.addFolder(parentFolder, name);
    if (added)
        commit(tr("Add %1").arg(name), std::move(changed));
    return added;
}

Result<void> Workspace::setContent(ItemId id, const ItemContent& content)
{
    const Node* old = node(id);
    if (old && !old->isFolder && Collection::normalized(content, old->name) == old->content)
        return {};
    Collection changed = d->collection;
    auto set = changed.setContent(id, content);
    if (set)
        commit(tr("Edit %1").arg(old->name), std::move(changed), id);
    return set;
}

Result<void> Workspace::rename(ItemId id, const QString& name)
{
    const Node* old = node(id);
    if (old && old->name == name)
        return {};
    Collection changed = d->collection;
    auto renamed = changed.rename(id, name);
    if (renamed)
        commit(tr("Rename %1").arg(old->name), std::move(changed));
    return renamed;
}

Result<ItemId> Workspace::duplicate(ItemId id)
{
    Collection changed = d->collection;
    auto copy = changed.duplicate(id);
    if (copy)
        commit(tr("Duplicate %1").arg(node(id)->name), std::move(changed));
    return copy;
}

Result<void> Workspace::remove(ItemId id)
{
    Collection changed = d->collection;
    auto removed = changed.remove(id);
    if (removed)
        commit(tr("Delete %1").arg(node(id)->name), std::move(changed));
    return removed;
}

Result<void> Workspace::move(ItemId id, ItemId newParent, int at)
{
    Collection changed = d->collection;
    auto moved = changed.move(id, newParent, at);
    if (moved)
        commit(tr("Move %1").arg(node(id)->name), std::move(changed));
    return moved;
}

bool Workspace::canUndo() const
{
    return !d->undoSteps.isEmpty();
}

bool Workspace::canRedo() const
{
    return !d->redoSteps.isEmpty();
}

QString Workspace::undoText() const
{
    return canUndo() ? d->undoSteps.last().text : QString();
}

QString Workspace::redoText() const
{
    return canRedo() ? d->redoSteps.last().text : QString();
}

Result<void> Workspace::undo()
{
    if (!canUndo())
        return {};
    const Private::Step step = d->undoSteps.takeLast();
    d->redoSteps.append(step);
    restore(step.before, step.contentOf);
    return {};
}

Result<void> Workspace::redo()
{
    if (!canRedo())
        return {};
    const Private::Step step = d->redoSteps.takeLast();
    d->undoSteps.append(step);
    restore(step.after, step.contentOf);
    return {};
}

} // namespace wl
