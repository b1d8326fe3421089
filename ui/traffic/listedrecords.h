// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"

#include <array>
#include <memory>
#include <span>
#include <vector>

namespace wl {

/// The records of a list in the order of the capture: a range of numbers, or numbers that a filter found
/// (four bytes each). A value that is cheap to copy; what a copy holds can be read on any thread while the
/// original grows.
class ListedRecords
{
public:
    /// Empty, to grow by count from record `first`.
    [[nodiscard]] static ListedRecords range(quint64 first);
    /// Empty, to grow by what is found.
    [[nodiscard]] static ListedRecords found();

    [[nodiscard]] bool isRange() const { return m_isRange; }
    [[nodiscard]] quint64 size() const { return m_size; }
    /// `index` is below size().
    [[nodiscard]] quint64 at(quint64 index) const
    {
        const quint64 place = m_first + index;
        return m_isRange ? place : (*m_chunks[place / chunkSize])[place % chunkSize];
    }
    /// The first index whose record is not before `record`; size() where there is none.
    [[nodiscard]] quint64 lowerBound(quint64 record) const;
    /// −1 where it is not listed.
    [[nodiscard]] qint64 indexOf(RecordId id) const;

    /// Of a range: the record behind the last one.
    [[nodiscard]] quint64 rangeEnd() const { return m_first + m_size; }
    /// Of a range.
    void grow(quint64 count) { m_size += count; }
    /// Of what a filter found: ascending, behind all that are there.
    void append(std::span<const quint32> records);
    void removeFirst(quint64 count);

private:
    static constexpr quint64 chunkSize = 65'536;
    using Chunk = std::array<quint32, chunkSize>;

    bool m_isRange = true;
    quint64 m_first = 0; ///< of a range its first record, else the place of index 0 in the chunks
    quint64 m_size = 0;
    std::vector<std::shared_ptr<Chunk>> m_chunks; ///< of fixed places, so that copies may read what they know
};

} // namespace wl
