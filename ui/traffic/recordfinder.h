// SPDX-License-Identifier: MIT
#pragma once

#include "query/query.h"
#include "ui/traffic/listedrecords.h"
#include "ui/traffic/trafficsorter.h"

#include <QFuture>

#include <optional>

namespace wl {

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

    /// Cancels what runs. Begins behind `row` (−1: with the first), or before it where `isBackward`, and goes
    /// on from the other end, up to and with that row.
    void start(std::shared_ptr<const RecordSource> source, ListSnapshot list, const Query& query, qint64 row,
               bool isBackward);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job != nullptr; }
    /// Once, when it has come to an end.
    [[nodiscard]] std::optional<Result> take();
    /// Percent of the rows that were looked at.
    [[nodiscard]] int progress() const;

private:
    struct Job;

    std::shared_ptr<Job> m_job;
    std::vector<QFuture<void>> m_running;
};

} // namespace wl
