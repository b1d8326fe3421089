// SPDX-License-Identifier: MIT
#include "capture/namelessfile.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

namespace wl {

Result<FileDescriptor> namelessFile()
{
    const QString place = QDir::tempPath() + QStringLiteral("/wireloupe-XXXXXX");
    QByteArray path = QFile::encodeName(place);
    FileDescriptor file(::mkostemp(path.data(), O_CLOEXEC)); // 0600
    if (!file.isValid())
        return fail(fileErrorCode(errno), place, errno);
    ::unlink(path.constData());
    return file;
}

Result<void> writeAllAt(const FileDescriptor& file, QByteArrayView bytes, qint64 offset, const QString& name)
{
    while (!bytes.isEmpty()) {
        const ssize_t n = ::pwrite(file.get(), bytes.data(), static_cast<size_t>(bytes.size()), offset);
        if (n < 0 && errno != EINTR)
            return fail(fileErrorCode(errno), name, errno);
        const qsizetype done = std::max<ssize_t>(n, 0);
        bytes = bytes.sliced(done);
        offset += done;
    }
    return {};
}

} // namespace wl
