// SPDX-License-Identifier: MIT
#include "ui/traffic/streammatcher.h"

#include <algorithm>

namespace wl {

void StreamMatcher::breakOff()
{
    m_tail.clear();
    m_runs.clear();
}

void StreamMatcher::feed(const ByteSearch& search, quint32 record, QByteArrayView bytes, const Found& found)
{
    m_used = 0;
    findAcross(search, bytes, found);
    for (qsizetype at = search.find(bytes, m_used); at >= 0; at = search.find(bytes, m_used)) {
        found(record);
        m_used = at + search.size();
    }
    keep(search, record, bytes);
}

/// Matches that begin in an earlier record.
void StreamMatcher::findAcross(const ByteSearch& search, QByteArrayView bytes, const Found& found)
{
    if (m_tail.isEmpty())
        return;
    const QByteArray joined = m_tail + bytes.first(std::min(bytes.size(), search.size() - 1)).toByteArray();
    const qsizetype at = search.find(joined);
    if (at < 0 || at >= m_tail.size())
        return;
    qsizetype before = 0;
    for (const Run& run : m_runs) {
        before += run.size;
        if (at < before) {
            found(run.record);
            break;
        }
    }
    m_used = at + search.size() - m_tail.size();
    breakOff();
}

/// The last bytes, with which a match can begin.
void StreamMatcher::keep(const ByteSearch& search, quint32 record, QByteArrayView bytes)
{
    const qsizetype most = search.size() - 1;
    const QByteArrayView rest = bytes.sliced(std::max(m_used, std::max<qsizetype>(0, bytes.size() - most)));
    if (m_used > 0 || rest.size() >= most)
        breakOff();
    m_tail.append(rest);
    if (!rest.isEmpty())
        m_runs.push_back({record, rest.size()});
    qsizetype surplus = m_tail.size() - most;
    m_tail.remove(0, std::max<qsizetype>(0, surplus));
    while (surplus > 0) {
        const qsizetype gone = std::min(surplus, m_runs.front().size);
        surplus -= gone;
        m_runs.front().size -= gone;
        if (m_runs.front().size == 0)
            m_runs.pop_front();
    }
}

} // namespace wl
