// SPDX-License-Identifier: MIT
#pragma once

#include "query/query.h"
#include "query/querycontext.h"
#include "ui/traffic/listedrecords.h"
#include "ui/traffic/trafficsorter.h"

#include <QFuture>

#include <optional>

namespace wl {

class MatchedRecords;

/// The rows of a list as they are at a moment: readable on any thread.
struct ListSnapshot
{
    ListedRecords listed;
    TrafficSorter::Order order; ///< none: as listed

    [[nodiscard]] quint64 size() const { return order ? order->size() : listed.size(); }
    [[nodiscard]] quint64 at(quint64 row) const { return order ? (*order)[row] : listed.at(row); }
};

/// Looks for the next row of a list that a filter matches, on a pool thread. The result is pulled. UI thread.
class RecordFinder
{
public:
    struct Result
    {
        RecordId record; ///< invalid: no row matches
        bool isWrapped = false;
    };

    RecordFinder() = default;
    /// Cancels, and waits until the job sees that.
    ~RecordFinder();
    RecordFinder(const RecordFinder&) = delete;
    RecordFinder& operator=(const RecordFinder&) = delete;

    /// What is looked for in which list.
    struct Wanted
    {
        std::shared_ptr<const RecordSource> source;
        ListSnapshot list;
        Query query;
        DecodeAs decodeAs = {}; ///< connections, where the filter asks for messages
        quint64 first = 0;      ///< the record that the list begins with
    };

    /// Cancels what runs. Begins behind `row` (−1: with the first), or before it where `isBackward`, and goes
    /// on from the other end, up to and with that row. Messages are decoded once for one and the same filter.
    void start(const Wanted& wanted, qint64 row, bool isBackward);
    void cancel();
    /// Cancels, and keeps nothing of what was decoded: the list is of another source.
    void forget();
    [[nodiscard]] bool isRunning() const { return m_job != nullptr; }
    /// Once, when it has come to an end.
    [[nodiscard]] std::optional<Result> take();
    /// Percent of the records that were decoded, or of the rows that were looked at.
    [[nodiscard]] int progress() const;

private:
    struct Job;

    [[nodiscard]] std::shared_ptr<MatchedRecords> messagesOf(const Wanted& wanted);

    std::shared_ptr<Job> m_job;
    Wanted m_matchedFor; ///< but for its list
    std::shared_ptr<MatchedRecords> m_matched;
    std::vector<QFuture<void>> m_running;
};

} // namespace wl
