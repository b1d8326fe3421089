// SPDX-License-Identifier: MIT
#pragma once

#include "base/limits.h"
#include "capture/recordsource.h"

#include <memory>
#include <optional>

namespace wl {

/// Where and how a capture is written.
struct CaptureConfig
{
    /// One pcapng file without a cap (the terminal's --capture), or, with `segmented`, a folder of segments.
    QString path;
    bool segmented = false;
    qint64 segmentBytes = limits::segmentBytes;
    qint64 diskBytes = limits::captureDiskBytes; ///< cap on disk use of a segmented capture
    /// Newest records whose index entries stay when the cap drops their payload: somewhat more than a list
    /// shows.
    quint64 recordsIndexed = 32'000'000;
};

/// Figures of a capture, a consistent-enough snapshot for a status bar.
struct CaptureStatistics
{
    quint64 records = 0;
    quint64 recordsDropped = 0;   ///< by the cap on disk use
    quint64 recordsLost = 0;      ///< that could not be written (full disk): counted, never silent
    quint64 recordsUnwritten = 0; ///< after end(): of `records`, those that the file lacks; lost too
    quint64 datagramsDropped = 0; ///< by the kernel, as the endpoints told
    qint64 bytesOnDisk = 0;
    qint64 bytesUnwritten = 0;
    bool congested = false;
    std::optional<Error>
        writeError; ///< the disk's answer while writing fails; writing is retried every second
};

/// The live capture: pcapng from the first byte (anchors of the format: docs/capture-format.md), an index of
/// 32 bytes a record, a table of connections, a writer thread. The sink side is called from network threads,
/// the source side from any.
class CaptureStore final : public TrafficSink, public RecordSource
{
public:
    /// Creates the file or folder (0600, 0700). Errors: file errors.
    [[nodiscard]] static Result<std::unique_ptr<CaptureStore>> create(const CaptureConfig& config);
    /// end(), where nobody has called it.
    ~CaptureStore() override;

    /// Writes what is unwritten, ends the file, joins the writer; nothing may be told to the sink any more.
    /// What the disk did not take by then counts as lost, and a segmented capture stays marked as cut short.
    /// Reading goes on. Not on the UI thread while it paints; once, or again without effect.
    CaptureStatistics end();

    ConnectionId addConnection(const ConnectionInfo& info) override;
    void data(ConnectionId id, Direction direction, Timestamp time, QByteArrayView bytes) override;
    void event(ConnectionId id, RecordKind kind, Direction direction, Timestamp time,
               QStringView text) override;
    void kernelDropped(EndpointId endpoint, quint64 count) override;
    [[nodiscard]] bool isCongested() const override;

    [[nodiscard]] quint64 recordCount() const override;
    [[nodiscard]] quint64 firstKept() const override;
    [[nodiscard]] RecordEntry record(RecordId id) const override;
    [[nodiscard]] std::span<const RecordEntry> entries(RecordId first) const override;
    [[nodiscard]] Result<QByteArray> payload(RecordId id, qint64 offset = 0,
                                             qint64 maxBytes = -1) const override;
    [[nodiscard]] Result<qsizetype> blockBytes(quint64 position, char* to, qsizetype maxBytes) const override;
    [[nodiscard]] quint32 connectionCount() const override;
    [[nodiscard]] const ConnectionRow& connection(ConnectionId id) const override;

    /// In memory; saveCapture() writes them.
    [[nodiscard]] RecordNotes* recordNotes() const override;

    [[nodiscard]] CaptureStatistics statistics() const;
    /// Waits until all that was published when it was called is on disk, or the disk refuses. Not on the UI
    /// thread.
    Result<void> flush();

private:
    struct Private;
    explicit CaptureStore(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace wl
