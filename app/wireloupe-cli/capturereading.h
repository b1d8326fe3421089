// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturefile.h"
#include "outlet.h"

#include <functional>
#include <memory>

namespace wl::cli {

/// Opens a capture and hands out its records as they are read, so that the first line of a large file is out
/// at once. Main thread.
class CaptureReading
{
public:
    /// Takes one record; false ends the reading (nobody reads what we print).
    using Row = std::function<bool(RecordId)>;
    /// Takes what there is now, records before `count`; false ends the reading.
    using Part = std::function<bool(quint64 count)>;

    explicit CaptureReading(const QString& path);

    /// Reads to the end; the exit code. What is wrong with the file is told on standard error; what came
    /// before it was handed out.
    [[nodiscard]] int forEach(const Row& row);
    /// The same for who goes through the records in a way of their own.
    [[nodiscard]] int forEachPart(const Part& part);
    [[nodiscard]] bool isOpen() const { return m_file != nullptr; }
    /// Hands out the payload of a record in pieces, with the place of each; false, after telling so, where it
    /// cannot be read.
    [[nodiscard]] bool
    readPayload(RecordId id, const std::function<void(QByteArrayView piece, quint64 offset)>& take) const;
    /// Of an open capture.
    [[nodiscard]] const CaptureFile& file() const { return *m_file; }
    /// Nothing came behind this record yet, so it is time to show what was printed.
    [[nodiscard]] bool isLatest(RecordId id) const { return id.value() + 1 == m_file->recordCount(); }

private:
    [[nodiscard]] int tell(const Error& error) const;

    QString m_path;
    std::unique_ptr<CaptureFile> m_file;
    Error m_openError;
};

} // namespace wl::cli
