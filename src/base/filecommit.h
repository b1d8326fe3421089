// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArrayView>
#include <QString>

namespace wl {

/// Replaces a file of ours: writes beside it, fsync, rename, fsync of the folder; each step checked. The old
/// file stays whole when anything fails. A new file has mode 0600, one that is replaced keeps its
/// permissions. Creates the folder (0700) where it is missing. Blocks; any thread but the UI's for large
/// files.
[[nodiscard]] Result<void> commitFile(const QString& path, QByteArrayView content);

/// The same in pieces, for what is too large for memory. Nothing is replaced before commit(). One thread.
class FileCommit
{
public:
    /// Makes the file beside the one to replace, in a folder that exists. Errors: file errors.
    [[nodiscard]] static Result<FileCommit> begin(const QString& path);
    FileCommit(FileCommit&& other) noexcept;
    FileCommit& operator=(FileCommit&&) = delete;
    /// Without a commit(), what was written is removed.
    ~FileCommit();

    /// Errors: file errors.
    [[nodiscard]] Result<void> write(QByteArrayView piece);
    /// Puts the file into its place; once. Errors: file errors.
    [[nodiscard]] Result<void> commit();

private:
    FileCommit(int fd, QByteArray target, QByteArray beside);

    int m_fd;
    QByteArray m_target;
    QByteArray m_beside; ///< empty when there is nothing to remove
};

/// Makes a folder and those above it that are missing, mode 0700; nothing happens where it exists.
[[nodiscard]] Result<void> makePrivateFolder(const QString& path);

/// Reads a whole file of at most `maxBytes`. Errors: FileNotFound, FileNotReadable, TooLarge, FileFailed.
[[nodiscard]] Result<QByteArray> readFile(const QString& path, qint64 maxBytes);

/// A file name from outside, reduced to a base name that is safe in any folder: no separators, no control
/// characters, no leading dots, at most 200 bytes; "download" where nothing is left.
[[nodiscard]] QString safeFileName(const QString& untrusted);

} // namespace wl
