// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturefile.h"

#include <QDateTime>
#include <QList>

namespace wl {

enum class CaptureFolderState : quint8 {
    Ended,    ///< written to its orderly end
    CutShort, ///< its program ended without ending it: a crash, a kill, a power cut
    InUse,    ///< being written by a living program
};

/// A segmented capture on disk.
struct CaptureFolder
{
    QString path;
    CaptureFolderState state = CaptureFolderState::Ended;
    QStringList segments; ///< paths, oldest first
    qint64 bytes = 0;
    QDateTime modified; ///< of the newest segment
};

/// The segmented captures directly below a folder, newest first. Reads the folder, not the captures.
[[nodiscard]] QList<CaptureFolder> findCaptures(const QString& parent);

/// All segments as one source. Errors: those of CaptureFile::open, FileNotFound where there is no segment.
[[nodiscard]] Result<std::unique_ptr<CaptureFile>> openCapture(const CaptureFolder& folder);

/// Marks a capture that was cut short as ended: it has been seen to. Errors: file errors.
Result<void> settleCapture(const CaptureFolder& folder);

/// Removes a capture's segments and its folder, nothing else that lies there. Errors: FileNotWritable when a
/// living program writes it, file errors.
Result<void> removeCapture(const CaptureFolder& folder);

/// Removes the oldest captures below a folder that ended in order, until at most `maximumBytes` are left.
/// Those that are in use or were cut short stay. Returns how many were removed.
qsizetype removeOldCaptures(const QString& parent, qint64 maximumBytes);

} // namespace wl
