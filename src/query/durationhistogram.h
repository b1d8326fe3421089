// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <vector>

namespace wl {

/// How often which duration came, with at most 1/64 of error and at most 30 KiB, however many are added. A
/// value.
class DurationHistogram
{
public:
    /// Below zero counts as zero: clocks of captures go backwards.
    void add(qint64 durationNs);

    [[nodiscard]] quint64 count() const { return m_count; }
    /// Exact; 0 where there is none.
    [[nodiscard]] qint64 minNs() const { return m_min; }
    [[nodiscard]] qint64 maxNs() const { return m_max; }
    /// That share (0 to 1) of the durations is not longer than this; 0 where there is none.
    [[nodiscard]] qint64 quantileNs(double share) const;
    [[nodiscard]] qint64 medianNs() const { return quantileNs(0.5); }

private:
    std::vector<quint64> m_counts; ///< by bucket, as far as there are any
    quint64 m_count = 0;
    qint64 m_min = 0;
    qint64 m_max = 0;
};

} // namespace wl
