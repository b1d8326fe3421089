// SPDX-License-Identifier: MIT
#include "query/trafficseries.h"

namespace wl {

namespace {

/// Rounded down, also below zero.
qint64 bucketOf(qint64 timeNs, qint64 widthNs)
{
    return timeNs / widthNs - (timeNs % widthNs < 0 ? 1 : 0);
}

} // namespace

void TrafficSeries::add(qint64 timeNs, Direction direction, quint64 bytes)
{
    reach(timeNs);
    Bucket& bucket = m_buckets[size_t(bucketOf(timeNs, m_widthNs) - m_first)];
    ++bucket.records[size_t(direction)];
    bucket.bytes[size_t(direction)] += bytes;
}

void TrafficSeries::reach(qint64 timeNs)
{
    if (m_buckets.empty())
        m_first = bucketOf(timeNs, m_widthNs);
    for (;;) {
        const qint64 wanted = bucketOf(timeNs, m_widthNs);
        const qint64 first = std::min(m_first, wanted);
        const qint64 end = std::max(m_first + qint64(m_buckets.size()), wanted + 1);
        if (end - first <= qint64(m_most)) {
            m_buckets.insert(m_buckets.begin(), size_t(m_first - first), Bucket{});
            m_buckets.resize(size_t(end - first));
            m_first = first;
            return;
        }
        doubleWidth();
    }
}

void TrafficSeries::doubleWidth()
{
    const qint64 first = bucketOf(m_first, 2);
    std::vector<Bucket> wider(size_t(bucketOf(m_first + qint64(m_buckets.size()) - 1, 2) - first) + 1);
    for (size_t i = 0; i < m_buckets.size(); ++i) {
        Bucket& into = wider[size_t(bucketOf(m_first + qint64(i), 2) - first)];
        for (const size_t direction : {0, 1}) {
            into.records[direction] += m_buckets[i].records[direction];
            into.bytes[direction] += m_buckets[i].bytes[direction];
        }
    }
    m_buckets = std::move(wider);
    m_first = first;
    m_widthNs *= 2;
}

} // namespace wl
