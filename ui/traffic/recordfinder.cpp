// SPDX-License-Identifier: MIT
#include "ui/traffic/recordfinder.h"

#include "query/queryrun.h"

#include <QtConcurrentRun>

#include <atomic>

namespace wl {

namespace {
constexpr quint64 rowsPerLook = 256; ///< between two looks at the stop token
} // namespace

struct RecordFinder::Job
{
    void run()
    {
        QueryRun asked(query, *source, contextOf(source));
        const std::stop_token token = stop.get_token();
        const quint64 count = list.size();
        for (quint64 step = 1; step <= count; ++step) {
            if (step % rowsPerLook == 0 && token.stop_requested())
                return;
            // From −1 backwards is from behind the last row.
            const quint64 from = row < 0 ? (isBackward ? 0 : count - 1) : quint64(row);
            const quint64 at = isBackward ? (from + count - step) % count : (from + step) % count;
            if (asked.matches(RecordId(list.at(at)))) {
                result.record = RecordId(list.at(at));
                result.isWrapped = row >= 0 && (isBackward ? at >= from : at <= from);
                break;
            }
            done.store(step, std::memory_order_relaxed);
        }
        isDone.store(true, std::memory_order_release);
    }

    std::shared_ptr<const RecordSource> source;
    ListSnapshot list;
    Query query;
    qint64 row = -1;
    bool isBackward = false;
    std::stop_source stop;
    std::atomic<quint64> done{0};
    std::atomic<bool> isDone{false};
    Result result; ///< once it is done
};

RecordFinder::~RecordFinder()
{
    cancel();
    for (QFuture<void>& future : m_running)
        future.waitForFinished();
}

void RecordFinder::start(std::shared_ptr<const RecordSource> source, ListSnapshot list, const Query& query,
                         qint64 row, bool isBackward)
{
    cancel();
    std::erase_if(m_running, [](const QFuture<void>& future) { return future.isFinished(); });
    m_job = std::make_shared<Job>();
    m_job->source = std::move(source);
    m_job->row = row < qint64(list.size()) ? row : -1;
    m_job->list = std::move(list);
    m_job->query = query;
    m_job->isBackward = isBackward;
    m_running.push_back(QtConcurrent::run([job = m_job] { job->run(); }));
}

void RecordFinder::cancel()
{
    if (m_job)
        m_job->stop.request_stop();
    m_job.reset();
}

std::optional<RecordFinder::Result> RecordFinder::take()
{
    if (!m_job || !m_job->isDone.load(std::memory_order_acquire))
        return std::nullopt;
    const Result result = m_job->result;
    m_job.reset();
    return result;
}

int RecordFinder::progress() const
{
    if (!m_job || m_job->list.size() == 0)
        return 100;
    return int(m_job->done.load(std::memory_order_relaxed) * 100 / m_job->list.size());
}

} // namespace wl
