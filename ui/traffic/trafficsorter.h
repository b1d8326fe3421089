// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/recordsorter.h"

#include <QElapsedTimer>
#include <QFuture>

#include <memory>

namespace wl {

/// Keeps the records of a growing list sorted: one pool thread at a time sorts all of them, then merges what
/// was listed since, a few times a second. The result is pulled. UI thread.
class TrafficSorter
{
public:
    using Order = std::shared_ptr<const std::vector<quint32>>;

    TrafficSorter() = default;
    /// Cancels, and waits until the job sees that.
    ~TrafficSorter();
    TrafficSorter(const TrafficSorter&) = delete;
    TrafficSorter& operator=(const TrafficSorter&) = delete;

    void start(std::shared_ptr<const RecordSource> source, const TrafficSort& sort,
               const ListedRecords& listed);
    void cancel();
    [[nodiscard]] bool isStarted() const { return m_source != nullptr; }

    /// A new order, where one is ready; null else. Begins to merge what is listed by now.
    [[nodiscard]] Order take(const ListedRecords& listed);
    /// Gives back the memory of an order that nobody needs, on a pool thread.
    static void retire(Order order);
    /// How far the first sorting is, in percent; 100 where nothing is waited for.
    [[nodiscard]] int progress() const;

private:
    struct Job;
    void launch(const ListedRecords& listed);

    std::shared_ptr<const RecordSource> m_source;
    TrafficSort m_sort;
    Order m_order;      ///< the last that was taken
    quint64 m_upTo = 0; ///< it has the records before this one
    std::shared_ptr<Job> m_job;
    QElapsedTimer m_sinceLaunch;
    std::vector<QFuture<void>> m_running;
};

} // namespace wl
