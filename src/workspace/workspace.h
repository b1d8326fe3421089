// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "workspace/inheritedauth.h"
#include "workspace/item.h"
#include "workspace/itemsecrets.h"

#include <QList>
#include <QObject>
#include <QString>

#include <memory>

namespace wl {

class Collection;
class FileWriter;

/// One OpenCollection 1.0 workspace, a single YAML file or a folder (opencollection.yml at its root). HTTP
/// requests and folders are the collection's own items; TCP, UDP and server panes live under `extensions:
/// wireloupe:` with the folder they belong to and their place in it. Unknown keys are kept on rewrite. Every
/// change goes to disk at once, through a FileWriter, so that no edit waits for the disk; a save that the
/// next change overtakes is left out. Every change can be undone. One thread (the UI's).
class Workspace : public QObject
{
    Q_OBJECT
public:
    /// One node of the tree: a folder has children, a leaf has content.
    struct Node
    {
        ItemId id;
        ItemId parent; ///< invalid at top level
        QString name;
        QString description;
        bool isFolder = false;
        ItemContent content; ///< of a leaf
        QList<ItemId> children;
    };

    /// Loads; blocks. Saves through `writer`, which it shares with others of the same thread, or through one
    /// of its own; waits until that has written what it still has for this path. Errors: file errors,
    /// FileMalformed with "line 12, column 3: …"; nothing of the file is touched then.
    [[nodiscard]] static Result<std::unique_ptr<Workspace>> load(const QString& path,
                                                                 std::shared_ptr<FileWriter> writer = {});
    /// Makes a new one (a single file) with a name; blocks. Errors: file errors; FileNotWritable where the
    /// path exists.
    [[nodiscard]] static Result<std::unique_ptr<Workspace>> create(const QString& path, const QString& name,
                                                                   std::shared_ptr<FileWriter> writer = {});
    /// A save that failed is tried again. Waits for the disk only where the writer is its own.
    ~Workspace() override;

    [[nodiscard]] QString path() const;
    [[nodiscard]] QString name() const;
    /// What was not understood and is kept as it is, for people ("item 3: gRPC requests are not supported").
    [[nodiscard]] QStringList warnings() const;

    [[nodiscard]] QList<ItemId> topLevel() const;
    [[nodiscard]] const Node* node(ItemId id) const;
    /// What the folders above an item, and the collection, say about authentication.
    [[nodiscard]] InheritedAuth inheritedAuth(ItemId id) const;
    /// The first server or UDP item that listens where this address points (loopback names and port match).
    [[nodiscard]] ItemId serverFor(const QString& host, quint16 port, bool udp) const;

    /// All items that are no folders.
    [[nodiscard]] QList<ItemId> leaves() const;

    /// What of an item is secret and is not in its file, which never gets what is typed there.
    [[nodiscard]] ItemSecrets secrets(ItemId id) const;
    /// Under which key a key ring has these; empty where there never were any. It names this file too:
    /// another file cannot ask for what was typed into this one.
    [[nodiscard]] QString secretsKey(ItemId id) const;
    /// Puts secrets where an item has none, also in what undo and redo bring back; no step, nothing to save.
    void fillSecrets(ItemId id, const ItemSecrets& secrets);

    // Each of these changes the tree, begins to save it, and pushes one undo step. Errors are those of the
    // change itself. A save that fails is told by saveFailed(); the change stays in memory and is saved with
    // the next one, by saveAgain(), or when the workspace is closed.
    Result<ItemId> addItem(ItemId parentFolder, const QString& name, const ItemContent& content, int at = -1);
    Result<ItemId> addFolder(ItemId parentFolder, const QString& name);
    Result<void> setContent(ItemId id, const ItemContent& content);
    Result<void> rename(ItemId id, const QString& name);
    Result<ItemId> duplicate(ItemId id); ///< "Name copy", beside it
    Result<void> remove(ItemId id);      ///< a folder with all below it
    /// `at` is its index in the new parent afterwards; −1 = the end. Errors: BadOption (into itself).
    Result<void> move(ItemId id, ItemId newParent, int at);

    [[nodiscard]] bool canUndo() const;
    [[nodiscard]] bool canRedo() const;
    [[nodiscard]] QString undoText() const; ///< "Delete GET /posts"
    [[nodiscard]] QString redoText() const;
    Result<void> undo();
    Result<void> redo();

    /// Whether all changes are on disk.
    [[nodiscard]] bool isSaved() const;
    /// Tries again where the last save failed.
    void saveAgain();
    /// Waits until the writer has nothing left to do; saved() or saveFailed() have been told then. Blocks:
    /// for the end of a program, and for what must read the files after a change.
    void flush();

signals:
    /// The tree changed in shape or names.
    void structureChanged();
    void contentChanged(wl::ItemId id);
    /// fillSecrets() has put these into an item.
    void secretsFilled(wl::ItemId id, const wl::ItemSecrets& secrets);
    /// All changes are on disk.
    void saved();
    void saveFailed(const wl::Error& error);
    /// Another program had changed a file that was saved just now; its version was kept under this path.
    void otherVersionKept(const QString& path);

private:
    struct Private;
    explicit Workspace(std::unique_ptr<Private> d);
    void commit(const QString& text, Collection changed, ItemId contentOf = {});
    void restore(Collection collection, ItemId contentOf);
    void tell(ItemId contentOf);
    std::unique_ptr<Private> d;
};

} // namespace wl
