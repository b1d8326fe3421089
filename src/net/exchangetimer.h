// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "net/tapexchange.h"
#include "net/wiretapdeadline.h"
#include "net/wiretapserver.h"

#include <QObject>
#include <QTimer>

namespace wl {

/// Whose exchanges are timed.
class ExchangeTimerUser
{
public:
    /// The exchange that goes on, null where there is none.
    [[nodiscard]] virtual const TapExchange* timedExchange() const = 0;
    /// The connection that it uses, null as long as it has none.
    [[nodiscard]] virtual WireTapServer* timedServer() const = 0;
    /// It stood still for too long.
    virtual void timedOut(ErrorCode code) = 0;

protected:
    ~ExchangeTimerUser() = default;
};

/// Watches that one exchange after another does not stand still: the limits of its permit, measured from what
/// moved last. Network thread.
class ExchangeTimer final : public QObject
{
    Q_OBJECT
public:
    /// `user` and `sink` outlive this object.
    ExchangeTimer(ExchangeTimerUser& user, TrafficSink& sink, QObject* parent);

    /// Something moved.
    void touch() { m_lastActivity = now(); }
    /// The exchange's phase may have changed.
    void arm();

private:
    [[nodiscard]] std::optional<TapDeadline> deadline() const;
    void deadlinePassed();
    [[nodiscard]] bool standsStillByUs();

    ExchangeTimerUser& m_user;
    TrafficSink& m_sink;
    QTimer m_timer;
    Timestamp m_alarm; ///< when m_timer fires
    Timestamp m_lastActivity;
    qint64 m_lastQueued = 0;
};

} // namespace wl
