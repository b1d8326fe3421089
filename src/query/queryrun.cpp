// SPDX-License-Identifier: MIT
#include "query/queryrun.h"

namespace wl {

namespace {

/// What is read at most for one batch, so that the first rows come soon and a stop is seen soon. A single
/// record may be larger.
constexpr quint64 batchBytes = 4 * 1024 * 1024;

} // namespace

QueryRun::QueryRun(Query query, const RecordSource& source, QueryContext context, quint64 from)
    : m_query(std::move(query))
    , m_state(std::make_unique<QueryState>(source))
    , m_next(from)
{
    m_state->context = std::move(context);
    m_state->connectionTruths.resize(m_query.m_connectionSlots);
    m_state->messageTruths.resize(m_query.m_messages.size());
    if (m_query.needsMessages() && m_state->context.decoders)
        m_messages.emplace(source, m_state->context, m_query.m_messages);
}

QueryRun::~QueryRun() = default;

bool QueryRun::advance(quint64 to, std::vector<quint32>& found, const std::stop_token& stop)
{
    const std::span<const RecordEntry> entries = nextEntries(to);
    if (entries.empty() || stop.stop_requested())
        return false;
    m_state->stop = stop;
    m_state->firstTimeNs = m_next == 0 ? entries.front().timeNs : m_state->source.record(RecordId(0)).timeNs;
    const QueryBatch batch{entries, m_next, *m_state};
    RowBits rows = RowBits::first(int(entries.size()));
    if (m_query.m_root) {
        if (m_messages)
            m_messages->run(batch, *m_query.m_root);
        m_query.m_root->narrow(batch, rows);
    }
    if (stop.stop_requested())
        return false;
    rows.forEach([&](int row) { found.push_back(quint32(m_next + quint64(row))); });
    m_next += entries.size();
    return true;
}

bool QueryRun::matches(RecordId id)
{
    const RecordEntry entry = m_state->source.record(id);
    m_state->stop = {};
    m_state->firstTimeNs = m_state->source.record(RecordId(0)).timeNs;
    for (RowBits& truths : m_state->messageTruths)
        truths = {};
    const QueryBatch batch{std::span(&entry, 1), id.value(), *m_state};
    RowBits rows = RowBits::first(1);
    if (m_query.m_root)
        m_query.m_root->narrow(batch, rows);
    return rows.test(0);
}

std::span<const RecordEntry> QueryRun::nextEntries(quint64 to)
{
    const RecordSource& source = m_state->source;
    const quint64 end = std::min(to, source.recordCount());
    if (m_next >= end)
        return {};
    const auto most = size_t(std::min<quint64>(end - m_next, RowBits::rows));
    std::span<const RecordEntry> entries = source.entries(RecordId(m_next));
    if (entries.empty()) {
        m_copied.clear();
        for (size_t i = 0; i < most; ++i)
            m_copied.push_back(source.record(RecordId(m_next + i)));
        entries = m_copied;
    }
    entries = entries.first(std::min(entries.size(), most));
    return entries.first(rowsOf(entries));
}

// As many as batchBytes allow; they only count where payloads are read.
size_t QueryRun::rowsOf(std::span<const RecordEntry> entries) const
{
    if (!m_query.m_root || m_query.m_root->cost() < QueryCondition::Cost::Head)
        return entries.size();
    if (entries.back().position - entries.front().position <= batchBytes && entries.front().position != 0)
        return entries.size(); // as they nearly always lie: one behind the other
    quint64 bytes = 0;
    size_t count = 0;
    while (count < entries.size() && (count == 0 || bytes + entries[count].length <= batchBytes))
        bytes += entries[count++].length;
    return count;
}

std::vector<quint32> recordsMatching(const Query& query, const RecordSource& source,
                                     const QueryContext& context)
{
    std::vector<quint32> found;
    QueryRun run(query, source, context);
    while (run.advance(source.recordCount(), found)) {
    }
    return found;
}

} // namespace wl
