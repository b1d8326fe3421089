// SPDX-License-Identifier: MIT
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <chrono>

namespace wl {

/// A single-shot timer with the resolution of the kernel's clock (timerfd) instead of QTimer's millisecond.
/// Where the system has no descriptor left for it, it falls back to a precise QTimer. Lives on the thread
/// that made it.
class PreciseTimer final : public QObject
{
    Q_OBJECT
public:
    explicit PreciseTimer(QObject* parent = nullptr);
    ~PreciseTimer() override;

    /// Starts again where it runs; 0 fires in the next turn of the event loop.
    void start(std::chrono::nanoseconds delay);
    void stop();

    /// Monotonic time of the clock that it fires by.
    [[nodiscard]] static std::chrono::nanoseconds now();

signals:
    void fired();

private:
    void readExpired();

    int m_descriptor = -1;
    QSocketNotifier* m_notifier = nullptr;
    QTimer m_fallback;
};

} // namespace wl
