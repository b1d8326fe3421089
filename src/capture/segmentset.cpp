// SPDX-License-Identifier: MIT
#include "capture/segmentset.h"

#include <QDir>
#include <QFileInfo>

#include <cerrno>
#include <sys/stat.h>

namespace wl {

namespace {

constexpr qint64 maximumSegments = 256;

// A file more needs a descriptor and an inode, which going on in the newest one does not.
bool lacksMeansForAFile(int number)
{
    return number == EMFILE || number == ENFILE || number == ENOSPC || number == EDQUOT;
}

} // namespace

SegmentSet::SegmentSet(const CaptureConfig& config, std::function<void(quint64)> onDropped)
    : m_config(config)
    , m_onDropped(std::move(onDropped))
{
}

qint64 SegmentSet::segmentBytes(const CaptureConfig& config)
{
    if (!config.segmented) {
        return 0;
    }
    const qint64 most = std::max<qint64>(config.diskBytes / 2, 1);
    return std::min(std::max(config.segmentBytes, config.diskBytes / maximumSegments), most);
}

QString SegmentSet::segmentName(quint32 number)
{
    return QStringLiteral("segment-%1.pcapng").arg(number, 8, 10, QLatin1Char('0'));
}

QString SegmentSet::segmentPath(quint32 number) const
{
    return m_config.segmented ? m_config.path + QLatin1Char('/') + segmentName(number) : m_config.path;
}

Result<void> SegmentSet::makeFolder() const
{
    const QFileInfo folder(m_config.path);
    const QByteArray path = QFile::encodeName(m_config.path);
    if (!QDir().mkpath(folder.absolutePath())) {
        return fail(ErrorCode::FileNotWritable, folder.absolutePath());
    }
    if (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST) {
        return fail(fileErrorCode(errno), m_config.path, errno);
    }
    if (!folder.isDir() || ::chmod(path.constData(), 0700) != 0) {
        return fail(ErrorCode::FileNotWritable, m_config.path);
    }
    return {};
}

Result<void> SegmentSet::open()
{
    return openNext({});
}

Result<void> SegmentSet::openNext(const SegmentStart& start)
{
    if (!m_files.empty()) {
        m_files.back()->seal();
        updateBytesOnDisk();
    }
    const qint64 room = m_config.diskBytes - segmentBytes(m_config);
    while (m_config.segmented && !m_files.empty() && m_bytesOnDisk.load(std::memory_order_relaxed) > room) {
        if (m_spare) {
            m_spare->remove();
        }
        m_spare = dropOldest(m_files.size() > 1 ? m_files[1]->start().firstRecord : start.firstRecord);
    }
    auto file = makeFile(start);
    if (!file && !m_files.empty() && lacksMeansForAFile(file.error().native)) {
        return {}; // a section more in the newest segment
    }
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    const std::lock_guard lock(m_mutex);
    m_files.push_back(std::move(*file));
    return {};
}

Result<std::shared_ptr<SegmentFile>> SegmentSet::makeFile(const SegmentStart& start)
{
    const QString path = segmentPath(start.number);
    if (m_spare) {
        auto reused = SegmentFile::reuse(*m_spare, path, start);
        if (!reused && reused.error().code != ErrorCode::FileNotFound) {
            return reused; // the spare file waits for the next attempt
        }
        m_spare.reset();
        if (reused) {
            return reused;
        }
        // Somebody deleted the spare file: a new one takes its place.
    }
    return SegmentFile::create(path, m_config.segmented, start);
}

std::shared_ptr<SegmentFile> SegmentSet::dropOldest(quint64 firstKept)
{
    m_firstKept.store(firstKept, std::memory_order_release);
    std::shared_ptr<SegmentFile> oldest;
    {
        const std::lock_guard lock(m_mutex);
        oldest = std::move(m_files.front());
        m_files.pop_front();
    }
    oldest->drop();
    m_onDropped(firstKept);
    updateBytesOnDisk();
    return oldest;
}

// A segment ends behind the record that fills it, so the newest one may need more than was left for it.
void SegmentSet::keepCap(qsizetype bytes)
{
    while (m_config.segmented && m_files.size() > 1 &&
           m_bytesOnDisk.load(std::memory_order_relaxed) + m_files.back()->growth(bytes) >
               m_config.diskBytes) {
        dropOldest(m_files[1]->start().firstRecord)->remove();
    }
}

void SegmentSet::updateBytesOnDisk()
{
    qint64 bytes = 0;
    for (const auto& file : m_files) {
        bytes += file->diskBytes();
    }
    m_bytesOnDisk.store(bytes, std::memory_order_relaxed);
}

SegmentFile::Appended SegmentSet::write(const ChunkStream::Span& span)
{
    if (m_files.empty() || m_number != span.segment.number) {
        if (const auto opened = openNext(span.segment); !opened) {
            return {0, opened.error()};
        }
        m_number = span.segment.number;
    }
    keepCap(span.size);
    SegmentFile& file = *m_files.back();
    const qint64 before = file.diskBytes();
    SegmentFile::Appended result = file.append(span.data, span.size);
    m_bytesOnDisk.fetch_add(file.diskBytes() - before, std::memory_order_relaxed);
    return result;
}

void SegmentSet::finish()
{
    if (!m_files.empty()) {
        m_files.back()->seal();
        updateBytesOnDisk();
    }
}

std::pair<std::shared_ptr<SegmentFile>, quint64> SegmentSet::fileAt(quint64 position) const
{
    const std::lock_guard lock(m_mutex);
    const auto after =
        std::upper_bound(m_files.begin(), m_files.end(), position, [](quint64 wanted, const auto& candidate) {
            return wanted < candidate->start().position;
        });
    if (after == m_files.begin()) {
        return {};
    }
    return {*std::prev(after), after == m_files.end() ? ~quint64{0} : (*after)->start().position};
}

Result<void> SegmentSet::read(quint64 position, char* to, qsizetype bytes) const
{
    const auto file = fileAt(position).first;
    return file ? file->read(position, to, bytes)
                : Result<void>(fail(ErrorCode::FileNotFound, m_config.path));
}

Result<qsizetype> SegmentSet::readSome(quint64 position, char* to, qsizetype maxBytes) const
{
    const auto [file, end] = fileAt(position);
    if (!file) {
        return fail(ErrorCode::FileNotFound, m_config.path);
    }
    const auto bytes = static_cast<qsizetype>(std::min(end - position, static_cast<quint64>(maxBytes)));
    if (auto done = file->read(position, to, bytes); !done) {
        return tl::make_unexpected(done.error());
    }
    return bytes;
}

} // namespace wl
