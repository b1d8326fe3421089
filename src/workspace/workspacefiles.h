// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/collectionfiles.h"

namespace wl {

/// The files of one workspace on disk: reads them all at once, writes what changed. Blocks; one thread at a
/// time.
class WorkspaceFiles
{
public:
    /// `path` is a YAML file or a folder with opencollection.yml. Links are not followed. Errors: file
    /// errors, TooLarge (limits::workspaceFileBytes over all files, more than maxFiles).
    [[nodiscard]] static Result<WorkspaceFiles> open(const QString& path);

    static constexpr int maxFiles = 20'000;

    [[nodiscard]] bool isFolderLayout() const { return m_isFolderLayout; }
    [[nodiscard]] const QString& rootName() const { return m_rootName; }
    [[nodiscard]] const FileSet& files() const { return m_onDisk; }
    /// Names below the folder, without ".yml", that are taken by what is not ours.
    [[nodiscard]] const QStringList& foreign() const { return m_foreign; }
    /// What was left out, for people.
    [[nodiscard]] const QStringList& warnings() const { return m_warnings; }

    /// Writes what differs from what is on disk, then deletes the files that are gone, then folders that
    /// became empty. Stops at the first error; the next call goes on from there.
    Result<void> save(const FileSet& now);
    /// Files that another program had changed when save() replaced or deleted them: their content was kept
    /// beside them under these names. Emptied by this call.
    [[nodiscard]] QStringList takeConflicts();

private:
    Result<void> readFolder(const QString& prefix, int depth);
    Result<void> keepForeignChange(const QString& file);
    void removeEmptyFolders(const QString& file);
    [[nodiscard]] QString fullPath(const QString& file) const { return m_folder + u'/' + file; }

    QString m_folder;
    QString m_rootName;
    bool m_isFolderLayout = false;
    FileSet m_onDisk; ///< as last read or written
    qint64 m_bytes = 0;
    QStringList m_foreign;
    QStringList m_warnings;
    QStringList m_conflicts;
};

} // namespace wl
