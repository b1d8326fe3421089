// SPDX-License-Identifier: MIT
#include "ui/traffic/listedrecords.h"

#include <algorithm>

namespace wl {

ListedRecords ListedRecords::range(quint64 first)
{
    ListedRecords records;
    records.m_first = first;
    return records;
}

ListedRecords ListedRecords::found()
{
    ListedRecords records;
    records.m_isRange = false;
    return records;
}

quint64 ListedRecords::lowerBound(quint64 record) const
{
    if (m_isRange)
        return record < m_first ? 0 : std::min(record - m_first, m_size);
    quint64 low = 0;
    quint64 high = m_size;
    while (low < high) {
        const quint64 middle = low + (high - low) / 2;
        if (at(middle) < record)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

qint64 ListedRecords::indexOf(RecordId id) const
{
    if (!id.isValid() || (m_isRange && id.value() < m_first))
        return -1;
    const quint64 index = lowerBound(id.value());
    return index < m_size && at(index) == id.value() ? qint64(index) : -1;
}

void ListedRecords::append(std::span<const quint32> records)
{
    for (quint64 place = m_first + m_size; !records.empty(); place = m_first + m_size) {
        if (place / chunkSize == m_chunks.size())
            m_chunks.push_back(std::make_shared_for_overwrite<Chunk>());
        const size_t taken = std::min(records.size(), size_t(chunkSize - place % chunkSize));
        std::copy_n(records.begin(), taken, m_chunks.back()->begin() + std::ptrdiff_t(place % chunkSize));
        records = records.subspan(taken);
        m_size += taken;
    }
}

void ListedRecords::removeFirst(quint64 count)
{
    m_first += count;
    m_size -= count;
    if (m_isRange)
        return;
    const quint64 emptied = m_first / chunkSize;
    m_chunks.erase(m_chunks.begin(), m_chunks.begin() + std::ptrdiff_t(emptied));
    m_first %= chunkSize;
}

} // namespace wl
