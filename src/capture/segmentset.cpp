// SPDX-License-Identifier: MIT
#include "capture/segmentset.h"

#include <QDir>
#include <QFileInfo>

#include <cerrno>
#include <sys/stat.h>

namespace wl {

namespace {

constexpr qint64 maximumSegments = 256;

} // namespace

SegmentSet::SegmentSet(const CaptureConfig& config)
    : m_config(config)
{
}

qint64 SegmentSet::segmentBytes(const CaptureConfig& config)
{
    return config.segmented ? std::max(config.segmentBytes, config.diskBytes / maximumSegments) : 0;
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
    const QString path = segmentPath(start.number);
    auto file = m_spare ? SegmentFile::reuse(*m_spare, path, start)
                        : SegmentFile::create(path, m_config.segmented, start);
    if (!file) {
        return tl::make_unexpected(file.error());
    }
    m_spare.reset();
    const std::lock_guard lock(m_mutex);
    m_files.push_back(std::move(*file));
    return {};
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
    updateBytesOnDisk();
    return oldest;
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
    if (m_files.empty() || m_files.back()->start().number != span.segment.number) {
        if (const auto opened = openNext(span.segment); !opened) {
            return {0, opened.error()};
        }
    }
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

Result<void> SegmentSet::read(quint64 position, char* to, qsizetype bytes) const
{
    std::shared_ptr<SegmentFile> file;
    {
        const std::lock_guard lock(m_mutex);
        const auto after = std::upper_bound(
            m_files.begin(), m_files.end(), position,
            [](quint64 wanted, const auto& candidate) { return wanted < candidate->start().position; });
        if (after == m_files.begin()) {
            return fail(ErrorCode::FileNotFound, m_config.path);
        }
        file = *std::prev(after);
    }
    return file->read(position, to, bytes);
}

} // namespace wl
