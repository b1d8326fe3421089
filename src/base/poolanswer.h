// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QThreadPool>

#include <functional>
#include <memory>
#include <mutex>

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
        m_asked = std::make_shared<Asked>();
        m_asked->asker = &m_asker;
        pool.start([work = std::move(work), answer = std::move(answer), asked = m_asked] {
            const Value value = work();
            const std::lock_guard lock(asked->mutex); // the asker does not go meanwhile
            if (!asked->asker)
                return;
            const auto tell = [asked, answer, value] {
                if (asked->asker)
                    answer(value);
            };
            QMetaObject::invokeMethod(asked->asker, tell, Qt::QueuedConnection);
        });
    }
    void cancel()
    {
        if (!m_asked)
            return;
        {
            const std::lock_guard lock(m_asked->mutex);
            m_asked->asker = nullptr;
        }
        m_asked.reset();
    }

private:
    /// What both sides have of one question. Only the asker's thread writes.
    struct Asked
    {
        std::mutex mutex;
        QObject* asker = nullptr; ///< null: nobody waits for it any more
    };

    QObject m_asker;                ///< whose thread's event loop brings the answer
    std::shared_ptr<Asked> m_asked; ///< null where nothing is asked
};

} // namespace wl
