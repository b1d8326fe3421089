// SPDX-License-Identifier: MIT
#include "query/columncondition.h"

#include "query/querytime.h"

#include <limits>

namespace wl {

namespace {

constexpr qint64 least = std::numeric_limits<qint64>::min();
constexpr qint64 most = std::numeric_limits<qint64>::max();

using Intervals = std::vector<QueryInterval>;

/// Takes away the rows whose `value(row)` lies in none of the intervals: the loop that all columns share.
template <typename Value>
void narrowTo(const Intervals& intervals, int count, RowBits& rows, Value value)
{
    for (int word = 0; word * 64 < count; ++word) {
        if (rows.word(word) == 0)
            continue;
        const int begin = word * 64;
        const int end = std::min(begin + 64, count);
        quint64 found = 0;
        for (const QueryInterval& interval : intervals) {
            const auto low = quint64(interval.low);
            const quint64 span = quint64(interval.high) - low;
            for (int row = begin; row < end; ++row)
                found |= quint64(quint64(value(row)) - low <= span) << (row - begin);
        }
        rows.setWord(word, rows.word(word) & found);
    }
}

QueryInterval compared(QueryOperator op, const QueryInterval& interval)
{
    switch (op) {
    case QueryOperator::Less: return {least, interval.low - 1};
    case QueryOperator::LessEqual: return {least, interval.high};
    case QueryOperator::Greater: return {interval.high + 1, most};
    case QueryOperator::GreaterEqual: return {interval.low, most};
    case QueryOperator::Exists: return {least, most};
    default: return interval;
    }
}

class Column final : public QueryCondition
{
public:
    Column(QueryField::Id field, Intervals intervals, bool isTimeOfDay)
        : m_field(field)
        , m_intervals(std::move(intervals))
        , m_isTimeOfDay(isTimeOfDay)
    {
    }

    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        const RecordEntry* entries = batch.entries.data();
        const int count = int(batch.entries.size());
        switch (m_field) {
        case QueryField::Id::Number:
            narrowTo(m_intervals, count, rows, [&](int row) { return qint64(batch.first) + row + 1; });
            break;
        case QueryField::Id::Time: narrowTime(batch, rows); break;
        case QueryField::Id::Elapsed:
            narrowTo(m_intervals, count, rows,
                     [=, first = batch.state.firstTimeNs](int row) { return entries[row].timeNs - first; });
            break;
        case QueryField::Id::Delta: narrowDelta(batch, rows); break;
        case QueryField::Id::Connection:
            narrowTo(m_intervals, count, rows, [=](int row) { return qint64(entries[row].connection) + 1; });
            break;
        case QueryField::Id::Length:
            narrowTo(m_intervals, count, rows, [=](int row) {
                return entries[row].kind == RecordKind::Data ? qint64(entries[row].length) : 0;
            });
            break;
        case QueryField::Id::Dir:
            narrowTo(m_intervals, count, rows, [=](int row) { return qint64(entries[row].direction); });
            break;
        default:
            narrowTo(m_intervals, count, rows, [=](int row) { return qint64(entries[row].kind); });
            break;
        }
    }

    [[nodiscard]] QueryTruth ofConnection(const QueryState& state, quint32 connection) const override
    {
        Q_UNUSED(state)
        if (m_field != QueryField::Id::Connection)
            return QueryTruth::Maybe;
        const qint64 number = qint64(connection) + 1;
        for (const QueryInterval& interval : m_intervals) {
            if (interval.low <= number && number <= interval.high)
                return QueryTruth::Yes;
        }
        return QueryTruth::No;
    }

    [[nodiscard]] Cost cost() const override { return Cost::Column; }

private:
    void narrowTime(const QueryBatch& batch, RowBits& rows) const
    {
        Intervals intervals = m_intervals;
        for (QueryInterval& interval : intervals) {
            if (m_isTimeOfDay)
                interval = onDayOf(interval, Timestamp{batch.state.firstTimeNs});
        }
        narrowTo(intervals, int(batch.entries.size()), rows,
                 [entries = batch.entries.data()](int row) { return entries[row].timeNs; });
    }

    // The first record has nothing before it.
    void narrowDelta(const QueryBatch& batch, RowBits& rows) const
    {
        const RecordEntry* entries = batch.entries.data();
        qint64 before = 0;
        if (batch.first == 0)
            rows.clear(0);
        else
            before = batch.state.source.record(RecordId(batch.first - 1)).timeNs;
        narrowTo(m_intervals, int(batch.entries.size()), rows, [=](int row) {
            return entries[row].timeNs - (row == 0 ? before : entries[row - 1].timeNs);
        });
    }

    QueryField::Id m_field;
    Intervals m_intervals;
    bool m_isTimeOfDay;
};

class ConnectionSet final : public QueryCondition
{
public:
    explicit ConnectionSet(std::shared_ptr<const std::vector<bool>> members)
        : m_members(std::move(members))
    {
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        rows.forEach([&](int row) {
            if (!isMember(batch.entryOf(row).connection))
                rows.clear(row);
        });
    }
    [[nodiscard]] QueryTruth ofConnection(const QueryState& state, quint32 connection) const override
    {
        Q_UNUSED(state)
        return isMember(connection) ? QueryTruth::Yes : QueryTruth::No;
    }
    [[nodiscard]] Cost cost() const override { return Cost::Column; }

private:
    [[nodiscard]] bool isMember(quint32 connection) const
    {
        return connection < m_members->size() && (*m_members)[connection];
    }

    std::shared_ptr<const std::vector<bool>> m_members;
};

/// The number that stands for a choice of dir or kind in the index.
qint64 numberOfChoice(const QueryField& field, const QByteArray& value)
{
    if (field.id == QueryField::Id::Dir)
        return qint64(value == "in" ? Direction::Received : Direction::Sent);
    return field.valueList().indexOf(QString::fromLatin1(value)); // in the order of RecordKind
}

} // namespace

Intervals intervalsOf(const QueryNode& node)
{
    Intervals intervals;
    for (const QueryOperand& operand : node.operands) {
        QueryInterval interval = operand.interval;
        if (node.field->type == QueryType::Choice)
            interval.low = interval.high = numberOfChoice(*node.field, operand.bytes);
        intervals.push_back(compared(node.op, interval));
    }
    if (node.op == QueryOperator::Exists)
        intervals.push_back(compared(node.op, {}));
    return intervals;
}

QueryConditionPtr columnCondition(const QueryNode& node)
{
    switch (node.field->id) {
    case QueryField::Id::Number:
    case QueryField::Id::Time:
    case QueryField::Id::Elapsed:
    case QueryField::Id::Delta:
    case QueryField::Id::Connection:
    case QueryField::Id::Length:
    case QueryField::Id::Dir:
    case QueryField::Id::Kind: break;
    default: return nullptr;
    }
    // Lists of times are of one kind: a time of day stays one, a date stays one.
    const bool isTimeOfDay = !node.operands.empty() && node.operands.front().isTimeOfDay;
    return std::make_shared<Column>(node.field->id, intervalsOf(node), isTimeOfDay);
}

QueryConditionPtr connectionSet(std::shared_ptr<const std::vector<bool>> members)
{
    return std::make_shared<ConnectionSet>(std::move(members));
}

} // namespace wl
