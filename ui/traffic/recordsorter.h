// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/recordorder.h"

#include <atomic>
#include <optional>
#include <span>
#include <stop_token>

namespace wl {

/// Sorts the records of a list: 16 bytes a record while it works, 33 where it is by texts, 4 in the result.
/// On any thread but the UI's; a stop is seen within some ten milliseconds.
class RecordSorter
{
public:
    /// `done` grows by two for each record that is sorted.
    RecordSorter(RecordOrder& order, std::stop_token stop, std::atomic<quint64>& done);

    /// All records of a list in order; nothing where a stop was requested.
    [[nodiscard]] std::optional<std::vector<quint32>> sorted(const ListedRecords& listed);
    /// What was sorted before, without records that are no longer listed, and with those that were listed
    /// since: from record `from` on. Nothing where a stop was requested.
    [[nodiscard]] std::optional<std::vector<quint32>> merged(const std::vector<quint32>& before,
                                                             const ListedRecords& listed, quint64 from);

private:
    [[nodiscard]] std::optional<std::vector<quint32>> tail(const ListedRecords& listed, quint64 from);
    [[nodiscard]] bool sort(std::span<quint32> records);
    [[nodiscard]] bool sortTexts(std::span<quint32> records);

    RecordOrder& m_order;
    std::stop_token m_stop;
    std::atomic<quint64>& m_done;
};

} // namespace wl
