// SPDX-License-Identifier: MIT
#include "query/durationhistogram.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace wl {

namespace {

constexpr int partBits = 6; ///< each doubling is cut into 64 parts
constexpr quint64 parts = quint64{1} << partBits;

size_t bucketOf(quint64 value)
{
    if (value < parts)
        return size_t(value);
    const int shift = int(std::bit_width(value)) - 1 - partBits;
    return size_t(quint64(shift + 1) * parts + ((value >> shift) & (parts - 1)));
}

/// The longest duration of a bucket.
quint64 lastOf(size_t bucket)
{
    if (bucket < parts)
        return bucket;
    const auto shift = int(bucket / parts) - 1;
    return ((parts + bucket % parts + 1) << shift) - 1;
}

} // namespace

void DurationHistogram::add(qint64 durationNs)
{
    const qint64 duration = std::max<qint64>(durationNs, 0);
    const size_t bucket = bucketOf(quint64(duration));
    if (m_counts.size() <= bucket)
        m_counts.resize(bucket + 1);
    ++m_counts[bucket];
    m_min = m_count == 0 ? duration : std::min(m_min, duration);
    m_max = std::max(m_max, duration);
    ++m_count;
}

qint64 DurationHistogram::quantileNs(double share) const
{
    if (m_count == 0)
        return 0;
    const auto wanted =
        std::clamp<quint64>(quint64(std::ceil(std::clamp(share, 0.0, 1.0) * double(m_count))), 1, m_count);
    quint64 seen = 0;
    size_t bucket = 0;
    while ((seen += m_counts[bucket]) < wanted)
        ++bucket;
    return std::clamp(qint64(lastOf(bucket)), m_min, m_max);
}

} // namespace wl
