// SPDX-License-Identifier: MIT
#include "ui/statistics/statisticstask.h"

#include <QtConcurrentRun>

#include <atomic>

namespace wl {

namespace {

constexpr qint64 snapshotMs = 1000; ///< between two of what grows
constexpr qint64 sliceMs = 400;     ///< of counting, before what there is by then is shown

} // namespace

/// One counting, shared with the job that works on it; one job at a time.
struct StatisticsTask::Count
{
    Count(std::shared_ptr<const RecordSource> recordSource, const RecordChoice& choice,
          const StatisticsOptions& options)
        : source(std::move(recordSource))
        , run(*source, choice, options)
    {
    }

    std::shared_ptr<const RecordSource> source;
    StatisticsRun run;
    std::atomic<quint64> position{0};
    std::stop_source stop;
};

StatisticsTask::StatisticsTask(Pulse& pulse, QObject* parent)
    : QObject(parent)
{
    connect(&pulse, &Pulse::tick, this, &StatisticsTask::look);
    connect(&m_job, &QFutureWatcherBase::finished, this, &StatisticsTask::take);
}

StatisticsTask::~StatisticsTask()
{
    if (m_count)
        m_count->stop.request_stop();
    m_job.disconnect(this);
    m_job.waitForFinished();
    for (QFuture<Snapshot>& job : m_earlier)
        job.waitForFinished();
}

void StatisticsTask::start(std::shared_ptr<const RecordSource> source, const RecordChoice& choice,
                           const StatisticsOptions& options)
{
    if (m_count)
        m_count->stop.request_stop();
    std::erase_if(m_earlier, [](const QFuture<Snapshot>& job) { return job.isFinished(); });
    if (m_job.isRunning())
        m_earlier.push_back(m_job.future());
    m_count = std::make_shared<Count>(std::move(source), choice, options);
    launch();
}

void StatisticsTask::launch()
{
    m_job.setFuture(QtConcurrent::run([count = m_count]() -> Snapshot {
        QElapsedTimer clock;
        clock.start();
        const std::stop_token stop = count->stop.get_token();
        while (clock.elapsed() < sliceMs && count->run.advance(count->source->recordCount(), stop))
            count->position.store(count->run.position(), std::memory_order_relaxed);
        if (stop.stop_requested())
            return nullptr;
        auto counted = std::make_shared<Counted>();
        counted->all = count->run.result();
        counted->endpoints = endpointsOf(counted->all.conversations, EndpointDetail::Host);
        return counted;
    }));
}

void StatisticsTask::take()
{
    const Snapshot snapshot = m_job.result();
    m_since.start();
    if (snapshot)
        emit counted(snapshot);
}

void StatisticsTask::look()
{
    if (!m_count || m_job.isRunning())
        return;
    const quint64 position = m_count->position.load(std::memory_order_relaxed);
    const quint64 records = m_count->source->recordCount();
    if (position >= records || (percent() > 95 && m_since.isValid() && m_since.elapsed() < snapshotMs))
        return;
    launch();
}

int StatisticsTask::percent() const
{
    const quint64 records = m_count ? m_count->source->recordCount() : 0;
    if (records == 0)
        return 100;
    return int(std::min<quint64>(100, m_count->position.load(std::memory_order_relaxed) * 100 / records));
}

} // namespace wl
