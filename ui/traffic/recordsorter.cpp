// SPDX-License-Identifier: MIT
#include "ui/traffic/recordsorter.h"

#include "ui/traffic/keysort.h"
#include "ui/traffic/textorder.h"

#include <algorithm>

namespace wl {

RecordSorter::RecordSorter(RecordOrder& order, std::stop_token stop, std::atomic<quint64>& done)
    : m_order(order)
    , m_stop(std::move(stop))
    , m_done(done)
{
}

std::optional<std::vector<quint32>> RecordSorter::sorted(const ListedRecords& listed)
{
    return tail(listed, 0);
}

std::optional<std::vector<quint32>> RecordSorter::tail(const ListedRecords& listed, quint64 from)
{
    std::vector<quint32> records;
    records.reserve(listed.size() - from);
    for (quint64 index = from; index < listed.size(); ++index)
        records.push_back(quint32(listed.at(index)));
    if (!sort(records))
        return std::nullopt;
    return records;
}

std::optional<std::vector<quint32>> RecordSorter::merged(const std::vector<quint32>& before,
                                                         const ListedRecords& listed, quint64 from)
{
    const auto fresh = tail(listed, listed.lowerBound(from));
    if (!fresh)
        return std::nullopt;
    const quint64 first = listed.size() > 0 ? listed.at(0) : from;
    std::vector<quint32> result;
    result.reserve(before.size() + fresh->size());
    const auto keep = [&](auto begin, auto end) {
        std::copy_if(begin, end, std::back_inserter(result), [=](quint32 record) { return record >= first; });
    };
    auto rest = before.begin();
    for (const quint32 record : *fresh) {
        if (m_stop.stop_requested())
            return std::nullopt;
        const auto place = std::upper_bound(rest, before.end(), record,
                                            [this](quint32 a, quint32 b) { return m_order.isBefore(a, b); });
        keep(rest, place);
        result.push_back(record);
        rest = place;
    }
    keep(rest, before.end());
    return result;
}

bool RecordSorter::sort(std::span<quint32> records)
{
    if (m_order.levels() > 1)
        return sortTexts(records);
    const auto keyAt = [&](size_t index) {
        m_done.fetch_add(1, std::memory_order_relaxed);
        return m_order.key(records[index], 0);
    };
    if (!sortByKeys(records, keyAt, {}, m_stop))
        return false;
    m_done.fetch_add(records.size(), std::memory_order_relaxed);
    return true;
}

bool RecordSorter::sortTexts(std::span<quint32> records)
{
    TextOrder texts(m_order, records, m_stop, m_done);
    if (!texts.sortByBeginnings())
        return false;
    for (int level = 1; level < m_order.levels() && texts.hasAlike(); ++level) {
        if (!texts.sortAlike(level))
            return false;
    }
    m_done.fetch_add(records.size(), std::memory_order_relaxed);
    return true;
}

} // namespace wl
