// SPDX-License-Identifier: MIT
#pragma once

#include "query/statisticsrun.h"
#include "ui/widgets/pulse.h"

#include <QElapsedTimer>
#include <QFutureWatcher>

#include <memory>
#include <stop_token>

namespace wl {

/// Counts a source on pool threads, goes on as it grows, and hands out snapshots: the first ones while it
/// counts, then at most one a second. UI thread.
class StatisticsTask : public QObject
{
    Q_OBJECT
public:
    /// What was counted by some moment.
    struct Counted
    {
        TrafficStatistics all;
        std::vector<EndpointStatistics> endpoints;
    };
    using Snapshot = std::shared_ptr<const Counted>;

    /// `pulse` outlives this object.
    explicit StatisticsTask(Pulse& pulse, QObject* parent = nullptr);
    /// Stops, and waits for the job's next look at its stop token: a borrowed source may go afterwards.
    ~StatisticsTask() override;

    /// Begins anew with what is chosen; stops what was counted before.
    void start(std::shared_ptr<const RecordSource> source, const RecordChoice& choice,
               const StatisticsOptions& options);
    /// How much of what the source has was counted, 0 … 100.
    [[nodiscard]] int percent() const;

signals:
    void counted(const wl::StatisticsTask::Snapshot& snapshot);

private:
    struct Count;
    void launch();
    void take();
    void look();

    std::shared_ptr<Count> m_count;
    QFutureWatcher<Snapshot> m_job;
    std::vector<QFuture<Snapshot>> m_earlier; ///< jobs that were told to stop
    QElapsedTimer m_since;                    ///< the last snapshot
};

} // namespace wl

Q_DECLARE_METATYPE(wl::StatisticsTask::Snapshot)
