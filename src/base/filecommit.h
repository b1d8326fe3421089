// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArrayView>
#include <QString>

namespace wl {

/// Replaces a file of ours: writes beside it (mode 0600), fsync, rename, fsync of the folder; each step
/// checked. The old file stays whole when anything fails. Creates the folder (0700) where it is missing.
/// Blocks; any thread but the UI's for large files.
[[nodiscard]] Result<void> commitFile(const QString& path, QByteArrayView content);

/// Makes a folder and those above it that are missing, mode 0700; nothing happens where it exists.
[[nodiscard]] Result<void> makePrivateFolder(const QString& path);

/// Reads a whole file of at most `maxBytes`. Errors: FileNotFound, FileNotReadable, TooLarge, FileFailed.
[[nodiscard]] Result<QByteArray> readFile(const QString& path, qint64 maxBytes);

/// A file name from outside, reduced to a base name that is safe in any folder: no separators, no control
/// characters, no leading dots, at most 200 bytes; "download" where nothing is left.
[[nodiscard]] QString safeFileName(const QString& untrusted);

} // namespace wl
