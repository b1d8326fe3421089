// SPDX-License-Identifier: MIT
#include "query/recordruns.h"

#include <algorithm>

namespace wl {

namespace {
constexpr qsizetype latestRuns = 4096;
}

std::deque<RecordRuns::Run>::const_iterator RecordRuns::find(qint64 offset) const
{
    const auto behind = std::upper_bound(m_runs.cbegin(), m_runs.cend(), offset,
                                         [](qint64 at, const Run& run) { return at < run.offset; });
    return behind == m_runs.cbegin() ? behind : behind - 1;
}

quint32 RecordRuns::recordAt(qint64 offset) const
{
    return m_runs.empty() ? 0 : find(offset)->record;
}

void RecordRuns::add(quint32 record, qint64 offset)
{
    m_runs.push_back({offset, record});
    if (qsizetype(m_runs.size()) < 2 * latestRuns)
        return;
    const auto latest = m_runs.cend() - latestRuns;
    const auto current = find(m_end); // where the message of the moment begins
    if (current >= latest) {
        m_runs.erase(m_runs.cbegin(), latest);
    } else {
        const Run first = *current;
        m_runs.erase(m_runs.cbegin(), latest);
        m_runs.push_front(first);
    }
}

} // namespace wl
