// SPDX-License-Identifier: MIT
#include "ui/traffic/keysort.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <vector>

namespace wl {

namespace {

constexpr size_t blockRecords = 262'144;  ///< sorted in some ten milliseconds
constexpr size_t recordsPerLook = 16'384; ///< between two looks at the stop token

using Pairs = std::vector<std::pair<quint64, quint32>>;

struct Block
{
    std::vector<quint64> keys;
    std::vector<quint32> records;
};

/// Records first … first+count−1 with their keys; fewer where a stop was requested.
Pairs sortedPairs(std::span<const quint32> records, size_t first, size_t count, const KeyAt& keyAt,
                  const std::stop_token& stop)
{
    Pairs pairs;
    pairs.reserve(count);
    for (size_t index = first; index < first + count; ++index) {
        if ((index - first) % recordsPerLook == 0 && stop.stop_requested())
            return pairs;
        pairs.emplace_back(keyAt(index), records[index]);
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

Block blockOf(const Pairs& pairs)
{
    Block block;
    block.keys.reserve(pairs.size());
    block.records.reserve(pairs.size());
    for (const auto& [key, record] : pairs) {
        block.keys.push_back(key);
        block.records.push_back(record);
    }
    return block;
}

bool mergeBlocks(const std::vector<Block>& blocks, std::span<quint32> into, std::span<quint8> isEqual,
                 const std::stop_token& stop)
{
    using Head = std::tuple<quint64, quint32, size_t, size_t>; // key, record, block, place in it
    std::priority_queue<Head, std::vector<Head>, std::greater<>> heads;
    for (size_t i = 0; i < blocks.size(); ++i)
        heads.emplace(blocks[i].keys.front(), blocks[i].records.front(), i, 0);
    quint64 keyBefore = 0;
    for (size_t done = 0; !heads.empty(); ++done) {
        if (done % recordsPerLook == 0 && stop.stop_requested())
            return false;
        const auto [key, record, block, place] = heads.top();
        heads.pop();
        into[done] = record;
        if (!isEqual.empty())
            isEqual[done] = quint8(done > 0 && key == keyBefore);
        keyBefore = key;
        if (place + 1 < blocks[block].keys.size())
            heads.emplace(blocks[block].keys[place + 1], blocks[block].records[place + 1], block, place + 1);
    }
    return true;
}

} // namespace

bool sortByKeys(std::span<quint32> records, const KeyAt& keyAt, std::span<quint8> isEqual,
                const std::stop_token& stop)
{
    if (records.size() <= blockRecords) {
        const Pairs pairs = sortedPairs(records, 0, records.size(), keyAt, stop);
        if (pairs.size() < records.size())
            return false;
        for (size_t i = 0; i < pairs.size(); ++i) {
            records[i] = pairs[i].second;
            if (!isEqual.empty())
                isEqual[i] = quint8(i > 0 && pairs[i].first == pairs[i - 1].first);
        }
        return !stop.stop_requested();
    }
    std::vector<Block> blocks;
    for (size_t at = 0; at < records.size(); at += blockRecords) {
        const size_t count = std::min(blockRecords, records.size() - at);
        blocks.push_back(blockOf(sortedPairs(records, at, count, keyAt, stop)));
        if (stop.stop_requested())
            return false;
    }
    return mergeBlocks(blocks, records, isEqual, stop);
}

} // namespace wl
