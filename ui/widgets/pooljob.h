// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QFuture>
#include <QtConcurrentRun>

#include <memory>
#include <stop_token>
#include <vector>

namespace wl {

/// What becomes of work that is under way when its job goes. It is told to stop in any case.
enum class PoolJobEnd : quint8 {
    Leave, ///< it ends some time later
    Wait   ///< the job waits until it has ended, so that what it works on may go next
};

/// One kind of work of one view on the pool: a new start cancels what is under way, and a late result is
/// dropped. Lives on the application's thread (UI), results come there. The work gets values only.
template <typename Value, PoolJobEnd end = PoolJobEnd::Leave>
class PoolJob
{
public:
    PoolJob() = default;
    ~PoolJob()
    {
        m_stop.request_stop();
        if constexpr (end == PoolJobEnd::Wait) {
            for (QFuture<void>& future : m_underWay)
                future.waitForFinished();
        }
    }
    PoolJob(const PoolJob&) = delete;
    PoolJob& operator=(const PoolJob&) = delete;

    /// `work(std::stop_token) -> Value` runs on the pool, `done(Value)` on this thread unless it was
    /// canceled.
    template <typename Work, typename Done>
    void start(Work work, Done done)
    {
        cancel();
        m_stop = std::stop_source();
        m_isRunning = true;
        std::erase_if(m_underWay, [](const QFuture<void>& future) { return future.isFinished(); });
        const std::stop_token stop = m_stop.get_token();
        m_underWay.push_back(QtConcurrent::run([this, stop, work = std::move(work), done = std::move(done)] {
            if (stop.stop_requested())
                return;
            auto value = std::make_shared<Value>(work(stop));
            QCoreApplication* application = QCoreApplication::instance();
            if (stop.stop_requested() || application == nullptr)
                return;
            // Stop is requested on the application's thread only, at the latest when this object goes:
            // where it is not requested there, this object lives.
            QMetaObject::invokeMethod(
                application,
                [this, stop, value, done] {
                    if (stop.stop_requested())
                        return;
                    m_isRunning = false;
                    done(std::move(*value));
                },
                Qt::QueuedConnection);
        }));
    }
    void cancel()
    {
        m_stop.request_stop();
        m_isRunning = false;
    }
    [[nodiscard]] bool isRunning() const { return m_isRunning; }

private:
    std::stop_source m_stop;
    std::vector<QFuture<void>> m_underWay;
    bool m_isRunning = false;
};

} // namespace wl
