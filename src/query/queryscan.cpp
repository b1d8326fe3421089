// SPDX-License-Identifier: MIT
#include "query/queryscan.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace wl {

/// What a scan and its jobs share. Jobs follow each other: the run is one job's at a time.
struct QueryScan::Job
{
    Job(std::shared_ptr<const RecordSource> records, const Query& query, const QueryContext& context,
        quint64 from)
        : source(std::move(records))
        , run(query, *source, context, from)
        , upTo(from)
    {
    }

    void work(quint64 to)
    {
        const std::stop_token token = stop.get_token();
        std::vector<quint32> more;
        while (run.advance(to, more, token)) {
            const std::lock_guard lock(mutex);
            found.insert(found.end(), more.begin(), more.end());
            more.clear();
            upTo = run.position();
        }
        isIdle.store(true, std::memory_order_release);
    }

    std::shared_ptr<const RecordSource> source;
    std::stop_source stop;
    QueryRun run;
    std::atomic<bool> isIdle{true};
    std::mutex mutex;
    quint64 upTo = 0; ///< with `found` under the mutex: what was taken and how far it reaches belong together
    std::vector<quint32> found;
};

QueryScan::~QueryScan()
{
    cancel();
    for (QFuture<void>& future : m_running)
        future.waitForFinished();
}

void QueryScan::start(std::shared_ptr<const RecordSource> source, const Query& query,
                      const QueryContext& context, quint64 from, quint64 limit)
{
    cancel();
    m_takenUpTo = from;
    m_job = std::make_shared<Job>(std::move(source), query, context, from);
    launch(limit);
}

void QueryScan::cancel()
{
    if (m_job)
        m_job->stop.request_stop();
    m_job.reset();
}

void QueryScan::launch(quint64 limit)
{
    std::erase_if(m_running, [](const QFuture<void>& future) { return future.isFinished(); });
    const quint64 to = std::min(limit, m_job->source->recordCount());
    if (to <= m_takenUpTo)
        return;
    m_job->isIdle.store(false, std::memory_order_relaxed);
    m_running.push_back(QtConcurrent::run([job = m_job, to] { job->work(to); }));
}

std::vector<quint32> QueryScan::take(quint64 limit)
{
    std::vector<quint32> result;
    if (!m_job)
        return result;
    const bool wasIdle = m_job->isIdle.load(std::memory_order_acquire);
    {
        const std::lock_guard lock(m_job->mutex);
        result.swap(m_job->found);
        m_takenUpTo = m_job->upTo;
    }
    if (wasIdle)
        launch(limit);
    return result;
}

bool QueryScan::isBehind() const
{
    if (!m_job)
        return false;
    if (!m_job->isIdle.load(std::memory_order_acquire))
        return true;
    const std::lock_guard lock(m_job->mutex);
    return !m_job->found.empty();
}

} // namespace wl
