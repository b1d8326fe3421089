// SPDX-License-Identifier: MIT
#include "ui/traffic/placedmessage.h"

#include "query/connectionrecords.h"

#include <algorithm>

namespace wl {

namespace {
constexpr size_t placedRecords = 4096; ///< of one message
}

PlacedMessage PlacedMessage::of(const MessageIndex& index, ReadMessage&& read)
{
    PlacedMessage message{std::move(read), {}};
    const MessageRow& place = message.read.place;
    if (index.isDatagrams()) {
        message.records.push_back({0, RecordId(place.firstRecord)});
        return message;
    }
    qint64 at = index.offsetsBefore(RecordId(place.firstRecord))[size_t(place.direction)];
    forRecordsOf(index.source(), index.connection(), place.firstRecord, quint64(place.lastRecord) + 1, {},
                 [&](RecordId id, const RecordEntry& entry) {
                     if (entry.kind == RecordKind::Data && entry.direction == place.direction) {
                         message.records.push_back({at, id});
                         at += entry.length;
                     }
                     return message.records.size() < placedRecords;
                 });
    return message;
}

RecordId PlacedMessage::recordWith(qint64 offset) const
{
    const auto behind = std::upper_bound(records.begin(), records.end(), offset,
                                         [](qint64 at, const Begin& begin) { return at < begin.offset; });
    return behind == records.begin() ? RecordId() : (behind - 1)->record;
}

bool DecodedRecord::hasUnfinished() const
{
    return !messages.empty() && messages.back().read.extent == ReadMessage::Extent::Unfinished;
}

ByteRange rangeOfRecord(const MessageIndex& index, RecordId id)
{
    const RecordEntry entry = index.source().record(id);
    return {index.isDatagrams() ? 0 : index.offsetsBefore(id)[size_t(entry.direction)], entry.length};
}

} // namespace wl
