// SPDX-License-Identifier: MIT
#include "http/bodystore.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QStandardPaths>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace wl {

namespace {

const QLatin1String folderPrefix("bodies-");
constexpr qsizetype copyBytes = 256 * 1024;

/// Folders are named after their process: those of processes that are gone are left-overs.
void removeLeftovers(const QString& parent)
{
    const QDir dir(parent);
    const QStringList folders =
        dir.entryList({folderPrefix + u'*'}, QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString& folder : folders) {
        bool isNumber = false;
        const qint64 pid = folder.section(u'-', 1, 1).toLongLong(&isNumber);
        if (isNumber && pid > 0 && ::kill(pid_t(pid), 0) != 0 && errno == ESRCH)
            QDir(dir.filePath(folder)).removeRecursively();
    }
}

} // namespace

Result<void> writeAll(const Descriptor& fd, QByteArrayView bytes, const QString& path)
{
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(fd.get(), bytes.data(), size_t(bytes.size()));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return fail(fileErrorCode(errno), path, errno);
        bytes = bytes.sliced(count);
    }
    return {};
}

Result<void> linkOrCopy(const QString& from, const QString& to)
{
    const QByteArray source = QFile::encodeName(from);
    const QByteArray target = QFile::encodeName(to);
    if (::link(source.constData(), target.constData()) == 0)
        return {};
    if (errno == ENOENT || errno == EEXIST)
        return fail(fileErrorCode(errno), errno == ENOENT ? from : to, errno);
    // Another disk, or one without such names.
    const Descriptor in(::open(source.constData(), O_RDONLY | O_CLOEXEC));
    if (!in.isValid())
        return fail(fileErrorCode(errno), from, errno);
    const Descriptor out(
        ::open(target.constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!out.isValid())
        return fail(fileErrorCode(errno), to, errno);
    QByteArray buffer(copyBytes, Qt::Uninitialized);
    for (;;) {
        const ssize_t count = ::read(in.get(), buffer.data(), size_t(buffer.size()));
        if (count < 0 && errno == EINTR)
            continue;
        const Result<void> written = count < 0
                                         ? fail(fileErrorCode(errno), from, errno)
                                         : writeAll(out, QByteArrayView(buffer).first(qsizetype(count)), to);
        if (!written) {
            QFile::remove(to);
            return written;
        }
        if (count == 0)
            return {};
    }
}

BodyStore::~BodyStore()
{
    if (!m_folder.isEmpty())
        QDir().rmdir(m_folder);
}

Result<void> BodyStore::makeFolder()
{
    const QString parent =
        QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/wireloupe");
    if (!QDir().mkpath(parent))
        return fail(ErrorCode::FileNotWritable, parent, errno);
    removeLeftovers(parent);
    const QString folder = QStringLiteral("%1/%2%3-%4")
                               .arg(parent, folderPrefix)
                               .arg(QCoreApplication::applicationPid())
                               .arg(QRandomGenerator::system()->generate(), 0, 36);
    if (::mkdir(QFile::encodeName(folder).constData(), S_IRWXU) != 0)
        return fail(fileErrorCode(errno), folder, errno);
    m_folder = folder;
    return {};
}

Result<QString> BodyStore::newPath()
{
    const std::lock_guard lock(m_mutex);
    if (m_folder.isEmpty()) {
        if (Result<void> made = makeFolder(); !made)
            return tl::make_unexpected(made.error());
    }
    return m_folder + u'/' + QString::number(m_next++);
}

Result<std::shared_ptr<BodyFile>> BodyStore::link(const QString& path)
{
    const Result<QString> own = newPath();
    if (!own)
        return tl::make_unexpected(own.error());
    if (const Result<void> linked = linkOrCopy(path, *own); !linked)
        return tl::make_unexpected(linked.error());
    return std::make_shared<BodyFile>(*own, shared_from_this());
}

Result<BodyStore::Opened> BodyStore::open()
{
    const Result<QString> made = newPath();
    if (!made)
        return tl::make_unexpected(made.error());
    const QString& path = *made;
    Descriptor fd(::open(QFile::encodeName(path).constData(),
                         O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!fd.isValid())
        return fail(fileErrorCode(errno), path, errno);
    return Opened{std::move(fd), path};
}

Result<BodyStore::File> BodyStore::create()
{
    Result<Opened> opened = open();
    if (!opened)
        return tl::make_unexpected(opened.error());
    return File{std::move(opened->fd), std::make_shared<BodyFile>(opened->path, shared_from_this())};
}

Result<QString> BodyStore::write(QByteArrayView content)
{
    const Result<Opened> opened = open();
    if (!opened)
        return tl::make_unexpected(opened.error());
    if (const Result<void> written = writeAll(opened->fd, content, opened->path); !written) {
        QFile::remove(opened->path);
        return tl::make_unexpected(written.error());
    }
    return opened->path;
}

} // namespace wl
