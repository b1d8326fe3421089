// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httpexchange.h"
#include "net/descriptor.h"

#include <memory>
#include <mutex>

namespace wl {

/// Writes all bytes to a descriptor. Errors: file errors with `path` as detail, DiskFull.
[[nodiscard]] Result<void> writeAll(const Descriptor& fd, QByteArrayView bytes, const QString& path);

/// Gives a file a second name, where the disk allows it: what nobody writes any more is then not copied. Else
/// makes a copy (mode 0600). `to` must not exist. Errors: file errors, DiskFull.
[[nodiscard]] Result<void> linkOrCopy(const QString& from, const QString& to);

/// The folder in which bodies of responses wait to be looked at: 0700, below the cache folder, one per
/// client, removed with its last body; what a killed process left is removed by the next one. Any thread.
class BodyStore : public std::enable_shared_from_this<BodyStore>
{
public:
    BodyStore() = default;
    ~BodyStore();
    BodyStore(const BodyStore&) = delete;
    BodyStore& operator=(const BodyStore&) = delete;

    struct File
    {
        Descriptor fd;
        std::shared_ptr<BodyFile> owner;
    };
    /// A new empty file, mode 0600. Errors: file errors.
    [[nodiscard]] Result<File> create();
    /// A new file with the content of another one, which nobody writes any more. Errors: file errors,
    /// DiskFull.
    [[nodiscard]] Result<std::shared_ptr<BodyFile>> link(const QString& path);
    /// A new file with this content, which the caller removes; its path. Errors: file errors, DiskFull.
    [[nodiscard]] Result<QString> write(QByteArrayView content);

private:
    struct Opened
    {
        Descriptor fd;
        QString path;
    };
    [[nodiscard]] Result<Opened> open();
    [[nodiscard]] Result<QString> newPath();
    [[nodiscard]] Result<void> makeFolder();

    std::mutex m_mutex;
    QString m_folder; ///< empty until the first file
    quint64 m_next = 0;
};

} // namespace wl
