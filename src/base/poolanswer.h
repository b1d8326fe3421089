// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <utility>

namespace wl {

/// Has a pool thread make a value that may take long. One thread's object; the answer comes from that
/// thread's event loop, never after cancel() or when this object has gone. Work that is under way then goes
/// on for nobody, so it gets values only.
template <typename Value>
class PoolAnswer
{
public:
    using Work = std::function<Value()>;
    using Answer = std::function<void(const Value&)>;

    PoolAnswer() = default;
    ~PoolAnswer() { cancel(); }
    PoolAnswer(const PoolAnswer&) = delete;
    PoolAnswer& operator=(const PoolAnswer&) = delete;

    /// Gives up what is under way.
    void start(QThreadPool& pool, Work work, Answer answer)
    {
        cancel();
        m_inbox = std::shared_ptr<Inbox>(new Inbox, [](Inbox* inbox) { inbox->deleteLater(); });
        m_inbox->answer = std::move(answer);
        pool.start([work = std::move(work), inbox = m_inbox] {
            QMetaObject::invokeMethod(
                inbox.get(),
                [inbox, value = work()] {
                    if (const Answer taken = std::exchange(inbox->answer, nullptr))
                        taken(value);
                },
                Qt::QueuedConnection);
        });
    }
    void cancel()
    {
        if (m_inbox)
            m_inbox->answer = nullptr;
        m_inbox.reset();
    }

private:
    /// Where the pool thread leaves the value. Lives on the asker's thread and outlives both sides.
    struct Inbox : QObject
    {
        Answer answer;
    };

    std::shared_ptr<Inbox> m_inbox; ///< null where nothing is asked
};

} // namespace wl
