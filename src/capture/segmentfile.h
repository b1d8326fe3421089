// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "capture/chunkstream.h"
#include "capture/filedescriptor.h"

#include <QString>

#include <atomic>
#include <memory>

namespace wl {

/// One pcapng file of a capture. The writer thread appends; any thread reads what was appended, also after
/// the file was given away to a newer segment (the read then says so).
class SegmentFile
{
public:
    /// Creates the file (0600). `exclusive`: it must not exist. Errors: file errors with the path.
    [[nodiscard]] static Result<std::shared_ptr<SegmentFile>> create(const QString& path, bool exclusive,
                                                                     const SegmentStart& start);
    /// A new segment over the pages of an old one's file, which gets a new name. `old` is dropped by this:
    /// reads from it fail from now on. Needs no descriptor. Errors: FileNotFound where somebody deleted the
    /// old file; file errors; may be tried again then.
    [[nodiscard]] static Result<std::shared_ptr<SegmentFile>> reuse(SegmentFile& old, const QString& path,
                                                                    const SegmentStart& start);

    struct Appended
    {
        qsizetype bytes = 0; ///< whole blocks that are in the file now
        Error error;         ///< why not all
    };
    /// Writer: appends whole blocks. What did not fit is cut off again at the last whole block.
    [[nodiscard]] Appended append(const char* blocks, qsizetype size);
    /// Writer: no more blocks will come. Cuts off what is left of previous content.
    void seal();
    /// Writer: the payload is gone from now on; the file may be overwritten or removed.
    void drop() { m_dropped.store(true, std::memory_order_seq_cst); }
    /// Writer: drops and deletes the file.
    void remove();

    /// Reads exactly `bytes` at a position of the capture. Errors: FileNotFound after drop(), file errors.
    [[nodiscard]] Result<void> read(quint64 position, char* to, qsizetype bytes) const;

    [[nodiscard]] const SegmentStart& start() const { return m_start; }
    /// Writer: bytes that the file takes on disk.
    [[nodiscard]] qint64 diskBytes() const { return std::max(m_size, m_previousSize); }
    /// Writer: bytes that appending so many would add to that.
    [[nodiscard]] qint64 growth(qsizetype bytes) const
    {
        return std::max<qint64>(m_size + bytes - diskBytes(), 0);
    }

private:
    SegmentFile(std::shared_ptr<const FileDescriptor> fd, QString path, const SegmentStart& start);

    [[nodiscard]] Appended appendAtEnd(const char* blocks, qsizetype size);
    [[nodiscard]] Appended appendOverPrevious(const char* blocks, qsizetype size);
    [[nodiscard]] Error lastError(int number) const;
    [[nodiscard]] bool clear();
    [[nodiscard]] bool coverPrevious(qint64 end);

    std::shared_ptr<const FileDescriptor> m_fd; ///< also of the newer segment that the file was given to
    QString m_path;
    SegmentStart m_start;
    qint64 m_firstOffset = 0;  ///< in the file, of the segment's first block
    qint64 m_size = 0;         ///< whole blocks
    qint64 m_previousSize = 0; ///< of the content that is being overwritten, 0 for none
    std::atomic<bool> m_dropped{false};
};

} // namespace wl
