// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryrun.h"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

namespace wl {

/// Which records of a source match a filter that asks for messages: that is known only after what came before
/// them. A bit a record, kept from one search to the next and grown with the source. Any thread that holds
/// what use() gives.
class MatchedRecords
{
public:
    /// Decodes from record `from` on.
    MatchedRecords(std::shared_ptr<const RecordSource> source, const Query& query,
                   const QueryContext& context, quint64 from);

    /// Waits until no other thread uses it.
    [[nodiscard]] std::unique_lock<std::mutex> use() { return std::unique_lock(m_mutex); }

    /// Looks at what the source has by now; `progress` is told percents. False where `stop` was requested.
    bool grow(const std::stop_token& stop, const std::function<void(int)>& progress);
    /// False of a record that was not looked at.
    [[nodiscard]] bool contains(quint64 record) const { return record < m_bits.size() && m_bits[record]; }

private:
    std::shared_ptr<const RecordSource> m_source;
    std::mutex m_mutex;
    QueryRun m_run;
    std::vector<bool> m_bits;
};

} // namespace wl
