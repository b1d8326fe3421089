// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QThread>

#include <memory>

namespace wl {

/// A thread with an event loop on which connections live. The destructor lets what was posted run,
/// quits and waits; what lives on it must be gone or be parented to context() by then.
class NetworkThread
{
public:
    NetworkThread();
    ~NetworkThread();

    /// Lives on the thread; parent of what shall die with it.
    [[nodiscard]] QObject* context() { return m_context; }
    /// Runs `call` on the thread, later.
    template <typename Call>
    void post(Call&& call)
    {
        QMetaObject::invokeMethod(m_context, std::forward<Call>(call), Qt::QueuedConnection);
    }

private:
    QThread m_thread;
    QObject* m_context = nullptr;
};

} // namespace wl
