// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <array>
#include <bit>

namespace wl {

/// How many records have payloads of which length: 0, 1, 2–3, 4–7, … bytes. A value.
class LengthHistogram
{
public:
    static constexpr size_t bucketCount = 33;

    void add(quint32 bytes)
    {
        const auto bucket = size_t(std::bit_width(bytes));
        ++m_records[bucket];
        m_bytes[bucket] += bytes;
    }

    /// The shortest and the longest payload of a bucket.
    [[nodiscard]] static quint32 from(size_t bucket) { return bucket == 0 ? 0 : quint32{1} << (bucket - 1); }
    [[nodiscard]] static quint32 to(size_t bucket) { return quint32((quint64{1} << bucket) - 1); }
    [[nodiscard]] quint64 records(size_t bucket) const { return m_records[bucket]; }
    [[nodiscard]] quint64 bytes(size_t bucket) const { return m_bytes[bucket]; }

private:
    std::array<quint64, bucketCount> m_records{};
    std::array<quint64, bucketCount> m_bytes{};
};

} // namespace wl
