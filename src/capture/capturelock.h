// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "capture/filedescriptor.h"

#include <QString>

namespace wl {

/// The mark of a segmented capture that is being written: a file in its folder, locked (flock) while the
/// process lives and removed at an orderly end. Left there unlocked it means: the capture was cut short.
class CaptureLock
{
public:
    CaptureLock() = default;
    ~CaptureLock() = default;

    /// Errors: FileNotWritable when there is a mark already, file errors.
    [[nodiscard]] Result<void> acquire(const QString& folder);
    /// Removes the mark.
    void release();
    /// Leaves the mark: whoever finds it is told that the capture was cut short.
    void abandon() { m_fd = FileDescriptor(); }

    enum class State : quint8 { Ended, CutShort, InUse };
    /// What a folder's mark says.
    [[nodiscard]] static State stateOf(const QString& folder);
    /// Removes a mark that nobody holds. Errors: FileNotWritable when a living process has it, file errors.
    [[nodiscard]] static Result<void> clear(const QString& folder);

private:
    FileDescriptor m_fd;
    QString m_path;
};

} // namespace wl
