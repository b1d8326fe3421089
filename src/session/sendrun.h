// SPDX-License-Identifier: MIT
#pragma once

#include "net/endpoint.h"
#include "payload/payloadsource.h"
#include "session/precisetimer.h"
#include "session/sendschedule.h"
#include "session/sessions.h"

#include <QTimer>

#include <deque>
#include <optional>

namespace wl {

/// Carries out one SendJob on the network thread: renders, sends by the schedule, and never queues more than
/// `queueAhead` for a peer that does not read. Finished when the kernel has taken everything, or when nobody
/// is there to take it; with an error where something of what was queued for its peers got lost on the way.
/// Owned by the EndpointHost.
class SendRun final : public QObject
{
    Q_OBJECT
public:
    /// What may be queued before the next message waits.
    static constexpr qint64 queueAhead = 4LL * 1024 * 1024;

    /// `endpoint` and `sink` outlive this object; while the sink is congested, nothing is sent.
    SendRun(quint32 number, Endpoint& endpoint, const TrafficSink& sink, SendJob job, PayloadSource payload,
            QObject* parent = nullptr);

    void start();
    /// Ends it; what was queued stays queued. The last progress follows.
    void cancel();
    /// Ends it, and drops what is queued for its receivers where that is of a file or of a single message; a
    /// repeated one is not cut. The last progress follows.
    void stop();

signals:
    /// At most 20 times a second, and once at the end (finished).
    void progressed(const wl::SendProgress& progress);

private:
    enum class Sent : quint8 { Yes, Later, No };

    void step();
    void findTarget();
    [[nodiscard]] Sent sendOne();
    /// Gives the next message to the endpoint: how many connections took it and its size, or an error.
    struct Offer
    {
        int taken = 0;
        qint64 size = 0;
    };
    [[nodiscard]] Result<Offer> offer();
    void lost(ConnectionId connection, const Error& error);
    void pause();
    void watchQueue();
    void emitProgress();
    void finish(const Error& error);
    [[nodiscard]] double rate();

    Endpoint& m_endpoint;
    const TrafficSink& m_sink;
    SendJob m_job;
    PayloadSource m_payload;
    std::optional<QByteArray> m_message; ///< rendered and not yet taken; kept where every message is the same
    SendSchedule m_schedule;
    SendProgress m_progress;
    PreciseTimer m_timer;
    QTimer m_reports;
    Error m_lastError; ///< of the offer under way
    Error m_loss;      ///< the first of what was queued and did not get out
    bool m_isOffering = false;
    std::chrono::nanoseconds m_backoff{0};
    quint64 m_reported = 0;
    qint64 m_reportedQueue = 0;
    struct Sample
    {
        std::chrono::nanoseconds time;
        quint64 sent;
    };
    std::deque<Sample> m_samples;
};

} // namespace wl
