// SPDX-License-Identifier: MIT
#include "capture/saveselection.h"

#include <algorithm>
#include <iterator>

namespace wl {

std::vector<RecordId> withOpenings(const RecordSource& source, std::span<const RecordId> selection)
{
    if (selection.empty()) {
        return {};
    }
    std::vector<bool> isWanted(source.connectionCount());
    for (const RecordId id : selection) {
        isWanted[source.record(id).connection] = true;
    }
    std::vector<RecordId> openings;
    for (quint64 row = source.firstKept(); row <= selection.back().value(); ++row) {
        const RecordEntry entry = source.record(RecordId(row));
        if (entry.kind == RecordKind::Opened && isWanted[entry.connection]) {
            isWanted[entry.connection] = false;
            openings.emplace_back(row);
        }
    }
    std::vector<RecordId> both;
    both.reserve(selection.size() + openings.size());
    std::set_union(selection.begin(), selection.end(), openings.begin(), openings.end(),
                   std::back_inserter(both));
    return both;
}

std::vector<RecordId> conversationRecords(const RecordSource& source,
                                          std::span<const ConnectionId> conversations)
{
    const quint64 count = source.recordCount(); // first: a record's connection is there when the record is
    std::vector<bool> isWanted(source.connectionCount());
    for (const ConnectionId id : conversations) {
        if (id.value() < isWanted.size()) {
            isWanted[id.value()] = true;
        }
    }
    std::vector<RecordId> records;
    for (quint64 row = 0; row < count; ++row) {
        if (isWanted[source.record(RecordId(row)).connection]) {
            records.emplace_back(row);
        }
    }
    return records;
}

} // namespace wl
