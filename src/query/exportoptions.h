// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"
#include "query/choicerun.h"

#include <functional>
#include <optional>
#include <vector>

namespace wl {

/// What an export looks like. docs/terminal.md has each.
enum class ExportFormat : quint8 {
    Pcapng,
    Har,       ///< HAR 1.2: HTTP requests with their responses
    Csv,       ///< RFC 4180; a cell that a spreadsheet would take for a formula gets an apostrophe before it
    JsonLines, ///< an object a line
    Raw,       ///< the bytes, one behind the other
    CArray,    ///< an array in C for each record with bytes
};

/// How payloads stand in CSV and JSON lines.
enum class PayloadForm : quint8 { None, Text, Hex, Base64 };

/// Which records to export, and how. A value.
struct ExportOptions
{
    ExportFormat format = ExportFormat::JsonLines;
    PayloadForm payload = PayloadForm::Hex;
    bool sent = true; ///< of Raw and CArray: our bytes
    bool received = true;
    RecordChoice choice = {}; ///< of HAR: one of an exchange's records
    QueryContext context = {};
    /// Only these, in rising order; none: all.
    std::optional<std::vector<RecordId>> records = std::nullopt;
};

/// What was exported.
struct ExportResult
{
    quint64 records = 0;        ///< of HAR: exchanges
    quint64 recordsDropped = 0; ///< whose payload the cap on disk use had taken
    quint64 unreadRecords = 0;  ///< whose payload cannot be read
    quint64 incomplete = 0;     ///< of HAR: exchanges without a response
    quint64 withoutRequest = 0; ///< of HAR: responses that were left out
    quint64 restarted = 0;      ///< of HAR: conversations decoded in part only, as too many were open
    qint64 bytes = 0;           ///< written
};

/// Takes the next piece of an export. An error ends it.
using ExportWrite = std::function<Result<void>(QByteArrayView)>;

} // namespace wl
