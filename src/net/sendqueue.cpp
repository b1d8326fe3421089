// SPDX-License-Identifier: MIT
#include "net/sendqueue.h"

#include "base/limits.h"

#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

namespace wl {

namespace {

/// Small sends share an entry up to this size.
constexpr qint64 mergeBytes = 64LL * 1024;

} // namespace

bool SendQueue::hasRoom(qint64 bytes) const
{
    return bytes <= limits::sendQueueBytes - m_memoryBytes;
}

Result<void> SendQueue::append(QByteArrayView bytes)
{
    if (!hasRoom(bytes.size()))
        return fail(ErrorCode::QueueFull, QString::number(m_memoryBytes));
    if (bytes.isEmpty())
        return {};
    const bool merge = !m_entries.empty() && !m_entries.back().file.isValid() &&
                       m_entries.back().bytes.size() + bytes.size() <= mergeBytes;
    if (merge) {
        m_entries.back().bytes.append(bytes);
    } else {
        // In pieces, each of which is free as soon as it is sent: what counts as sent is not held.
        for (qint64 at = 0; at < bytes.size(); at += pieceBytes) {
            Entry entry;
            entry.bytes = bytes.sliced(at, std::min(pieceBytes, bytes.size() - at)).toByteArray();
            m_entries.push_back(std::move(entry));
        }
    }
    m_memoryBytes += bytes.size();
    return {};
}

Result<void> SendQueue::appendFile(const QString& path)
{
    if (m_files >= maxFiles)
        return fail(ErrorCode::QueueFull, path);
    Entry entry;
    // Not blocking, so that a FIFO without a writer cannot hold up the thread before it is refused.
    entry.file.reset(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!entry.file.isValid())
        return fail(fileErrorCode(errno), path, errno);
    struct stat facts = {};
    if (::fstat(entry.file.get(), &facts) != 0)
        return fail(fileErrorCode(errno), path, errno);
    if (!S_ISREG(facts.st_mode))
        return fail(ErrorCode::FileNotReadable, path);
    if (facts.st_size == 0)
        return {};
    entry.path = path;
    entry.fileLeft = facts.st_size;
    m_fileBytes += entry.fileLeft;
    m_entries.push_back(std::move(entry));
    ++m_files;
    return {};
}

Result<void> SendQueue::readPiece(Entry& entry)
{
    const qint64 wanted = std::min(entry.fileLeft, pieceBytes);
    entry.offset = 0;
    entry.bytes.resize(wanted);
    qint64 got = 0;
    while (got == 0) {
        got = ::read(entry.file.get(), entry.bytes.data(), size_t(wanted));
        if (got < 0 && errno != EINTR)
            return fail(fileErrorCode(errno), entry.path, errno);
        if (got == 0)
            return fail(ErrorCode::FileFailed, entry.path + QStringLiteral(" (it became shorter)"));
        got = std::max<qint64>(got, 0);
    }
    entry.bytes.resize(got);
    entry.fileLeft -= got;
    return {};
}

Result<QByteArrayView> SendQueue::front()
{
    Entry& entry = m_entries.front();
    if (entry.file.isValid() && entry.offset == entry.bytes.size()) {
        const Result<void> read = readPiece(entry);
        if (!read) {
            m_fileBytes -= entry.fileLeft;
            --m_files;
            m_entries.pop_front();
            return tl::make_unexpected(read.error());
        }
    }
    const qint64 size = std::min<qint64>(entry.bytes.size() - entry.offset, pieceBytes);
    return QByteArrayView(entry.bytes).sliced(entry.offset, size);
}

void SendQueue::consume(qint64 count)
{
    Entry& entry = m_entries.front();
    entry.offset += count;
    if (entry.file.isValid())
        m_fileBytes -= count;
    else
        m_memoryBytes -= count;
    if (entry.offset < entry.bytes.size() || entry.fileLeft > 0)
        return;
    if (entry.file.isValid())
        --m_files;
    m_entries.pop_front();
}

void SendQueue::clear()
{
    m_entries.clear();
    m_memoryBytes = 0;
    m_fileBytes = 0;
    m_files = 0;
}

} // namespace wl
