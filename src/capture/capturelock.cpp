// SPDX-License-Identifier: MIT
#include "capture/capturelock.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace wl {

namespace {

QString markPath(const QString& folder)
{
    return folder + QStringLiteral("/capturing");
}

} // namespace

Result<void> CaptureLock::acquire(const QString& folder)
{
    m_path = markPath(folder);
    FileDescriptor fd(
        ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!fd.isValid()) {
        return fail(errno == EEXIST ? ErrorCode::FileNotWritable : fileErrorCode(errno), m_path, errno);
    }
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        return fail(fileErrorCode(errno), m_path, errno);
    }
    m_fd = std::move(fd);
    return {};
}

void CaptureLock::release()
{
    if (m_fd.isValid()) {
        ::unlink(QFile::encodeName(m_path).constData());
        m_fd = FileDescriptor();
    }
}

CaptureLock::State CaptureLock::stateOf(const QString& folder)
{
    const FileDescriptor fd(::open(QFile::encodeName(markPath(folder)).constData(), O_RDONLY | O_CLOEXEC));
    if (!fd.isValid()) {
        return State::Ended;
    }
    return ::flock(fd.get(), LOCK_SH | LOCK_NB) == 0 ? State::CutShort : State::InUse;
}

Result<void> CaptureLock::clear(const QString& folder)
{
    if (stateOf(folder) == State::InUse) {
        return fail(ErrorCode::FileNotWritable, folder);
    }
    const QString path = markPath(folder);
    if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT) {
        return fail(fileErrorCode(errno), path, errno);
    }
    return {};
}

} // namespace wl
