// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficsorter.h"

#include <QtConcurrentRun>
#include <QThreadPool>

namespace wl {

namespace {

constexpr qint64 mergeIntervalMs = 250;
constexpr quint64 recordsPerMs = 10'000; ///< a long list is put in order more rarely: a second for 10 million
/// Where more than this part of the list is new, all is sorted again.
constexpr quint64 mergedPart = 16;

quint64 endOf(const ListedRecords& listed)
{
    return listed.size() == 0 ? 0 : listed.at(listed.size() - 1) + 1;
}

} // namespace

struct TrafficSorter::Job
{
    void run(const std::shared_ptr<const RecordSource>& source, const TrafficSort& sort)
    {
        RecordOrder order(source, sort, listed);
        RecordSorter sorter(order, stop.get_token(), done);
        const quint64 fresh = listed.size() - listed.lowerBound(from);
        auto records = before && fresh < before->size() / mergedPart ? sorter.merged(*before, listed, from)
                                                                     : sorter.sorted(listed);
        if (records)
            result = std::make_shared<const std::vector<quint32>>(std::move(*records));
        isDone.store(true, std::memory_order_release);
    }

    Order before;
    ListedRecords listed;
    quint64 from = 0;
    std::stop_source stop;
    std::atomic<quint64> done{0};
    std::atomic<bool> isDone{false};
    Order result; ///< once it is done
};

TrafficSorter::~TrafficSorter()
{
    cancel();
    for (QFuture<void>& future : m_running)
        future.waitForFinished();
}

void TrafficSorter::start(std::shared_ptr<const RecordSource> source, const TrafficSort& sort,
                          const ListedRecords& listed)
{
    cancel();
    m_source = std::move(source);
    m_sort = sort;
    launch(listed);
}

void TrafficSorter::cancel()
{
    if (m_job)
        m_job->stop.request_stop();
    m_job.reset();
    m_order.reset();
    m_source.reset();
    m_upTo = 0;
}

void TrafficSorter::launch(const ListedRecords& listed)
{
    std::erase_if(m_running, [](const QFuture<void>& future) { return future.isFinished(); });
    m_job = std::make_shared<Job>();
    m_job->before = m_order;
    m_job->listed = listed;
    m_job->from = m_upTo;
    m_upTo = endOf(listed);
    m_sinceLaunch.start();
    m_running.push_back(
        QtConcurrent::run([job = m_job, source = m_source, sort = m_sort] { job->run(source, sort); }));
}

TrafficSorter::Order TrafficSorter::take(const ListedRecords& listed)
{
    Order ready;
    if (m_job && m_job->isDone.load(std::memory_order_acquire)) {
        ready = m_job->result;
        m_order = ready;
        m_job.reset();
    }
    const bool isBehind = m_source && m_order && endOf(listed) > m_upTo;
    const qint64 interval = mergeIntervalMs + qint64(listed.size() / recordsPerMs);
    if (!m_job && isBehind && m_sinceLaunch.elapsed() >= interval)
        launch(listed);
    return ready;
}

void TrafficSorter::retire(Order order)
{
    if (order)
        QThreadPool::globalInstance()->start([order = std::move(order)] { Q_UNUSED(order) });
}

int TrafficSorter::progress() const
{
    if (!m_job || m_order || m_job->listed.size() == 0)
        return 100;
    return int(
        std::min<quint64>(99, m_job->done.load(std::memory_order_relaxed) * 50 / m_job->listed.size()));
}

} // namespace wl
