// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QMap>
#include <QSet>
#include <QStringList>

namespace wl {

class Collection;

/// The files of a workspace: path below its folder ("opencollection.yml", "users/list.yml") → content. A
/// single file workspace has one entry.
using FileSet = QMap<QString, QByteArray>;

/// Between a FileSet and a Collection; pure, no disk.
namespace collectionfiles {

inline const QString rootFile = QStringLiteral("opencollection.yml");
inline const QString folderFile = QStringLiteral("folder.yml");
inline const QString fileSuffix = QStringLiteral(".yml");

/// Reads a workspace. `isFolderLayout`: items are files of their own; else the file named `rootName` has all.
/// `warnings` gets what is kept but not understood. Errors: FileMalformed with place (and file, in a folder).
[[nodiscard]] Result<Collection> read(const FileSet& files, const QString& rootName, bool isFolderLayout,
                                      QStringList& warnings);
/// Whether a root file holds its items itself although it lies in a folder of its own name.
[[nodiscard]] bool isBundled(const QByteArray& rootFileContent);

/// The files of a collection. Unchanged entries give the bytes that writing them before gave.
[[nodiscard]] FileSet write(const Collection& collection, const QString& rootName);

/// A new collection's file.
[[nodiscard]] QByteArray newFile(const QString& name);

/// File and folder names, lower case, that an item cannot have.
[[nodiscard]] const QSet<QString>& reservedNames();
/// The file name of an item without ".yml": one path component, never empty.
[[nodiscard]] QString fileNameFor(const QString& itemName);
/// The order in which the keys of `info` are written.
[[nodiscard]] const QStringList& infoOrder();

} // namespace collectionfiles
} // namespace wl
