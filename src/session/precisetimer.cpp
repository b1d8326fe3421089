// SPDX-License-Identifier: MIT
#include "session/precisetimer.h"

#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

namespace wl {

PreciseTimer::PreciseTimer(QObject* parent)
    : QObject(parent)
    , m_descriptor(::timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC))
{
    if (m_descriptor >= 0) {
        m_notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this);
        connect(m_notifier, &QSocketNotifier::activated, this, &PreciseTimer::readExpired);
        return;
    }
    m_fallback.setSingleShot(true);
    m_fallback.setTimerType(Qt::PreciseTimer);
    connect(&m_fallback, &QTimer::timeout, this, &PreciseTimer::fired);
}

PreciseTimer::~PreciseTimer()
{
    delete m_notifier;
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void PreciseTimer::start(std::chrono::nanoseconds delay)
{
    if (m_descriptor < 0) {
        m_fallback.start(std::chrono::ceil<std::chrono::milliseconds>(delay));
        return;
    }
    const auto ns = std::max<qint64>(delay.count(), 1); // 0 would disarm it
    itimerspec spec{};
    spec.it_value.tv_sec = time_t(ns / 1'000'000'000);
    spec.it_value.tv_nsec = long(ns % 1'000'000'000);
    ::timerfd_settime(m_descriptor, 0, &spec, nullptr);
}

void PreciseTimer::stop()
{
    m_fallback.stop();
    if (m_descriptor < 0)
        return;
    const itimerspec disarmed{};
    ::timerfd_settime(m_descriptor, 0, &disarmed, nullptr);
}

std::chrono::nanoseconds PreciseTimer::now()
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

void PreciseTimer::readExpired()
{
    quint64 expirations = 0;
    // Nothing to read: it was stopped or started again after the notifier had seen it.
    if (::read(m_descriptor, &expirations, sizeof expirations) == qint64(sizeof expirations))
        emit fired();
}

} // namespace wl
