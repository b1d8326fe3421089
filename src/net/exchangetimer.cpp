// SPDX-License-Identifier: MIT
#include "net/exchangetimer.h"

#include <utility>

namespace wl {

ExchangeTimer::ExchangeTimer(ExchangeTimerUser& user, TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , m_user(user)
    , m_sink(sink)
    , m_timer(this)
    , m_lastActivity(now())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ExchangeTimer::deadlinePassed);
}

std::optional<TapDeadline> ExchangeTimer::deadline() const
{
    const TapExchange* exchange = m_user.timedExchange();
    if (!exchange)
        return std::nullopt;
    const TapRecord& record = exchange->record();
    return tapDeadline(record.phase, exchange->timeouts(), record.times.sent, m_lastActivity);
}

/// Arms the timer unless it fires early enough already: it then looks again, which is cheaper than to arm it
/// anew for every exchange.
void ExchangeTimer::arm()
{
    const std::optional<TapDeadline> next = deadline();
    if (!next || (m_timer.isActive() && m_alarm <= next->at))
        return;
    m_alarm = next->at;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next->at - now());
    m_timer.start(std::max(wait, std::chrono::milliseconds(0)));
}

/// Whether nothing moves because we do not let it: the reader or the disk is behind.
bool ExchangeTimer::standsStillByUs()
{
    WireTapServer* server = m_user.timedServer();
    const qint64 queued = server ? server->connection().queuedBytes() : 0;
    const bool sends = std::exchange(m_lastQueued, queued) != queued;
    return sends || m_sink.isCongested() || m_user.timedExchange()->ticket().flow->isWaiting;
}

void ExchangeTimer::deadlinePassed()
{
    const std::optional<TapDeadline> passed = deadline();
    if (!passed)
        return;
    if (passed->at > now()) {
        arm();
    } else if (passed->code == ErrorCode::IdleTimeout && standsStillByUs()) {
        touch();
        arm();
    } else {
        m_user.timedOut(passed->code);
    }
}

} // namespace wl
