// SPDX-License-Identifier: MIT
#include "query/comparison.h"

#include "query/bytediff.h"
#include "query/queryrun.h"

namespace wl {

namespace {

/// Appends the bytes of a record; false where the side is full.
bool append(ComparedBytes& side, const RecordSource& source, RecordId id)
{
    const RecordEntry entry = source.record(id);
    if (entry.kind != RecordKind::Data)
        return true;
    const qsizetype room = Comparison::mostBytes - side.bytes.size();
    const auto payload = source.payload(id, 0, room);
    if (!payload) {
        ++side.unread;
        return true;
    }
    side.bytes += *payload;
    side.isCut = qsizetype(entry.length) > room;
    return !side.isCut;
}

ComparedBytes readList(const ComparedRecords& from, const std::stop_token& stop)
{
    ComparedBytes side;
    for (const RecordId id : from.records) {
        if (stop.stop_requested() || !append(side, *from.source, id))
            break;
    }
    return side;
}

ComparedBytes readConversation(const ComparedRecords& from, const std::stop_token& stop)
{
    ComparedBytes side;
    const RecordSource& source = *from.source;
    std::vector<bool> members(source.connectionCount(), false);
    if (from.conversation.value() < members.size())
        members[from.conversation.value()] = true;
    QueryRun run(Query::ofConnections(std::move(members)), source);
    const quint64 count = source.recordCount();
    std::vector<quint32> found;
    while (run.advance(count, found, stop)) {
        for (const quint32 number : std::exchange(found, {})) {
            const RecordId id(number);
            const bool isWanted = source.record(id).direction == Direction::Sent ? from.sent : from.received;
            if (isWanted && !append(side, source, id))
                return side;
        }
    }
    return side;
}

ComparedBytes read(const ComparedRecords& from, const std::stop_token& stop)
{
    return from.conversation.isValid() ? readConversation(from, stop) : readList(from, stop);
}

} // namespace

Comparison compareBytes(ComparedBytes a, ComparedBytes b, const std::stop_token& stop)
{
    Comparison result;
    result.a = std::move(a);
    result.b = std::move(b);
    DiffEffort effort;
    effort.stop = stop;
    result.text = diffLines(result.a.bytes, result.b.bytes, effort);
    result.bytes = diffBytes(result.a.bytes, result.b.bytes, effort);
    result.isCanceled = stop.stop_requested();
    return result;
}

Comparison compareRecords(const ComparedRecords& a, const ComparedRecords& b, const std::stop_token& stop)
{
    ComparedBytes left = read(a, stop);
    return compareBytes(std::move(left), read(b, stop), stop);
}

} // namespace wl
