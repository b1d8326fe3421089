// SPDX-License-Identifier: MIT
#include "http/bodydevice.h"

#include <cerrno>
#include <cstring>

namespace wl {

BodyDevice::BodyDevice(BodyPlan plan, QObject* parent)
    : QIODevice(parent)
    , m_plan(std::move(plan))
    , m_size(m_plan.size())
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 BodyDevice::readData(char* data, qint64 maxSize)
{
    // All of it: for a device with random access less means the end.
    qint64 done = 0;
    while (done < maxSize && !m_hasFailed) {
        const qint64 count = readPiece(pos() + done, data + done, maxSize - done);
        if (count <= 0)
            break;
        done += count;
    }
    return m_hasFailed || (done == 0 && maxSize > 0) ? -1 : done;
}

/// Reads from one segment; 0 at the end, −1 where it failed.
qint64 BodyDevice::readPiece(qint64 position, char* data, qint64 maxSize)
{
    qint64 start = 0;
    for (qsizetype i = 0; i < m_plan.segments.size(); ++i) {
        const BodySegment& segment = m_plan.segments[i];
        const qint64 offset = position - start;
        start += segment.size;
        if (offset >= segment.size)
            continue;
        const qint64 size = std::min(maxSize, segment.size - offset);
        if (!segment.filePath.isEmpty())
            return readFile(i, offset, data, size);
        std::memcpy(data, segment.bytes.constData() + offset, size_t(size));
        return size;
    }
    return 0;
}

qint64 BodyDevice::readFile(qsizetype index, qint64 offset, char* data, qint64 size)
{
    const QString& path = m_plan.segments[index].filePath;
    if (m_fileIndex != index) {
        m_file = std::make_unique<QFile>(path);
        m_fileIndex = index;
        if (!m_file->open(QIODevice::ReadOnly | QIODevice::Unbuffered))
            return refuse({ErrorCode::FileNotReadable, path, errno});
    }
    if (m_file->pos() != offset && !m_file->seek(offset))
        return refuse({ErrorCode::FileFailed, path, errno});
    const qint64 count = m_file->read(data, size);
    if (count < 0)
        return refuse({ErrorCode::FileFailed, path, errno});
    if (count == 0)
        return refuse({ErrorCode::FileFailed, QStringLiteral("%1 got shorter while it was sent").arg(path)});
    return count;
}

qint64 BodyDevice::refuse(const Error& error)
{
    m_hasFailed = true;
    emit failed(error);
    return -1;
}

} // namespace wl
