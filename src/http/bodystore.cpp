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

#include <cerrno>

namespace wl {

namespace {

constexpr auto folderPrefix = "bodies-";

/// Folders are named after their process: those of processes that are gone are left-overs.
void removeLeftovers(const QString& parent)
{
    QDir dir(parent);
    const QStringList folders = dir.entryList({QLatin1String(folderPrefix) + u'*'},
                                              QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString& folder : folders) {
        bool isNumber = false;
        const qint64 pid = folder.section(u'-', 1, 1).toLongLong(&isNumber);
        if (isNumber && pid > 0 && ::kill(pid_t(pid), 0) != 0 && errno == ESRCH)
            QDir(dir.filePath(folder)).removeRecursively();
    }
}

} // namespace

BodyStore::BodyStore(const QString& parent)
    : m_parent(parent)
{
}

BodyStore::~BodyStore()
{
    // Bodies that are still looked at stay until their last owner lets go.
    if (!m_folder.isEmpty())
        QDir().rmdir(m_folder);
}

Result<void> BodyStore::makeFolder()
{
    if (m_parent.isEmpty()) {
        m_parent = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) +
                   QStringLiteral("/wireloupe");
    }
    if (!QDir().mkpath(m_parent))
        return fail(ErrorCode::FileNotWritable, m_parent, errno);
    removeLeftovers(m_parent);
    const QString folder = QStringLiteral("%1/%2%3-%4")
                               .arg(m_parent, QLatin1String(folderPrefix))
                               .arg(QCoreApplication::applicationPid())
                               .arg(QRandomGenerator::system()->generate(), 0, 36);
    if (::mkdir(QFile::encodeName(folder).constData(), S_IRWXU) != 0)
        return fail(fileErrorCode(errno), folder, errno);
    m_folder = folder;
    m_prefix = QFile::encodeName(folder) + '/';
    return {};
}

Result<BodyStore::File> BodyStore::create()
{
    if (m_folder.isEmpty()) {
        if (Result<void> made = makeFolder(); !made)
            return tl::make_unexpected(made.error());
    }
    const QByteArray path = m_prefix + QByteArray::number(m_next++);
    Descriptor fd(
        ::open(path.constData(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (!fd.isValid())
        return fail(fileErrorCode(errno), QFile::decodeName(path), errno);
    return File{std::move(fd), std::make_shared<BodyFile>(QFile::decodeName(path))};
}

} // namespace wl
