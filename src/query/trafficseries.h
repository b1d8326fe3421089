// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"

#include <array>
#include <span>
#include <vector>

namespace wl {

/// Records and bytes over time, in at most so many buckets of one width: where a time does not fit any more,
/// the width doubles. A value; memory is bounded whatever the times are.
class TrafficSeries
{
public:
    static constexpr qint64 finestNs = 1'000'000; ///< a bucket's width to begin with
    static constexpr size_t defaultBuckets = 1024;

    /// Both by Direction.
    struct Bucket
    {
        std::array<quint64, 2> records{};
        std::array<quint64, 2> bytes{};

        friend bool operator==(const Bucket&, const Bucket&) = default;
    };

    explicit TrafficSeries(size_t mostBuckets = defaultBuckets)
        : m_most(mostBuckets)
    {
    }

    /// Times come in any order.
    void add(qint64 timeNs, Direction direction, quint64 bytes);

    /// From the first time to the last, with empty ones between; empty where nothing was added.
    [[nodiscard]] std::span<const Bucket> buckets() const { return m_buckets; }
    /// Nanoseconds since 1970 at which the first bucket begins.
    [[nodiscard]] qint64 startNs() const { return m_first * m_widthNs; }
    [[nodiscard]] qint64 widthNs() const { return m_widthNs; }

private:
    void reach(qint64 timeNs);
    void doubleWidth();

    size_t m_most;
    qint64 m_widthNs = finestNs;
    qint64 m_first = 0; ///< number of the first bucket; bucket n begins at n times the width
    std::vector<Bucket> m_buckets;
};

} // namespace wl
