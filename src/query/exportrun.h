// SPDX-License-Identifier: MIT
#pragma once

#include "query/choicerun.h"
#include "query/recordexport.h"

#include <QIODevice>

namespace wl {

/// Exports the records of a source in one pass, as far as it has grown; goes on where it was. Begins with the
/// first record that is kept. Memory is bounded, however many records there are. One thread at a time (not
/// the UI's); the source outlives it.
class ExportRun
{
public:
    ExportRun(const RecordSource& source, const ExportOptions& options, ExportWrite write);
    ExportRun(const ExportRun&) = delete;
    ExportRun& operator=(const ExportRun&) = delete;

    /// Exports one more batch of records, but none from `to` on. False where there was nothing, or `stop` was
    /// requested. Errors: those of writing.
    [[nodiscard]] Result<bool> advance(quint64 to, const std::stop_token& stop = {});
    /// Hands on what is still held, so that a reader sees it. Errors: those of writing.
    [[nodiscard]] Result<void> flush();
    /// The end of the export; once. Errors: those of writing.
    [[nodiscard]] Result<ExportResult> finish();

    /// Records before this one were looked at.
    [[nodiscard]] quint64 position() const { return m_run.position(); }

private:
    [[nodiscard]] bool isListed(quint64 number);
    void add(quint64 number, bool isSelected);
    [[nodiscard]] Result<void> outcome() const;

    const RecordSource& m_source;
    std::optional<std::vector<RecordId>> m_records;
    size_t m_nextListed = 0;
    ExportOutput m_output;
    std::unique_ptr<RecordExport> m_export;
    ChoiceRun m_run;
    PayloadCursor m_cursor;
    ExportResult m_result;
};

/// Told now and then, on the exporting thread: records looked at, and records in all.
using ExportProgress = std::function<void(quint64 done, quint64 total)>;

/// All records of a source that are selected now. Errors: Canceled where `stop` is requested, those of
/// writing.
[[nodiscard]] Result<ExportResult> exportRecords(const RecordSource& source, const ExportOptions& options,
                                                 const ExportWrite& write, const std::stop_token& stop = {},
                                                 const ExportProgress& progress = {});

/// Writes to an open device, which blocks or keeps all. Errors: FileFailed with the device's words.
[[nodiscard]] ExportWrite writeTo(QIODevice& device);
/// Replaces a file, which appears under its name only when it is whole (commitFile()). Errors: file errors,
/// as exportRecords().
[[nodiscard]] Result<ExportResult> exportFile(const RecordSource& source, const ExportOptions& options,
                                              const QString& path, const std::stop_token& stop = {},
                                              const ExportProgress& progress = {});

} // namespace wl
