// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordnotes.h"
#include "capture/recordsource.h"

#include <QStringList>

#include <memory>
#include <optional>

namespace wl {

/// How far the reading of a capture has come.
struct CaptureFileProgress
{
    qint64 bytesRead = 0;
    qint64 bytesTotal = 0;   ///< of a pipe as many as were read
    quint64 packets = 0;     ///< packet blocks read, whatever they became
    bool isFinished = false; ///< all read, canceled, or stopped at an error
    bool isCanceled = false;
    std::optional<Error> error; ///< why reading stopped early: FileMalformed with offset and reason, or file
                                ///< errors; what came before stays
};

/// A capture on disk: a pcapng or pcap file, or the segments of one in order. Ours come back as they were
/// recorded; of others each packet is a row. A thread of its own reads, and rows appear as it goes on. At
/// most 48 bytes of memory a record; payloads are read from the file when asked for.
class CaptureFile final : public RecordSource
{
public:
    /// Begins to read. Errors: FileNotFound, PermissionDenied, FileFailed; FileMalformed where the file does
    /// not begin as pcapng or pcap does.
    [[nodiscard]] static Result<std::unique_ptr<CaptureFile>> open(const QString& path);
    [[nodiscard]] static Result<std::unique_ptr<CaptureFile>> open(const QStringList& segments);
    /// Begins to read what comes through a pipe, of which it takes over the descriptor; rows appear as they
    /// come. What came is kept in a temporary file without a name. `name` is for errors. Errors: file errors;
    /// that it is no capture is told by progress().
    [[nodiscard]] static Result<std::unique_ptr<CaptureFile>> openPipe(int descriptor, const QString& name);
    /// Cancels and joins.
    ~CaptureFile() override;

    /// Any thread.
    [[nodiscard]] CaptureFileProgress progress() const;
    /// Stops reading soon; what was read stays. Any thread.
    void cancel();
    /// Waits for the end of reading and tells how it ended. Not on the UI thread.
    [[nodiscard]] CaptureFileProgress finish() const;

    /// Marks and comments, those of the file to begin with. Changes stay in memory; saveCapture() writes
    /// them.
    [[nodiscard]] RecordNotes& notes() const;
    [[nodiscard]] RecordNotes* recordNotes() const override { return &notes(); }

    [[nodiscard]] quint64 recordCount() const override;
    [[nodiscard]] quint64 firstKept() const override;
    [[nodiscard]] RecordEntry record(RecordId id) const override;
    [[nodiscard]] std::span<const RecordEntry> entries(RecordId first) const override;
    [[nodiscard]] Result<QByteArray> payload(RecordId id, qint64 offset = 0,
                                             qint64 maxBytes = -1) const override;
    [[nodiscard]] Result<qsizetype> blockBytes(quint64 position, char* to, qsizetype maxBytes) const override;
    [[nodiscard]] quint32 connectionCount() const override;
    [[nodiscard]] const ConnectionRow& connection(ConnectionId id) const override;

private:
    struct Private;
    explicit CaptureFile(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace wl
