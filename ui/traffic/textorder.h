// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/recordorder.h"

#include <atomic>
#include <span>
#include <stop_token>
#include <vector>

namespace wl {

/// Puts records in the order of their texts, eight bytes of them after the other: those that are alike so far
/// are sorted by what follows. Payloads are read in the order of the capture each time, never here and there,
/// and not again where all texts of a group are the same. One thread.
class TextOrder
{
public:
    /// `records` are rising, and sorted in place. All outlive it. `done` grows by one for each record that
    /// was read at first.
    TextOrder(RecordOrder& order, std::span<quint32> records, std::stop_token stop,
              std::atomic<quint64>& done);

    /// False where a stop was requested; so is sortAlike().
    [[nodiscard]] bool sortByBeginnings();
    /// Whether there are groups whose texts are alike so far and may differ behind.
    [[nodiscard]] bool hasAlike();
    /// Sorts these by a further level of keys.
    [[nodiscard]] bool sortAlike(int level);

private:
    /// Calls `take(begin, end)` for the places of each group of more than one, until it returns false.
    template <typename Take>
    void forEachGroup(Take take) const;
    [[nodiscard]] bool readKeys(int level);
    [[nodiscard]] size_t numberOf(size_t place) const { return m_records[place] - m_first; }

    RecordOrder& m_order;
    std::span<quint32> m_records;
    std::stop_token m_stop;
    std::atomic<quint64>& m_done;
    quint32 m_first;
    std::vector<quint32> m_hashes; ///< of the whole texts, by record number from m_first on
    std::vector<quint32> m_places; ///< the same: where a record that is read again stands, plus one
    std::vector<quint64> m_keys;   ///< by place
    std::vector<quint8> m_isAlike; ///< by place: so far, to the one before
};

} // namespace wl
