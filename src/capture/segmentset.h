// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturestore.h"
#include "capture/segmentfile.h"

#include <deque>
#include <functional>
#include <mutex>

namespace wl {

/// The files of a capture: one, or a folder of segments with a cap on disk use. The writer thread writes; any
/// thread reads.
class SegmentSet
{
public:
    /// `onDropped` is called by the writer with the first record that is kept.
    explicit SegmentSet(const CaptureConfig& config, std::function<void(quint64)> onDropped);

    /// Creates the folder of a segmented capture (0700). Errors: file errors.
    [[nodiscard]] Result<void> makeFolder() const;
    [[nodiscard]] const QString& folder() const { return m_config.path; }
    /// Creates the first file. Errors: file errors.
    [[nodiscard]] Result<void> open();
    /// Writer: whole blocks; opens the next segment when they belong to one. Where there is no descriptor
    /// left for one, the newest segment goes on. Returns what is in the file.
    [[nodiscard]] SegmentFile::Appended write(const ChunkStream::Span& span);
    /// Writer: the end of the capture.
    void finish();

    /// Errors: FileNotFound where the cap dropped it, file errors.
    [[nodiscard]] Result<void> read(quint64 position, char* to, qsizetype bytes) const;
    /// As read(), but only up to the end of the segment that holds `position`; the bytes from there to there
    /// plus `maxBytes` are written. Returns how many.
    [[nodiscard]] Result<qsizetype> readSome(quint64 position, char* to, qsizetype maxBytes) const;
    /// First record whose payload is kept.
    [[nodiscard]] quint64 firstKept() const { return m_firstKept.load(std::memory_order_acquire); }
    [[nodiscard]] qint64 bytesOnDisk() const { return m_bytesOnDisk.load(std::memory_order_relaxed); }

    /// Bytes after which a new segment begins; 0 = never. Not less than a 256th of the cap, so that the
    /// number of open files stays small, nor more than half of it, so that the cap holds.
    [[nodiscard]] static qint64 segmentBytes(const CaptureConfig& config);
    [[nodiscard]] static QString segmentName(quint32 number);

private:
    [[nodiscard]] Result<void> openNext(const SegmentStart& start);
    [[nodiscard]] Result<std::shared_ptr<SegmentFile>> makeFile(const SegmentStart& start);
    void keepCap(qsizetype bytes);
    [[nodiscard]] std::shared_ptr<SegmentFile> dropOldest(quint64 firstKept);
    [[nodiscard]] QString segmentPath(quint32 number) const;
    void updateBytesOnDisk();
    /// The file that holds `position`, none where the cap dropped it, and where the next one begins.
    [[nodiscard]] std::pair<std::shared_ptr<SegmentFile>, quint64> fileAt(quint64 position) const;

    CaptureConfig m_config;
    std::function<void(quint64)> m_onDropped;
    mutable std::mutex m_mutex; // guards m_files against readers; only the writer changes it
    std::deque<std::shared_ptr<SegmentFile>> m_files;
    quint32 m_number = 0;                 ///< of the segment that is being written
    std::shared_ptr<SegmentFile> m_spare; ///< dropped, its file waits to be used again
    std::atomic<quint64> m_firstKept{0};
    std::atomic<qint64> m_bytesOnDisk{0};
};

} // namespace wl
