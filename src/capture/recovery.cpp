// SPDX-License-Identifier: MIT
#include "capture/recovery.h"

#include "capture/capturelock.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <unistd.h>

namespace wl {

namespace {

CaptureFolderState stateOf(const QString& folder)
{
    switch (CaptureLock::stateOf(folder)) {
    case CaptureLock::State::Ended: return CaptureFolderState::Ended;
    case CaptureLock::State::CutShort: return CaptureFolderState::CutShort;
    case CaptureLock::State::InUse: break;
    }
    return CaptureFolderState::InUse;
}

CaptureFolder readFolder(const QString& path)
{
    CaptureFolder folder;
    folder.path = path;
    // Names have numbers of equal width: by name is by age.
    const QFileInfoList files = QDir(path).entryInfoList({QStringLiteral("segment-*.pcapng")},
                                                         QDir::Files | QDir::NoSymLinks, QDir::Name);
    for (const QFileInfo& file : files) {
        folder.segments.append(file.absoluteFilePath());
        folder.bytes += file.size();
        folder.modified = std::max(folder.modified, file.lastModified());
    }
    folder.state = stateOf(path);
    return folder;
}

} // namespace

QList<CaptureFolder> findCaptures(const QString& parent)
{
    QList<CaptureFolder> captures;
    const QStringList names = QDir(parent).entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    for (const QString& name : names) {
        CaptureFolder folder = readFolder(QDir(parent).absoluteFilePath(name));
        if (!folder.segments.isEmpty()) {
            captures.append(std::move(folder));
        }
    }
    std::sort(captures.begin(), captures.end(),
              [](const CaptureFolder& a, const CaptureFolder& b) { return a.modified > b.modified; });
    return captures;
}

Result<std::unique_ptr<CaptureFile>> openCapture(const CaptureFolder& folder)
{
    return CaptureFile::open(folder.segments);
}

Result<void> settleCapture(const CaptureFolder& folder)
{
    return CaptureLock::clear(folder.path);
}

Result<void> removeCapture(const CaptureFolder& folder)
{
    if (CaptureLock::stateOf(folder.path) == CaptureLock::State::InUse) {
        return fail(ErrorCode::FileNotWritable, folder.path);
    }
    for (const QString& segment : folder.segments) {
        if (::unlink(QFile::encodeName(segment).constData()) != 0 && errno != ENOENT) {
            return fail(fileErrorCode(errno), segment, errno);
        }
    }
    if (auto cleared = CaptureLock::clear(folder.path); !cleared) {
        return cleared;
    }
    if (::rmdir(QFile::encodeName(folder.path).constData()) != 0) {
        return fail(fileErrorCode(errno), folder.path, errno);
    }
    return {};
}

qsizetype removeOldCaptures(const QString& parent, qint64 maximumBytes)
{
    const QList<CaptureFolder> captures = findCaptures(parent);
    qint64 bytes = 0;
    qsizetype removed = 0;
    for (const CaptureFolder& capture : captures) { // newest first
        bytes += capture.bytes;
        if (bytes > maximumBytes && capture.state == CaptureFolderState::Ended && removeCapture(capture)) {
            bytes -= capture.bytes;
            ++removed;
        }
    }
    return removed;
}

} // namespace wl
