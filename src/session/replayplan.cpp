// SPDX-License-Identifier: MIT
#include "session/replayplan.h"

#include "query/queryrun.h"

#include <algorithm>

namespace wl {

namespace {

/// Numbers of the records that a query matches, rising; empty where `stop` was requested.
std::vector<quint32> matching(const Query& query, const RecordSource& source, const QueryContext& context,
                              const std::stop_token& stop)
{
    std::vector<quint32> found;
    QueryRun run(query, source, context);
    const quint64 count = source.recordCount();
    while (run.advance(count, found, stop)) {
    }
    return stop.stop_requested() ? std::vector<quint32>() : found;
}

std::vector<bool> membersOf(const RecordSource& source, const ReplayChoice& choice)
{
    std::vector<bool> members(source.connectionCount(), false);
    const auto add = [&members](ConnectionId id) {
        if (id.value() < members.size())
            members[id.value()] = true;
    };
    for (const ConnectionId id : choice.connections)
        add(id);
    if (choice.connections.isEmpty()) {
        for (const RecordId id : choice.records)
            add(source.record(id).connectionId());
    }
    return members;
}

/// Asks in rising order whether a number is in a rising list.
template <typename Numbers>
class Members
{
public:
    explicit Members(const Numbers& numbers)
        : m_at(numbers.begin())
        , m_end(numbers.end())
    {
    }

    bool has(quint64 number)
    {
        while (m_at != m_end && valueOf(*m_at) < number)
            ++m_at;
        return m_at != m_end && valueOf(*m_at) == number;
    }

private:
    static quint64 valueOf(quint32 number) { return number; }
    static quint64 valueOf(RecordId id) { return id.value(); }

    typename Numbers::const_iterator m_at;
    typename Numbers::const_iterator m_end;
};

} // namespace

qint64 ReplayPlan::offsetNs(size_t index) const
{
    const qint64 first = source->record(RecordId(messages.front().record)).timeNs;
    return std::max<qint64>(0, source->record(RecordId(messages[index].record)).timeNs - first);
}

Direction clientDirection(const ConnectionInfo& info)
{
    return info.role == Role::Client ? Direction::Sent : Direction::Received;
}

ReplayPlan makeReplayPlan(std::shared_ptr<const RecordSource> source, const ReplayChoice& choice,
                          const std::stop_token& stop)
{
    ReplayPlan plan;
    plan.source = std::move(source);
    const RecordSource& records = *plan.source;
    const std::vector<quint32> all =
        matching(Query::ofConnections(membersOf(records, choice)), records, {}, stop);
    std::vector<quint32> filtered;
    if (!choice.filter.isEmpty())
        filtered = matching(choice.filter, records, choice.context, stop);
    Members wanted(choice.records);
    Members passing(filtered);
    qint64 answers = 0;
    for (const quint32 number : all) {
        const RecordEntry entry = records.record(RecordId(number));
        if (entry.kind != RecordKind::Data)
            continue;
        if (entry.direction != choice.direction) {
            answers += entry.length;
            continue;
        }
        const bool isWanted = (choice.records.empty() || wanted.has(number)) &&
                              (choice.filter.isEmpty() || passing.has(number));
        if (!isWanted)
            continue;
        if (number < records.firstKept()) {
            ++plan.dropped;
            continue;
        }
        if (plan.messages.size() == ReplayPlan::mostMessages) {
            plan.isCut = true;
            break;
        }
        plan.messages.push_back({number, answers});
        plan.bytes += entry.length;
    }
    return plan;
}

} // namespace wl
