// SPDX-License-Identifier: MIT
#include "base/filecommit.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace wl {

namespace {

tl::unexpected<Error> failFile(const QString& path)
{
    const int native = errno;
    return fail(fileErrorCode(native), path, native);
}

class Descriptor
{
public:
    explicit Descriptor(int fd)
        : m_fd(fd)
    {
    }
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int fd() const { return m_fd; }
    bool close()
    {
        const int fd = std::exchange(m_fd, -1);
        return fd < 0 || ::close(fd) == 0;
    }

private:
    int m_fd;
};

bool writeAll(int fd, QByteArrayView content)
{
    while (!content.isEmpty()) {
        const ssize_t written = ::write(fd, content.data(), size_t(content.size()));
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return false;
        }
        content = content.sliced(written);
    }
    return true;
}

/// What a file may be read and written by stays what it was when it is replaced.
bool keepMode(int fd, const QByteArray& target)
{
    struct stat old = {};
    return ::stat(target.constData(), &old) != 0 || !S_ISREG(old.st_mode) ||
           ::fchmod(fd, old.st_mode & 0777) == 0;
}

Result<void> syncFolder(const QString& folder)
{
    Descriptor fd(::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot sync a folder (EINVAL); then there is nothing that we could do better.
    if (fd.fd() < 0 || (::fsync(fd.fd()) != 0 && errno != EINVAL)) {
        return failFile(folder);
    }
    return {};
}

/// A rename would replace a link; what the user linked stays a link and its target is replaced.
QString linkTarget(const QString& path)
{
    const QString target = QFileInfo(path).canonicalFilePath();
    return target.isEmpty() ? path : target;
}

} // namespace

Result<void> makePrivateFolder(const QString& path)
{
    const QFileInfo info(path);
    if (info.isDir()) {
        return {};
    }
    if (const QString parent = info.absolutePath(); parent != info.absoluteFilePath()) {
        if (const auto made = makePrivateFolder(parent); !made) {
            return made;
        }
    }
    if (::mkdir(QFile::encodeName(path).constData(), 0700) != 0 && errno != EEXIST) {
        return failFile(path);
    }
    return {};
}

Result<FileCommit> FileCommit::begin(const QString& requestedPath)
{
    const QString path = linkTarget(requestedPath);
    const QByteArray target = QFile::encodeName(path);
    const QByteArray beside = target + ".new-" + QByteArray::number(qint64(::getpid()));
    const int fd = ::open(beside.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        return failFile(QFile::decodeName(beside));
    }
    return FileCommit(fd, target, beside);
}

FileCommit::FileCommit(int fd, QByteArray target, QByteArray beside)
    : m_fd(fd)
    , m_target(std::move(target))
    , m_beside(std::move(beside))
{
}

FileCommit::FileCommit(FileCommit&& other) noexcept
    : m_fd(std::exchange(other.m_fd, -1))
    , m_target(std::move(other.m_target))
    , m_beside(std::exchange(other.m_beside, {}))
{
}

FileCommit::~FileCommit()
{
    if (m_fd >= 0) {
        ::close(m_fd);
    }
    if (!m_beside.isEmpty()) {
        ::unlink(m_beside.constData());
    }
}

Result<void> FileCommit::write(QByteArrayView piece)
{
    if (!writeAll(m_fd, piece)) {
        return failFile(QFile::decodeName(m_beside));
    }
    return {};
}

Result<void> FileCommit::commit()
{
    if (!keepMode(m_fd, m_target) || ::fsync(m_fd) != 0 || ::close(std::exchange(m_fd, -1)) != 0) {
        return failFile(QFile::decodeName(m_beside));
    }
    const QString path = QFile::decodeName(m_target);
    if (::rename(m_beside.constData(), m_target.constData()) != 0) {
        return failFile(path);
    }
    m_beside.clear();
    return syncFolder(QFileInfo(path).absolutePath());
}

Result<void> commitFile(const QString& path, QByteArrayView content)
{
    if (auto made = makePrivateFolder(QFileInfo(linkTarget(path)).absolutePath()); !made) {
        return made;
    }
    auto file = FileCommit::begin(path);
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    return file->write(content).and_then([&] { return file->commit(); });
}

Result<QByteArray> readFile(const QString& path, qint64 maxBytes)
{
    Descriptor in(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    struct stat info
    {
    };
    if (in.fd() < 0 || ::fstat(in.fd(), &info) != 0) {
        const int native = errno;
        const ErrorCode code = fileErrorCode(native);
        return fail(code == ErrorCode::PermissionDenied ? ErrorCode::FileNotReadable : code, path, native);
    }
    if (!S_ISREG(info.st_mode)) {
        return fail(ErrorCode::FileNotReadable, path);
    }
    if (info.st_size > maxBytes) {
        return fail(ErrorCode::TooLarge, path);
    }
    QByteArray content(info.st_size, Qt::Uninitialized);
    qsizetype got = 0;
    while (got < content.size()) {
        const ssize_t n = ::read(in.fd(), content.data() + got, size_t(content.size() - got));
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0) {
            return failFile(path);
        }
        if (n == 0) {
            break;
        }
        got += n;
    }
    content.truncate(got);
    return content;
}

QString safeFileName(const QString& untrusted)
{
    static constexpr qsizetype maxBytes = 200;
    QString name;
    for (const QChar c : untrusted.section(u'/', -1).section(u'\\', -1)) {
        const bool isSafe =
            c.isPrint() && !QStringLiteral("<>:\"|?*").contains(c) && c.category() != QChar::Other_Format;
        name += isSafe || c.isSurrogate() ? c : u'_';
    }
    name = name.trimmed();
    while (name.startsWith(u'.')) {
        name.remove(0, 1);
    }
    while (name.endsWith(u'.') || name.endsWith(u' ')) {
        name.chop(1);
    }
    while (name.toUtf8().size() > maxBytes) {
        name.chop(name.back().isLowSurrogate() ? 2 : 1);
    }
    return name.isEmpty() ? QStringLiteral("download") : name;
}

} // namespace wl
