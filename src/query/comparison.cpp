// SPDX-License-Identifier: MIT
#include "query/comparison.h"

#include "query/bytediff.h"
#include "query/conversationfeed.h"
#include "query/messagetext.h"
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

void addMessage(ComparedBytes& side, const DecodedMessage& message)
{
    const qsizetype room = Comparison::mostBytes - side.messages.size();
    if (room > 0)
        side.messages += messageText(message).left(room);
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
    if (from.conversation.value() >= source.connectionCount())
        return side;
    std::vector<bool> members(source.connectionCount(), false);
    members[from.conversation.value()] = true;
    const auto isWanted = [&from](Direction direction) {
        return direction == Direction::Sent ? from.sent : from.received;
    };
    ConversationFeed messages(source, from.conversation, from.decodeAs,
                              messageTextWishes(Comparison::mostBytes), [&](const DecodedMessage& message) {
                                  if (isWanted(message.direction))
                                      addMessage(side, message);
                              });
    QueryRun run(Query::ofConnections(std::move(members)), source);
    const quint64 count = source.recordCount();
    std::vector<quint32> found;
    while (run.advance(count, found, stop)) {
        for (const quint32 number : std::exchange(found, {})) {
            const RecordId id(number);
            const RecordEntry entry = source.record(id);
            messages.feed(id, entry);
            if (isWanted(entry.direction) && !append(side, source, id))
                break;
        }
        if (side.isCut)
            break;
    }
    messages.finish(Direction::Sent);
    messages.finish(Direction::Received);
    if (messages.protocol() == Protocol::Unknown)
        side.messages.clear();
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
    if (!result.a.messages.isEmpty() && !result.b.messages.isEmpty())
        result.messages = diffLines(result.a.messages, result.b.messages, effort);
    result.isCanceled = stop.stop_requested();
    return result;
}

Comparison compareRecords(const ComparedRecords& a, const ComparedRecords& b, const std::stop_token& stop)
{
    ComparedBytes left = read(a, stop);
    return compareBytes(std::move(left), read(b, stop), stop);
}

} // namespace wl
