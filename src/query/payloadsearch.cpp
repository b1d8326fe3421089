// SPDX-License-Identifier: MIT
#include "query/payloadsearch.h"

#include <algorithm>

namespace wl {

namespace {

/// More bytes than this between two payloads are not worth reading.
constexpr quint64 widestGap = 4096;

quint64 beginOf(const RecordEntry& entry)
{
    return entry.position + entry.payloadOffset;
}

quint64 endOf(const RecordEntry& entry)
{
    return beginOf(entry) + entry.length;
}

class Searcher
{
public:
    Searcher(const QueryBatch& batch, const ByteSearch& needle, RowBits& rows)
        : m_batch(batch)
        , m_needle(needle)
        , m_wanted(rows)
        , m_found(rows)
    {
    }

    void run()
    {
        const int count = int(m_batch.entries.size());
        int row = 0;
        while (row < count && !m_batch.state.stop.stop_requested()) {
            if (m_wanted.word(row / 64) == 0)
                row = (row / 64 + 1) * 64;
            else if (!m_wanted.test(row))
                ++row;
            else
                row = searchFrom(row);
        }
    }

private:
    static bool isOneRun(const RecordEntry& entry)
    {
        return PayloadCursor::isOneRun(entry) && entry.length <= PayloadCursor::windowBytes;
    }

    // Searches this row and those behind it that fit into a window with it. Returns the first that does not.
    int searchFrom(int first)
    {
        const RecordEntry& entry = m_batch.entryOf(first);
        if (!isOneRun(entry)) {
            searchAlone(first);
            return first + 1;
        }
        const quint64 begin = beginOf(entry);
        quint64 end = endOf(entry);
        quint64 position = entry.position;
        int behind = first + 1;
        for (int row = first + 1; row < int(m_batch.entries.size()); ++row) {
            const RecordEntry& next = m_batch.entryOf(row);
            const bool isInOrder = next.position > position; // the place of a hit tells its row
            position = next.position;
            if (!isInOrder || position - begin > quint64(PayloadCursor::windowBytes) ||
                position - end > widestGap)
                break;
            if (!m_wanted.test(row))
                continue;
            if (!isOneRun(next) || endOf(next) - begin > quint64(PayloadCursor::windowBytes))
                break;
            end = endOf(next);
            behind = row + 1;
        }
        searchWindow(first, behind, begin, end);
        return behind;
    }

    void searchWindow(int first, int behind, quint64 begin, quint64 end)
    {
        const auto window = m_batch.state.cursor.window(begin, end);
        if (!window || window->isEmpty()) { // dropped, or no blocks: one after the other
            for (int row = first; row < behind; ++row) {
                if (m_wanted.test(row))
                    searchAlone(row);
            }
            return;
        }
        for (int row = first; row < behind; ++row)
            m_found.clear(row);
        qsizetype hit = m_needle.find(*window);
        while (hit >= 0) {
            const int row = rowAt(first, behind, begin + quint64(hit));
            const quint64 hitEnd = begin + quint64(hit + m_needle.size());
            const RecordEntry& entry = m_batch.entryOf(row);
            const bool isWanted = m_wanted.test(row);
            const bool isInside = begin + quint64(hit) >= beginOf(entry) && hitEnd <= endOf(entry);
            if (isWanted && isInside)
                m_found.set(row);
            // In the headers before the payload: there is a payload yet to come.
            const bool isBefore = isWanted && begin + quint64(hit) < beginOf(entry);
            if (!isBefore && row + 1 == behind)
                return;
            const quint64 next = isBefore ? beginOf(entry) : m_batch.entryOf(row + 1).position;
            hit = m_needle.find(*window, qsizetype(next - begin));
        }
    }

    /// The last row whose block begins at or before the place.
    [[nodiscard]] int rowAt(int first, int behind, quint64 position) const
    {
        const auto entries = m_batch.entries.subspan(size_t(first), size_t(behind - first));
        const auto after = std::upper_bound(
            entries.begin(), entries.end(), position,
            [](quint64 wanted, const RecordEntry& entry) { return wanted < entry.position; });
        return first + int(after - entries.begin()) - 1;
    }

    void searchAlone(int row)
    {
        const QByteArrayView bytes = readRow(m_batch, row);
        if (bytes.isNull() || !m_needle.contains(bytes))
            m_found.clear(row);
    }

    const QueryBatch& m_batch;
    const ByteSearch& m_needle;
    const RowBits m_wanted;
    RowBits& m_found;
};

} // namespace

void searchPayloads(const QueryBatch& batch, const ByteSearch& needle, RowBits& rows)
{
    Searcher(batch, needle, rows).run();
}

} // namespace wl
