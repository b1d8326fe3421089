// SPDX-License-Identifier: MIT
#pragma once

#include "capture/payloadcursor.h"
#include "query/querycontext.h"
#include "query/rowbits.h"

#include <span>
#include <stop_token>
#include <vector>

namespace wl {

/// What one run of a filter over a source knows while it goes on. One thread.
struct QueryState
{
    explicit QueryState(const RecordSource& records)
        : source(records)
        , cursor(records)
    {
    }

    const RecordSource& source;
    QueryContext context;
    PayloadCursor cursor;
    std::stop_token stop;
    qint64 firstTimeNs = 0; ///< of the source's first record
    /// By the condition's slot: whether a connection's sent (even index) and received records match.
    std::vector<std::vector<quint8>> connectionTruths;
    /// By the condition's slot: rows of this batch in which such a message ends.
    std::vector<RowBits> messageTruths;
    quint64 unreadRecords = 0; ///< whose payload could not be read, though it was not dropped
};

/// Consecutive records that are looked at together.
struct QueryBatch
{
    std::span<const RecordEntry> entries; ///< at most RowBits::rows
    quint64 first = 0;                    ///< the number of the first of them
    QueryState& state;

    [[nodiscard]] RecordId idOf(int row) const { return RecordId(first + quint64(row)); }
    [[nodiscard]] const RecordEntry& entryOf(int row) const { return entries[size_t(row)]; }
};

/// Reads the payload of a row, valid until the next read. Null where it was dropped or cannot be read, which
/// is counted.
[[nodiscard]] QByteArrayView readRow(const QueryBatch& batch, int row);

} // namespace wl
