// SPDX-License-Identifier: MIT
#include "ui/traffic/matchedrecords.h"

namespace wl {

MatchedRecords::MatchedRecords(std::shared_ptr<const RecordSource> source, const Query& query,
                               const QueryContext& context, quint64 from)
    : m_source(std::move(source))
    , m_run(query, *m_source, context, from)
{
}

bool MatchedRecords::grow(const std::stop_token& stop, const std::function<void(int)>& progress)
{
    const quint64 count = m_source->recordCount();
    std::vector<quint32> found;
    while (m_run.advance(count, found, stop)) {
        m_bits.resize(m_run.position());
        for (const quint32 record : found)
            m_bits[record] = true;
        found.clear();
        progress(int(m_run.position() * 100 / count));
    }
    return !stop.stop_requested();
}

} // namespace wl
