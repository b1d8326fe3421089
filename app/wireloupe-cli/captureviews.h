// SPDX-License-Identifier: MIT
#pragma once

#include "capturereading.h"
#include "eventprinter.h"
#include "query/exportoptions.h"

#include <QString>

#include <optional>

namespace wl::cli {

/// Which part of a capture `follow` prints.
struct FollowChoice
{
    std::optional<ConnectionId> connection; ///< none: the only one that there is
    bool sent = true;
    bool received = true;
};

/// Prints a record as `list` does, with its bytes below it where they are asked for. False where those cannot
/// be read, after telling so.
[[nodiscard]] bool printRecord(const CaptureReading& reading, RecordId id, PrintFormat format, Outlet& out);

/// Where `export` writes, and what.
struct ExportChoice
{
    ExportOptions options; ///< the records and the notes are the capture's
    QString filter;
    QString outPath;     ///< empty: standard output
    bool isLive = false; ///< of what comes through a pipe
    bool quiet = false;
};

// The views of `capture`; each returns the exit code.
[[nodiscard]] int showCaptureInfo(const QString& path, PrintFormat format);
[[nodiscard]] int showCaptureList(const QString& path, PrintFormat format);
/// Only the records that the filter matches (docs/filters.md).
[[nodiscard]] int showFilteredList(const QString& path, const QString& expression, const DecodeAs& decodeAs,
                                   PrintFormat format);
/// What is in the records that the filter matches: conversations, endpoints, protocols, lengths, response
/// times, throughput.
[[nodiscard]] int showCaptureStatistics(const QString& path, const QString& expression,
                                        const DecodeAs& decodeAs, PrintFormat format);
/// Only the records that the filter matches, in another form.
[[nodiscard]] int exportCapture(const QString& path, const ExportChoice& choice);
/// `capture replay`, with options of its own; the words after its name.
[[nodiscard]] int runCaptureReplay(const QStringList& words);
[[nodiscard]] int followCapture(const QString& path, PrintFormat format, const FollowChoice& choice);

} // namespace wl::cli
