// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "capture/filedescriptor.h"

#include <QString>

#include <functional>
#include <memory>

namespace wl {

/// What comes through a pipe, kept in a file that has no name, so that it can be read again. One thread reads
/// on; what was read once can be had by its place in the file from any.
class Spool
{
public:
    /// Takes the source; `name` is for errors. Errors: file errors, of the folder for temporary files.
    [[nodiscard]] static Result<std::unique_ptr<Spool>> create(FileDescriptor source, const QString& name);

    /// Bytes at `offset`, at most `bytes`, at most where the source has come to: there it waits for more,
    /// after `beforeWaiting`. 0 at the end, and after stop(). Errors: file errors.
    [[nodiscard]] Result<qsizetype> readAt(qint64 offset, char* to, qsizetype bytes,
                                           const std::function<void()>& beforeWaiting);
    /// Ends the waiting. Any thread.
    void stop();

    /// The file.
    [[nodiscard]] int descriptor() const { return m_file.get(); }

private:
    Spool(FileDescriptor source, FileDescriptor file, FileDescriptor wakeup, QString name);
    [[nodiscard]] Result<bool> waitForMore(const std::function<void()>& beforeWaiting) const;
    [[nodiscard]] Result<void> keep(const char* from, qsizetype bytes);
    [[nodiscard]] tl::unexpected<Error> failed(int number) const;

    FileDescriptor m_source;
    FileDescriptor m_file;
    FileDescriptor m_wakeup; ///< readable after stop()
    QString m_name;
    qint64 m_size = 0;
};

} // namespace wl
