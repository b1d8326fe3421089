// SPDX-License-Identifier: MIT
#include "ui/traffic/recordscan.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace wl {

namespace {
constexpr quint64 recordsPerLook = 64;      ///< between two looks at the stop token
constexpr quint64 recordsPerPublish = 8192; ///< between two publications
} // namespace

/// What a job and its scan share.
struct RecordScan::Job
{
    std::stop_source stop;
    std::atomic<bool> isDone{false};
    std::mutex mutex;
    quint64 upTo = 0; ///< with `found` under the mutex: what was taken and how far it reaches belong together
    std::vector<quint32> found;

    void publish(std::vector<quint32>& more, quint64 scanned)
    {
        const std::lock_guard lock(mutex);
        found.insert(found.end(), more.begin(), more.end());
        more.clear();
        upTo = scanned;
    }

    void run(const RecordSource& source, const Match& match, quint64 from, quint64 to)
    {
        const std::stop_token token = stop.get_token();
        std::vector<quint32> more;
        for (quint64 id = from; id < to; ++id) {
            if (id % recordsPerLook == 0 && token.stop_requested())
                return;
            if (match(source, RecordId(id), source.record(RecordId(id))))
                more.push_back(quint32(id));
            if (id % recordsPerPublish == 0)
                publish(more, id + 1);
        }
        publish(more, to);
        isDone.store(true, std::memory_order_release);
    }
};

RecordScan::~RecordScan()
{
    cancel();
    for (QFuture<void>& future : m_running)
        future.waitForFinished();
}

void RecordScan::start(std::shared_ptr<const RecordSource> source, Match match, quint64 from, quint64 limit)
{
    cancel();
    m_source = std::move(source);
    m_match = std::move(match);
    m_takenUpTo = from;
    launch(from, std::min(limit, m_source->recordCount()));
}

void RecordScan::cancel()
{
    if (m_job)
        m_job->stop.request_stop();
    m_job.reset();
    m_source.reset();
}

void RecordScan::launch(quint64 from, quint64 to)
{
    std::erase_if(m_running, [](const QFuture<void>& future) { return future.isFinished(); });
    m_job = std::make_shared<Job>();
    m_job->upTo = from;
    if (to <= from) {
        m_job->isDone = true;
        return;
    }
    m_running.push_back(QtConcurrent::run(
        [job = m_job, source = m_source, match = m_match, from, to] { job->run(*source, match, from, to); }));
}

std::vector<quint32> RecordScan::take(quint64 limit)
{
    std::vector<quint32> result;
    if (!m_job)
        return result;
    const bool wasDone = m_job->isDone.load(std::memory_order_acquire);
    {
        const std::lock_guard lock(m_job->mutex);
        result.swap(m_job->found);
        m_takenUpTo = m_job->upTo;
    }
    const quint64 to = std::min(limit, m_source->recordCount());
    if (wasDone && to > m_takenUpTo)
        launch(m_takenUpTo, to);
    return result;
}

bool RecordScan::isBehind() const
{
    if (!m_job)
        return false;
    if (!m_job->isDone.load(std::memory_order_acquire))
        return true;
    const std::lock_guard lock(m_job->mutex);
    return !m_job->found.empty();
}

} // namespace wl
