// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordnotes.h"
#include "capture/recordsource.h"

#include <functional>
#include <optional>
#include <span>
#include <stop_token>

namespace wl {

/// What to save.
struct SaveOptions
{
    /// Record ids in rising order; none = all records that are kept. A conversation's Opened record is saved
    /// before the first of its records that is selected. See conversationRecords() for whole conversations.
    std::optional<std::span<const RecordId>> selection;
    /// Marks and comments to save with the records.
    const RecordNotes* notes = nullptr;
    /// Called now and then with records done and records in all, on the saving thread.
    std::function<void(quint64 done, quint64 total)> progress;
    std::stop_token stop;
};

/// What was saved.
struct SaveResult
{
    quint64 records = 0;        ///< with the Opened records that a selection took along
    quint64 recordsDropped = 0; ///< of the selection, whose payload the cap on disk use had taken
    qint64 bytes = 0;
};

/// Writes records to a new pcapng file (0600) that appears under its name only when it is whole; an existing
/// one is replaced then and keeps its permissions (commitFile). Each connection's sequence numbers are
/// gap-free from its first record that is saved: TCP payload that is left out keeps its headers
/// (docs/capture-format.md). Blocks; any thread but the UI's. Errors: Canceled, file errors, those of
/// reading.
[[nodiscard]] Result<SaveResult> saveCapture(const RecordSource& source, const QString& path,
                                             const SaveOptions& options = {});

} // namespace wl
