// SPDX-License-Identifier: MIT
#include "ui/traffic/recordsorter.h"

#include <algorithm>
#include <queue>
#include <tuple>

namespace wl {

namespace {

constexpr size_t blockRecords = 262'144;  ///< sorted in some ten milliseconds
constexpr size_t recordsPerLook = 16'384; ///< between two looks at the stop token
constexpr size_t fewRecords = 64;         ///< are sorted by all keys at once
constexpr size_t fewTexts = 32'768;       ///< so are these, where each further level is one more look

} // namespace

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
    if (!sort(records, 0))
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

bool RecordSorter::sort(std::span<quint32> records, int level)
{
    if (records.size() <= (m_order.levels() > 1 ? fewTexts : fewRecords))
        return sortAtOnce(records);
    const bool hasMoreLevels = level + 1 < m_order.levels();
    std::vector<bool> isEqual(hasMoreLevels ? records.size() : 0);
    return sortLevel(records, isEqual, level) && (!hasMoreLevels || sortEqual(records, isEqual, level + 1));
}

bool RecordSorter::sortAtOnce(std::span<quint32> records)
{
    std::vector<std::pair<RecordOrder::Keys, quint32>> rows;
    rows.reserve(records.size());
    for (const quint32 record : records)
        rows.emplace_back(m_order.keys(record), record);
    std::sort(rows.begin(), rows.end());
    for (size_t i = 0; i < rows.size(); ++i)
        records[i] = rows[i].second;
    return !m_stop.stop_requested();
}

bool RecordSorter::sortLevel(std::span<quint32> records, std::vector<bool>& isEqual, int level)
{
    std::vector<Block> blocks;
    for (size_t at = 0; at < records.size(); at += blockRecords) {
        blocks.push_back(sortBlock(records.subspan(at, std::min(blockRecords, records.size() - at)), level));
        if (m_stop.stop_requested())
            return false;
    }
    if (!mergeBlocks(blocks, records, isEqual))
        return false;
    m_done.fetch_add(level == 0 ? records.size() : 0, std::memory_order_relaxed);
    return true;
}

RecordSorter::Block RecordSorter::sortBlock(std::span<const quint32> records, int level)
{
    std::vector<std::pair<quint64, quint32>> pairs;
    pairs.reserve(records.size());
    for (const quint32 record : records) {
        if (pairs.size() % recordsPerLook == 0 && m_stop.stop_requested())
            return {};
        pairs.emplace_back(m_order.key(record, level), record);
    }
    std::sort(pairs.begin(), pairs.end());
    m_done.fetch_add(level == 0 ? records.size() : 0, std::memory_order_relaxed);
    Block block;
    block.keys.reserve(pairs.size());
    block.records.reserve(pairs.size());
    for (const auto& [key, record] : pairs) {
        block.keys.push_back(key);
        block.records.push_back(record);
    }
    return block;
}

bool RecordSorter::mergeBlocks(const std::vector<Block>& blocks, std::span<quint32> into,
                               std::vector<bool>& isEqual)
{
    using Head = std::tuple<quint64, quint32, size_t, size_t>; // key, record, block, place in it
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
    for (size_t i = 0; i < blocks.size(); ++i)
        heads.emplace(blocks[i].keys.front(), blocks[i].records.front(), i, 0);
    quint64 keyBefore = 0;
    for (size_t done = 0; !heads.empty(); ++done) {
        if (done % recordsPerLook == 0 && m_stop.stop_requested())
            return false;
        const auto [key, record, block, place] = heads.top();
        heads.pop();
        into[done] = record;
        if (!isEqual.empty())
            isEqual[done] = done > 0 && key == keyBefore;
        keyBefore = key;
        if (place + 1 < blocks[block].keys.size())
            heads.emplace(blocks[block].keys[place + 1], blocks[block].records[place + 1], block, place + 1);
    }
    return true;
}

bool RecordSorter::sortEqual(std::span<quint32> records, const std::vector<bool>& isEqual, int level)
{
    for (size_t begin = 0; begin < records.size();) {
        size_t end = begin + 1;
        while (end < records.size() && isEqual[end])
            ++end;
        if (end - begin > 1 && !sort(records.subspan(begin, end - begin), level))
            return false;
        begin = end;
    }
    return true;
}

} // namespace wl
