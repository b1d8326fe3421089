// SPDX-License-Identifier: MIT
#include "workspace/workspacefiles.h"

#include "base/filecommit.h"
#include "base/limits.h"
#include "workspace/collection.h"
#include "workspace/workspacetext.h"

#include <QDir>
#include <QFileInfo>

namespace wl {
Result<WorkspaceFiles> WorkspaceFiles::open(const QString& path)
{
    const QFileInfo info(path);
    WorkspaceFiles files;
    files.m_folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
    files.m_rootName = info.isDir() ? collectionfiles::rootFile : info.fileName();
    const auto root = readFile(files.fullPath(files.m_rootName), limits::workspaceFileBytes);
    if (!root)
        return tl::make_unexpected(root.error());
    files.m_bytes = root->size();
    files.m_onDisk.insert(files.m_rootName, *root);
    files.m_isFolderLayout =
        files.m_rootName == collectionfiles::rootFile && !collectionfiles::isBundled(*root);
    if (files.m_isFolderLayout) {
        if (auto read = files.readFolder(QString(), 1); !read)
            return tl::make_unexpected(read.error());
    }
    return files;
}

Result<void> WorkspaceFiles::readFolder(const QString& prefix, int depth)
{
    const QDir folder(fullPath(prefix));
    for (const QFileInfo& info : folder.entryInfoList(
             QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name)) {
        const QString name = info.fileName();
        const QString file = prefix + name;
        if (file == m_rootName)
            continue;
        const bool isOurs = !info.isSymLink() && !name.startsWith(u'.');
        if (isOurs && info.isDir() && file != QLatin1String("environments")) {
            const qsizetype before = m_onDisk.size();
            if (depth > Collection::maxDepth)
                return fail(ErrorCode::TooLarge,
                            WorkspaceText::tr("%1: nested too deep").arg(info.filePath()));
            if (auto read = readFolder(file + u'/', depth + 1); !read)
                return read;
            if (m_onDisk.size() == before)
                m_foreign.append(file);
        } else if (isOurs && info.isFile() && name.endsWith(collectionfiles::fileSuffix)) {
            const auto content = readFile(info.filePath(), limits::workspaceFileBytes - m_bytes);
            if (!content)
                return tl::make_unexpected(content.error());
            m_bytes += content->size();
            m_onDisk.insert(file, *content);
            if (m_onDisk.size() > maxFiles)
                return fail(ErrorCode::TooLarge, WorkspaceText::tr("more than %1 files").arg(maxFiles));
        } else {
            m_foreign.append(name.endsWith(collectionfiles::fileSuffix)
                                 ? file.chopped(collectionfiles::fileSuffix.size())
                                 : file);
            if (info.isSymLink())
                m_warnings.append(WorkspaceText::tr("%1: links are not followed").arg(file));
        }
    }
    return {};
}

Result<void> WorkspaceFiles::keepForeignChange(const QString& file)
{
    const QString path = fullPath(file);
    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink())
        return {};
    // A new name that a folder or a link has taken since we looked. Our own file may be a link that the user
    // made.
    const bool isKnown = m_onDisk.contains(file);
    if (!info.isFile() || (info.isSymLink() && !isKnown))
        return fail(ErrorCode::FileNotWritable, path, EEXIST);
    const auto content = readFile(path, limits::workspaceFileBytes);
    if (!content)
        return tl::make_unexpected(content.error());
    if (isKnown && *content == m_onDisk.value(file))
        return {};
    QString kept = path + QStringLiteral(".other");
    for (int n = 2; QFileInfo::exists(kept); ++n)
        kept = QStringLiteral("%1.other%2").arg(path).arg(n);
    if (auto written = commitFile(kept, *content); !written)
        return written;
    m_conflicts.append(kept);
    return {};
}

Result<void> WorkspaceFiles::save(const FileSet& now)
{
    for (auto it = now.cbegin(); it != now.cend(); ++it) {
        if (m_onDisk.contains(it.key()) && m_onDisk.value(it.key()) == it.value())
            continue;
        if (it.value().size() > limits::workspaceFileBytes)
            return fail(ErrorCode::TooLarge, fullPath(it.key()));
        if (auto kept = keepForeignChange(it.key()); !kept)
            return kept;
        if (auto written = commitFile(fullPath(it.key()), it.value()); !written)
            return written;
        m_onDisk.insert(it.key(), it.value());
    }
    const QStringList known = m_onDisk.keys();
    for (const QString& file : known) {
        if (now.contains(file))
            continue;
        if (auto kept = keepForeignChange(file); !kept)
            return kept;
        QFile gone(fullPath(file));
        if (gone.exists() && !gone.remove())
            return fail(ErrorCode::FileNotWritable, gone.fileName());
        m_onDisk.remove(file);
        removeEmptyFolders(file);
    }
    return {};
}

void WorkspaceFiles::removeEmptyFolders(const QString& file)
{
    for (qsizetype slash = file.lastIndexOf(u'/'); slash > 0; slash = file.lastIndexOf(u'/', slash - 1)) {
        if (!QDir().rmdir(fullPath(file.left(slash))))
            return;
    }
}

QStringList WorkspaceFiles::takeConflicts()
{
    return std::exchange(m_conflicts, {});
}

} // namespace wl
