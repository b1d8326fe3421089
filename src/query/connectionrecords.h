// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <span>
#include <stop_token>

namespace wl {

/// Calls `look(RecordId, const RecordEntry&)` for the records of one connection from `from` to before `to`,
/// in order, until it returns false or a stop is requested. Entries that the index has let go are passed
/// over. Gives the first record that was not looked at.
template <typename Look>
quint64 forRecordsOf(const RecordSource& source, ConnectionId connection, quint64 from, quint64 to,
                     const std::stop_token& stop, Look look)
{
    constexpr quint64 recordsPerStop = 4096;
    const auto isTheirs = [connection](const RecordEntry& entry) {
        return entry.connection == connection.value() && (entry.timeNs != 0 || entry.length != 0);
    };
    for (quint64 id = from; id < to;) {
        if (stop.stop_requested())
            return id;
        const std::span<const RecordEntry> entries = source.entries(RecordId(id));
        const quint64 count =
            std::min({to - id, recordsPerStop, quint64(std::max<size_t>(1, entries.size()))});
        for (const quint64 end = id + count; id < end; ++id) {
            const RecordEntry entry =
                entries.empty() ? source.record(RecordId(id)) : entries[size_t(count - (end - id))];
            if (isTheirs(entry) && !look(RecordId(id), entry))
                return id + 1;
        }
    }
    return to;
}

} // namespace wl
