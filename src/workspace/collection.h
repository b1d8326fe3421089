// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/httpyaml.h"
#include "workspace/itemsecrets.h"
#include "workspace/workspace.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace wl {

/// The tree of a workspace as a value: cheap to copy (entries are shared), so that a copy is an undo step.
/// Knows no files. Each change is a function that leaves the collection as it was when it fails.
class Collection
{
public:
    /// A node with what belongs to its place in the file.
    struct Entry
    {
        Workspace::Node node;       ///< its children are those that people see
        QList<ItemId> all;          ///< of a folder: children with those that are only kept
        bool isKeptOnly = false;    ///< not understood: written back, not shown
        bool isEndpoint = false;    ///< an entry of `extensions: wireloupe: items`
        HttpYaml yaml;              ///< what was read and is written, without its children
        QStringList commentsBehind; ///< of its own file
        /// Of a folder workspace: a whole file (of a folder: its folder.yml) that is only kept.
        std::optional<QByteArray> keptFile;
        bool isImplied = false; ///< of a folder workspace: a folder that has no folder.yml
        QString file;           ///< of a folder workspace: file or folder name, without ".yml"
    };

    /// Folders nest at most so deep, so that what was written can be read again.
    static constexpr int maxDepth = 64;

    Collection();

    [[nodiscard]] const Entry* find(ItemId id) const;
    /// The entry of the whole collection: a folder without id or name.
    [[nodiscard]] const Entry& root() const { return *m_entries.value(ItemId()); }
    [[nodiscard]] qsizetype size() const { return m_entries.size() - 1; }

    /// One file per item; names of files are then given and changed together with the names of items.
    [[nodiscard]] bool isFolderLayout() const { return m_isFolderLayout; }
    void setFolderLayout(bool isFolderLayout) { m_isFolderLayout = isFolderLayout; }
    /// A file name ("posts", "posts/a", lower case) that is not ours and not to be taken.
    void reserveFile(const QString& path) { m_reservedFiles.insert(path.toLower()); }

    /// Entries of `extensions: wireloupe: requests` whose request is not there; written back as they are.
    [[nodiscard]] const QList<YamlNode>& keptRequests() const { return m_keptRequests; }
    void keepRequest(const YamlNode& entry) { m_keptRequests.append(entry); }

    /// Gives no id that the other has given, so that an id never means two things.
    void skipIdsOf(const Collection& other) { m_nextId = qMax(m_nextId, other.m_nextId); }

    /// Files (path below the workspace → content) that are not shown and whose folder was deleted: they stay.
    [[nodiscard]] const QMap<QString, QByteArray>& strayFiles() const { return m_strayFiles; }

    /// What of an item is secret and does not stand in its file.
    [[nodiscard]] ItemSecrets secrets(ItemId id) const;
    /// Under which name, random and unique, these are kept elsewhere; empty where there were none yet.
    [[nodiscard]] QString secretsName(ItemId id) const;
    /// Puts them where the item has none; what is written stays the same.
    void fillSecrets(ItemId id, const ItemSecrets& secrets);

    /// What was read, for the reader: takes the entry as it is, gives it an id.
    ItemId insert(ItemId parent, Entry entry, qsizetype atOfAll);
    /// A change by the reader or to what only the file knows.
    [[nodiscard]] Entry& edit(ItemId id);

    /// Keeps an entry without showing it, for the reader.
    void hide(ItemId id);

    // Changes that a person makes. `at` counts the visible children, −1 = the end. Errors: BadOption.
    Result<ItemId> addItem(ItemId parent, const QString& name, const ItemContent& content, int at);
    Result<ItemId> addFolder(ItemId parent, const QString& name);
    Result<void> setContent(ItemId id, const ItemContent& content);
    Result<void> rename(ItemId id, const QString& name);
    Result<ItemId> duplicate(ItemId id);
    Result<void> remove(ItemId id);
    Result<void> move(ItemId id, ItemId newParent, int at);

    /// What is held for a content in an item of this name: labels are the name, certificates are verified,
    /// schemes fit the kind.
    [[nodiscard]] static ItemContent normalized(ItemContent content, const QString& name);

private:
    [[nodiscard]] Result<void> checkParent(ItemId parent, int levels) const;
    [[nodiscard]] int depth(ItemId id) const;
    [[nodiscard]] int height(ItemId id) const;
    [[nodiscard]] bool isInside(ItemId id, ItemId folder) const;
    [[nodiscard]] qsizetype indexOfAll(ItemId parent, int at) const;
    [[nodiscard]] QString freeCopyName(ItemId parent, const QString& name) const;
    [[nodiscard]] QString freeFile(ItemId parent, ItemId self, const QString& name) const;
    /// "users/lists/" below the workspace.
    [[nodiscard]] QString filePath(ItemId folder) const;
    void saveKept(ItemId from, ItemId parent, qsizetype atOfAll);
    ItemId copyTree(ItemId id, ItemId parent, qsizetype atOfAll, const QString& name);
    void unlink(ItemId id);
    void link(ItemId id, ItemId parent, qsizetype atOfAll);
    void updateChildren(ItemId folder);
    void applyName(ItemId id, const QString& name);
    /// Gives the entry a name for its secrets, where it has some and no name yet.
    static void nameSecrets(Entry& entry);
    /// A copy has its secrets under a name of its own.
    static void renameSecrets(Entry& entry);

    QHash<ItemId, std::shared_ptr<const Entry>> m_entries;
    QSet<QString> m_reservedFiles;
    QMap<QString, QByteArray> m_strayFiles;
    QList<YamlNode> m_keptRequests;
    quint32 m_nextId = 0;
    bool m_isFolderLayout = false;
};

} // namespace wl
