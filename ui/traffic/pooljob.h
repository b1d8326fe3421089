// SPDX-License-Identifier: MIT
#pragma once

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <functional>
#include <stop_token>
#include <vector>

namespace wl {

/// Runs one job on the pool whose result is wanted: the next one stops it, and its result never comes. UI
/// thread.
template <typename Value>
class PoolJob
{
public:
    explicit PoolJob(std::function<void(const Value&)> done)
        : m_done(std::move(done))
    {
        QObject::connect(&m_watcher, &QFutureWatcherBase::finished, &m_watcher, [this] {
            if (!m_stop.stop_requested())
                m_done(m_watcher.result());
        });
    }
    /// Stops, and waits until the job has seen that.
    ~PoolJob()
    {
        stop();
        for (QFuture<Value>& future : m_stopped)
            future.waitForFinished();
    }
    PoolJob(const PoolJob&) = delete;
    PoolJob& operator=(const PoolJob&) = delete;

    /// `work` takes a std::stop_token and captures only what it owns.
    template <typename Work>
    void start(Work work)
    {
        stop();
        m_stop = {};
        m_watcher.setFuture(QtConcurrent::run(
            [work = std::move(work), token = m_stop.get_token()]() -> Value { return work(token); }));
    }

    void stop()
    {
        std::erase_if(m_stopped, [](const QFuture<Value>& future) { return future.isFinished(); });
        m_stop.request_stop();
        if (m_watcher.isRunning())
            m_stopped.push_back(m_watcher.future());
    }

    [[nodiscard]] bool isRunning() const { return !m_stop.stop_requested() && m_watcher.isRunning(); }

private:
    std::function<void(const Value&)> m_done;
    std::stop_source m_stop;
    QFutureWatcher<Value> m_watcher;
    std::vector<QFuture<Value>> m_stopped;
};

} // namespace wl
