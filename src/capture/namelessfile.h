// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "capture/filedescriptor.h"

#include <QByteArrayView>

namespace wl {

/// A temporary file without a name (0600), which goes with its descriptor. Errors: file errors, of the folder
/// for temporary files.
[[nodiscard]] Result<FileDescriptor> namelessFile();

/// Writes all of `bytes` at an offset. Errors: file errors with `name`.
[[nodiscard]] Result<void> writeAllAt(const FileDescriptor& file, QByteArrayView bytes, qint64 offset,
                                      const QString& name);

} // namespace wl
