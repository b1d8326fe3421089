// SPDX-License-Identifier: MIT
#include "ui/traffic/textorder.h"

#include "ui/traffic/keysort.h"

#include <algorithm>

namespace wl {

namespace {

constexpr size_t recordsPerLook = 4'096; ///< between two looks at the stop token

/// Different for different texts, but for one pair in four thousand million.
quint32 hashOf(const RecordOrder::Keys& keys)
{
    quint64 hash = 0;
    for (const quint64 key : keys) {
        hash = (hash ^ key) * 0x9e37'79b9'7f4a'7c15;
        hash ^= hash >> 32;
    }
    return quint32(hash);
}

} // namespace

TextOrder::TextOrder(RecordOrder& order, std::span<quint32> records, std::stop_token stop,
                     std::atomic<quint64>& done)
    : m_order(order)
    , m_records(records)
    , m_stop(std::move(stop))
    , m_done(done)
    , m_first(records.empty() ? 0 : records.front())
    , m_hashes(records.empty() ? 0 : size_t(records.back() - m_first) + 1)
    , m_isAlike(records.size())
{
}

bool TextOrder::sortByBeginnings()
{
    const auto keyAt = [this](size_t place) {
        const RecordOrder::Keys keys = m_order.keys(m_records[place]);
        m_hashes[numberOf(place)] = hashOf(keys);
        m_done.fetch_add(1, std::memory_order_relaxed);
        return keys.front();
    };
    return sortByKeys(m_records, keyAt, m_isAlike, m_stop);
}

template <typename Take>
void TextOrder::forEachGroup(Take take) const
{
    for (size_t begin = 0; begin < m_records.size();) {
        size_t end = begin + 1;
        while (end < m_records.size() && m_isAlike[end] != 0)
            ++end;
        if (end - begin > 1 && !take(begin, end))
            return;
        begin = end;
    }
}

bool TextOrder::hasAlike()
{
    bool hasSome = false;
    forEachGroup([&](size_t begin, size_t end) {
        const quint32 hash = m_hashes[numberOf(begin)];
        size_t same = begin + 1;
        while (same < end && m_hashes[numberOf(same)] == hash)
            ++same;
        if (same == end) // one and the same text, in the order of the capture already
            std::fill(m_isAlike.begin() + qsizetype(begin), m_isAlike.begin() + qsizetype(end), quint8{0});
        else
            hasSome = true;
        return !m_stop.stop_requested();
    });
    return hasSome;
}

bool TextOrder::readKeys(int level)
{
    m_keys.resize(m_records.size());
    m_places.assign(m_hashes.size(), 0);
    forEachGroup([this](size_t begin, size_t end) {
        for (size_t place = begin; place < end; ++place)
            m_places[numberOf(place)] = quint32(place + 1);
        return true;
    });
    for (size_t number = 0; number < m_places.size(); ++number) {
        if (number % recordsPerLook == 0 && m_stop.stop_requested())
            return false;
        if (m_places[number] > 0)
            m_keys[m_places[number] - 1] = m_order.key(m_first + number, level);
    }
    return true;
}

bool TextOrder::sortAlike(int level)
{
    bool isDone = readKeys(level);
    std::vector<quint8> isAlike(m_records.size());
    forEachGroup([&](size_t begin, size_t end) {
        isDone = isDone && sortByKeys(
                               m_records.subspan(begin, end - begin),
                               [&](size_t index) { return m_keys[begin + index]; },
                               std::span(isAlike).subspan(begin, end - begin), m_stop);
        return isDone;
    });
    m_isAlike.swap(isAlike);
    return isDone;
}

} // namespace wl
