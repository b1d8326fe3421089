// SPDX-License-Identifier: MIT
#include "capture/segmentfile.h"

#include "capture/pcapng.h"

#include <QFile>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace wl {

using namespace pcapng;

namespace {

constexpr qsizetype blockHead = 8; // type and total length

// Bytes of the whole blocks among the first `size` bytes.
qsizetype wholeBlocks(const char* blocks, qsizetype size)
{
    qsizetype at = 0;
    while (at + blockHead <= size) {
        const auto total = static_cast<qsizetype>(qFromLittleEndian<quint32>(blocks + at + 4));
        if (at + total > size) {
            break;
        }
        at += total;
    }
    return at;
}

// Writes all of it, or as much as the disk takes. errno tells why not all.
qsizetype writeFully(int fd, const char* from, qsizetype size, qint64 offset)
{
    qsizetype done = 0;
    while (done < size) {
        const ssize_t n = ::pwrite(fd, from + done, static_cast<size_t>(size - done), offset + done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            errno = n == 0 ? ENOSPC : errno;
            break;
        }
        done += n;
    }
    return done;
}

bool readFully(int fd, char* to, qsizetype size, qint64 offset)
{
    qsizetype done = 0;
    while (done < size) {
        const ssize_t n = ::pread(fd, to + done, static_cast<size_t>(size - done), offset + done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            errno = n == 0 ? EIO : errno;
            return false;
        }
        done += n;
    }
    return true;
}

} // namespace

SegmentFile::SegmentFile(std::shared_ptr<const FileDescriptor> fd, QString path, const SegmentStart& start)
    : m_fd(std::move(fd))
    , m_path(std::move(path))
    , m_start(start)
{
}

Result<std::shared_ptr<SegmentFile>> SegmentFile::create(const QString& path, bool exclusive,
                                                         const SegmentStart& start)
{
    const int mode = O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | (exclusive ? O_EXCL : O_TRUNC);
    FileDescriptor fd(::open(QFile::encodeName(path).constData(), mode, 0600));
    if (!fd.isValid()) {
        return fail(fileErrorCode(errno), path, errno);
    }
    struct stat facts = {};
    if (::fstat(fd.get(), &facts) != 0) {
        return fail(fileErrorCode(errno), path, errno);
    }
    if (S_ISREG(facts.st_mode) && ::fchmod(fd.get(), 0600) != 0) {
        return fail(fileErrorCode(errno), path, errno);
    }
    if (!S_ISREG(facts.st_mode) && !S_ISCHR(facts.st_mode)) {
        return fail(ErrorCode::FileNotWritable, path); // a pipe cannot be read back
    }
    return std::shared_ptr<SegmentFile>(
        new SegmentFile(std::make_shared<const FileDescriptor>(std::move(fd)), path, start));
}

Result<std::shared_ptr<SegmentFile>> SegmentFile::reuse(SegmentFile& old, const QString& path,
                                                        const SegmentStart& start)
{
    old.drop();
    std::shared_ptr<SegmentFile> file(new SegmentFile(old.m_fd, path, start));
    file->m_previousSize = old.m_size;
    if (!file->clear() ||
        ::rename(QFile::encodeName(old.m_path).constData(), QFile::encodeName(path).constData()) != 0) {
        return fail(fileErrorCode(errno), path, errno);
    }
    return file;
}

// Keeps the old section header, which makes an empty capture, and begins a section of its own behind it.
bool SegmentFile::clear()
{
    std::array<char, blockHead> head{};
    if (!readFully(m_fd->get(), head.data(), blockHead, 0)) {
        return false;
    }
    m_firstOffset = m_size = qFromLittleEndian<quint32>(head.data() + 4);
    return coverPrevious(m_size);
}

Error SegmentFile::lastError(int number) const
{
    return Error{fileErrorCode(number), m_path, number};
}

SegmentFile::Appended SegmentFile::append(const char* blocks, qsizetype size)
{
    return m_previousSize > 0 ? appendOverPrevious(blocks, size) : appendAtEnd(blocks, size);
}

SegmentFile::Appended SegmentFile::appendAtEnd(const char* blocks, qsizetype size)
{
    const qsizetype done = writeFully(m_fd->get(), blocks, size, m_size);
    if (done == size) {
        m_size += size;
        return {size, {}};
    }
    Appended result{wholeBlocks(blocks, done), lastError(errno)};
    m_size += result.bytes;
    // Fails where the file cannot be cut (a device): then there is nothing to cut either.
    [[maybe_unused]] const int cut = ::ftruncate(m_fd->get(), m_size);
    return result;
}

// The old content stays behind the new one, covered by one filler block up to the end of the file. First all
// but the first 8 bytes, then these: so a reader (and what a crash leaves) sees either the old end or the
// new.
SegmentFile::Appended SegmentFile::appendOverPrevious(const char* blocks, qsizetype size)
{
    const qint64 end = m_size + size;
    const qsizetype rest = size - blockHead;
    if (writeFully(m_fd->get(), blocks + blockHead, rest, m_size + blockHead) != rest ||
        !coverPrevious(end) || writeFully(m_fd->get(), blocks, blockHead, m_size) != blockHead) {
        seal(); // the old content, half overwritten, makes room for what still fits
        return appendAtEnd(blocks, size);
    }
    m_size = end;
    return {size, {}};
}

// Covers what lies behind `end`, or cuts it off where a block does not fit. The reader's sign is the head.
bool SegmentFile::coverPrevious(qint64 end)
{
    const qint64 left = m_previousSize - end;
    if (left >= minimumBlockBytes) {
        std::array<char, blockHead> head{};
        put<quint32>(head.data(), filler);
        put<quint32>(head.data() + 4, static_cast<quint32>(left));
        return writeFully(m_fd->get(), head.data() + 4, 4, m_previousSize - 4) == 4 &&
               writeFully(m_fd->get(), head.data(), blockHead, end) == blockHead;
    }
    if (left > 0 && ::ftruncate(m_fd->get(), end) != 0) {
        return false;
    }
    m_previousSize = 0;
    return true;
}

void SegmentFile::seal()
{
    if (m_previousSize > 0) {
        [[maybe_unused]] const int cut = ::ftruncate(m_fd->get(), m_size);
    }
    m_previousSize = 0;
}

void SegmentFile::remove()
{
    drop();
    ::unlink(QFile::encodeName(m_path).constData());
}

Result<void> SegmentFile::read(quint64 position, char* to, qsizetype bytes) const
{
    const bool done =
        readFully(m_fd->get(), to, bytes, m_firstOffset + static_cast<qint64>(position - m_start.position));
    const int number = errno;
    // Only now: what was read before the segment was dropped is what was written.
    if (m_dropped.load(std::memory_order_seq_cst)) {
        return fail(ErrorCode::FileNotFound, m_path);
    }
    if (!done) {
        return fail(fileErrorCode(number), m_path, number);
    }
    return {};
}

} // namespace wl
