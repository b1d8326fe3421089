// SPDX-License-Identifier: MIT
#include "query/payloadsearch.h"

namespace wl {

namespace {

/// More bytes than this between two payloads are not worth reading.
constexpr quint64 widestGap = 4096;

/// One payload in the window.
struct Place
{
    int row = 0;
    qsizetype begin = 0;
    qsizetype end = 0;
};

class Searcher
{
public:
    Searcher(const QueryBatch& batch, const ByteSearch& needle, RowBits& rows)
        : m_batch(batch)
        , m_needle(needle)
        , m_rows(rows)
    {
        m_places.reserve(RowBits::rows);
    }

    void run()
    {
        RowBits(m_rows).forEach([this](int row) { add(row); });
        searchWindow();
    }

private:
    void add(int row)
    {
        const RecordEntry& entry = m_batch.entryOf(row);
        const quint64 begin = entry.position + entry.payloadOffset;
        const quint64 end = begin + entry.length;
        const bool isOneRun = PayloadCursor::isOneRun(entry) && entry.length <= PayloadCursor::windowBytes;
        const bool fits = isOneRun && !m_places.empty() && begin >= m_end && begin - m_end <= widestGap &&
                          end - m_begin <= quint64(PayloadCursor::windowBytes);
        if (!fits) {
            searchWindow();
            m_begin = begin;
        }
        if (!isOneRun) {
            searchAlone(row);
            return;
        }
        m_places.push_back({row, qsizetype(begin - m_begin), qsizetype(end - m_begin)});
        m_end = end;
    }

    // What was collected; all of it is taken away but where the needle is.
    void searchWindow()
    {
        if (m_places.empty() || m_batch.state.stop.stop_requested()) {
            m_places.clear();
            return;
        }
        const auto window = m_batch.state.cursor.window(m_begin, m_end);
        if (!window || window->isEmpty()) { // dropped, or no blocks: one after the other
            for (const Place& place : m_places)
                searchAlone(place.row);
        } else {
            searchIn(*window);
        }
        m_places.clear();
    }

    // One search goes over as many records as lie before the next hit. A hit that reaches beyond its record
    // is none, and neither is a later one then.
    void searchIn(QByteArrayView window)
    {
        qsizetype hit = m_needle.find(window, 0);
        for (const Place& place : m_places) {
            if (hit >= 0 && hit < place.begin)
                hit = m_needle.find(window, place.begin);
            if (hit < 0 || hit + m_needle.size() > place.end)
                m_rows.clear(place.row);
        }
    }

    void searchAlone(int row)
    {
        if (m_batch.state.stop.stop_requested())
            return;
        const QByteArrayView bytes = readRow(m_batch, row);
        if (bytes.isNull() || !m_needle.contains(bytes))
            m_rows.clear(row);
    }

    const QueryBatch& m_batch;
    const ByteSearch& m_needle;
    RowBits& m_rows;
    std::vector<Place> m_places;
    quint64 m_begin = 0;
    quint64 m_end = 0;
};

} // namespace

void searchPayloads(const QueryBatch& batch, const ByteSearch& needle, RowBits& rows)
{
    Searcher(batch, needle, rows).run();
}

} // namespace wl
