// SPDX-License-Identifier: MIT
#include "query/connectioncondition.h"

#include "query/bytetest.h"
#include "query/columncondition.h"
#include "query/querynetwork.h"

#include <algorithm>
#include <functional>

namespace wl {

namespace {

using Test = std::function<bool(const ConnectionInfo&, Direction)>;
using TestById = std::function<bool(ConnectionId, const ConnectionInfo&, Direction)>;

class OfConnection final : public QueryCondition
{
public:
    OfConnection(TestById test, size_t slot)
        : m_test(std::move(test))
        , m_slot(slot)
    {
    }

    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        const std::vector<quint8>& truths = known(batch.state);
        for (int word = 0; word < RowBits::wordCount; ++word) {
            quint64 found = rows.word(word);
            if (found == 0)
                continue;
            for (quint64 left = found; left != 0; left &= left - 1) {
                const int bit = std::countr_zero(left);
                const RecordEntry& entry = batch.entryOf(word * 64 + bit);
                const size_t index = size_t(entry.connection) * 2 + size_t(entry.direction);
                found &= ~(quint64(truths[index] ^ 1U) << bit);
            }
            rows.setWord(word, found);
        }
    }

    [[nodiscard]] QueryTruth ofConnection(const QueryState& state, quint32 connection) const override
    {
        const ConnectionInfo& info = state.source.connection(ConnectionId(connection)).info;
        const bool sent = m_test(ConnectionId(connection), info, Direction::Sent);
        const bool received = m_test(ConnectionId(connection), info, Direction::Received);
        return sent != received ? QueryTruth::Maybe : sent ? QueryTruth::Yes : QueryTruth::No;
    }

    [[nodiscard]] Cost cost() const override { return Cost::Connection; }

private:
    // A connection is published before its first record, so all of a batch are there.
    [[nodiscard]] const std::vector<quint8>& known(QueryState& state) const
    {
        std::vector<quint8>& truths = state.connectionTruths[m_slot];
        const quint32 count = state.source.connectionCount();
        for (quint32 id = quint32(truths.size() / 2); id < count; ++id) {
            const ConnectionInfo& info = state.source.connection(ConnectionId(id)).info;
            truths.push_back(quint8(m_test(ConnectionId(id), info, Direction::Sent)));
            truths.push_back(quint8(m_test(ConnectionId(id), info, Direction::Received)));
        }
        return truths;
    }

    TestById m_test;
    size_t m_slot;
};

QueryConditionPtr ofConnection(Test test, size_t slot)
{
    return std::make_shared<const OfConnection>(
        [test = std::move(test)](ConnectionId, const ConnectionInfo& info, Direction direction) {
            return test(info, direction);
        },
        slot);
}

/// The address that a field names, of a record in that direction.
const SocketAddress& addressOf(QueryField::Id field, const ConnectionInfo& info, Direction direction)
{
    const bool isSent = direction == Direction::Sent;
    switch (field) {
    case QueryField::Id::Peer: return info.peer;
    case QueryField::Id::Local: return info.local;
    case QueryField::Id::Source: return isSent ? info.local : info.peer;
    default: return isSent ? info.peer : info.local;
    }
}

QueryResult<Test> addressTest(const QueryNode& node)
{
    const QueryField::Id field = node.field->id;
    const bool isEqual =
        node.op == QueryOperator::Equal || node.op == QueryOperator::NotEqual || node.op == QueryOperator::In;
    if (node.op == QueryOperator::Exists) {
        return Test([field](const ConnectionInfo& info, Direction direction) {
            return addressOf(field, info, direction).isValid();
        });
    }
    if (isEqual) {
        return Test([field, operands = node.operands](const ConnectionInfo& info, Direction direction) {
            const SocketAddress& address = addressOf(field, info, direction);
            return std::any_of(operands.begin(), operands.end(),
                               [&](const QueryOperand& operand) { return isIn(operand.network, address); });
        });
    }
    const auto test = ByteTest::of(node, ByteSearch::Case::Any);
    if (!test)
        return tl::make_unexpected(test.error());
    return Test([field, test = *test](const ConnectionInfo& info, Direction direction) {
        return test.matches(addressOf(field, info, direction).toString().toLatin1());
    });
}

QueryResult<Test> paneTest(const QueryNode& node)
{
    const auto test = ByteTest::of(node, ByteSearch::Case::Any);
    if (!test)
        return tl::make_unexpected(test.error());
    return Test(
        [test = *test](const ConnectionInfo& info, Direction) { return test.matches(info.label.toUtf8()); });
}

Test portTest(const QueryNode& node)
{
    return [intervals = intervalsOf(node)](const ConnectionInfo& info, Direction) {
        return std::any_of(intervals.begin(), intervals.end(), [&](const QueryInterval& interval) {
            const auto holds = [&](const SocketAddress& address) {
                return address.isValid() && interval.low <= address.port && address.port <= interval.high;
            };
            return holds(info.local) || holds(info.peer);
        });
    };
}

} // namespace

QueryResult<QueryConditionPtr> connectionCondition(const QueryNode& node, size_t slot)
{
    QueryResult<Test> test;
    switch (node.field->id) {
    case QueryField::Id::Pane: test = paneTest(node); break;
    case QueryField::Id::Peer:
    case QueryField::Id::Local:
    case QueryField::Id::Source:
    case QueryField::Id::Destination: test = addressTest(node); break;
    case QueryField::Id::Port: test = portTest(node); break;
    default: return QueryConditionPtr();
    }
    if (!test)
        return tl::make_unexpected(test.error());
    return ofConnection(std::move(*test), slot);
}

QueryConditionPtr transportCondition(std::vector<Transport> transports, size_t slot)
{
    return ofConnection(
        [transports = std::move(transports)](const ConnectionInfo& info, Direction) {
            return std::find(transports.begin(), transports.end(), info.transport) != transports.end();
        },
        slot);
}

QueryConditionPtr chosenConnections(ConnectionChoice choice, size_t slot)
{
    return std::make_shared<const OfConnection>(
        [choice = std::move(choice)](ConnectionId id, const ConnectionInfo& info, Direction) {
            return choice(id, info);
        },
        slot);
}

} // namespace wl
