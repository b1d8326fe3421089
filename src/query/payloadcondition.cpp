// SPDX-License-Identifier: MIT
#include "query/payloadcondition.h"

#include "query/bytetest.h"
#include "query/payloadsearch.h"
#include "query/recordwords.h"

namespace wl {

namespace {

constexpr int rowsPerLook = 64; ///< between two looks at the stop token

/// Takes away the rows for which `matches(row)` is false.
template <typename Matches>
void narrowEach(const QueryBatch& batch, RowBits& rows, Matches matches)
{
    int looked = 0;
    bool isStopped = false;
    rows.forEach([&](int row) {
        if (++looked % rowsPerLook == 0)
            isStopped = isStopped || batch.state.stop.stop_requested();
        if (!isStopped && !matches(row))
            rows.clear(row);
    });
}

Role roleOf(const QueryBatch& batch, int row)
{
    return batch.state.source.connection(batch.entryOf(row).connectionId()).info.role;
}

class Payload final : public QueryCondition
{
public:
    Payload(ByteTest test, std::optional<QuerySlice> slice)
        : m_test(std::move(test))
        , m_slice(slice)

    {
    }

    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        narrowEach(batch, rows, [&](int row) {
            const RecordEntry& entry = batch.entryOf(row);
            if (entry.kind != RecordKind::Data || entry.length == 0)
                return false;
            if (m_slice && !isThere(*m_slice, entry.length))
                return false;
            const QByteArrayView bytes = readRow(batch, row);
            return !bytes.isNull() && m_test.matches(part(bytes));
        });
    }
    [[nodiscard]] Cost cost() const override { return m_slice ? Cost::Head : Cost::Scan; }

private:
    static qint64 beginOf(const QuerySlice& slice, qint64 size)
    {
        return slice.offset < 0 ? size + slice.offset : slice.offset;
    }
    /// Whether a payload of `size` bytes has this part.
    static bool isThere(const QuerySlice& slice, qint64 size)
    {
        const qint64 begin = beginOf(slice, size);
        return begin >= 0 && begin < size && begin + slice.length.value_or(0) <= size;
    }
    [[nodiscard]] QByteArrayView part(QByteArrayView bytes) const
    {
        if (!m_slice)
            return bytes;
        const qint64 begin = beginOf(*m_slice, bytes.size());
        return bytes.sliced(begin, m_slice->length.value_or(bytes.size() - begin));
    }

    ByteTest m_test;
    std::optional<QuerySlice> m_slice;
};

/// "contains" on whole payloads, which goes through large pieces of the capture at once.
class PayloadContains final : public QueryCondition
{
public:
    explicit PayloadContains(const ByteSearch& search)
        : m_search(search)
    {
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        rows.forEach([&](int row) {
            const RecordEntry& entry = batch.entryOf(row);
            if (entry.kind != RecordKind::Data || entry.length < quint64(m_search.size()) ||
                entry.length == 0)
                rows.clear(row);
        });
        searchPayloads(batch, m_search, rows);
    }
    [[nodiscard]] Cost cost() const override { return Cost::Search; }

private:
    ByteSearch m_search;
};

/// The words of turning points.
class EventWords final : public QueryCondition
{
public:
    explicit EventWords(ByteTest test)
        : m_test(std::move(test))
    {
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        narrowEach(batch, rows, [&](int row) {
            const RecordEntry& entry = batch.entryOf(row);
            return entry.kind != RecordKind::Data &&
                   m_test.matches(eventWords(entry, roleOf(batch, row), readRow(batch, row)));
        });
    }
    [[nodiscard]] Cost cost() const override { return Cost::Head; }

private:
    ByteTest m_test;
};

class Info final : public QueryCondition
{
public:
    explicit Info(ByteTest test)
        : m_test(std::move(test))
    {
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        narrowEach(batch, rows, [&](int row) {
            return m_test.matches(infoOf(batch.entryOf(row), roleOf(batch, row), readRow(batch, row)));
        });
    }
    [[nodiscard]] Cost cost() const override { return Cost::Head; }

private:
    ByteTest m_test;
};

class HttpStart final : public QueryCondition
{
public:
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        narrowEach(batch, rows, [&](int row) {
            const RecordEntry& entry = batch.entryOf(row);
            return entry.kind == RecordKind::Data && entry.transport != Transport::Udp &&
                   isHttpStart(readRow(batch, row));
        });
    }
    [[nodiscard]] Cost cost() const override { return Cost::Head; }
};

QueryConditionPtr bytesCondition(const ByteTest& test, const QueryNode& node)
{
    if (test.search() && !node.slice)
        return std::make_shared<const PayloadContains>(*test.search());
    return std::make_shared<const Payload>(test, node.slice);
}

} // namespace

QueryResult<QueryConditionPtr> payloadCondition(const QueryNode& node)
{
    const bool isExact = node.field->id == QueryField::Id::Payload;
    const auto test = ByteTest::of(node, isExact ? ByteSearch::Case::Exact : ByteSearch::Case::Any);
    if (!test)
        return tl::make_unexpected(test.error());
    switch (node.field->id) {
    case QueryField::Id::Payload: return bytesCondition(*test, node);
    case QueryField::Id::Text:
        return anyOf({bytesCondition(*test, node), std::make_shared<const EventWords>(*test)});
    case QueryField::Id::Info: return QueryConditionPtr(std::make_shared<const Info>(*test));
    default: return QueryConditionPtr();
    }
}

QueryConditionPtr httpStartCondition()
{
    return std::make_shared<const HttpStart>();
}

} // namespace wl
