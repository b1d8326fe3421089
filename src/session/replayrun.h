// SPDX-License-Identifier: MIT
#pragma once

#include "net/endpoint.h"
#include "session/precisetimer.h"
#include "session/replayanswers.h"
#include "session/replayfeed.h"
#include "session/replayjob.h"

#include <QTimer>

namespace wl {

/// Carries out one ReplayJob on the network thread, over a client or UDP socket of its own: waits until that
/// is open, sends by the schedule, and never queues more than `queueAhead` for a peer that does not read.
/// Owned by the EndpointHost.
class ReplayRun final : public QObject
{
    Q_OBJECT
public:
    /// What may be queued before the next message waits.
    static constexpr qint64 queueAhead = 4LL * 1024 * 1024;

    /// `endpoint` and `sink` outlive this object; while the sink is congested, nothing is sent. `answers` is
    /// counted up by the endpoint's responder.
    ReplayRun(Endpoint& endpoint, const TrafficSink& sink, const ReplayJob& job,
              std::shared_ptr<ReplayAnswers> answers, QObject* parent = nullptr);
    ~ReplayRun() override;

    /// Sends the next message of a replay that goes step by step.
    void step();
    void setPace(const ReplayPace& pace);
    /// Ends it (Canceled); what was queued still goes out.
    void cancel();

signals:
    /// With each change of the phase, and at most 20 times a second while it sends or, once it is Finished,
    /// answers still come.
    void progressed(const wl::ReplayProgress& progress);

private:
    using Phase = ReplayProgress::Phase;
    void follow(const EndpointState& state);
    void advance();
    void takeAnswer();
    /// Whether the message can be sent now; else what it waits for comes back to advance().
    [[nodiscard]] bool mayGo(const ReplayFeed::Message& message);
    [[nodiscard]] bool isAnswered(const ReplayFeed::Message& message) const;
    [[nodiscard]] bool sendOne(const ReplayFeed::Message& message);
    void awaitFeed();
    void pause();
    void setPhase(Phase phase);
    void report();
    void fail(const Error& error);

    Endpoint& m_endpoint;
    const TrafficSink& m_sink;
    const ReplayJob m_job;
    std::shared_ptr<ReplayAnswers> m_answers;
    ReplayFeed m_feed;
    ReplaySchedule m_schedule;
    ReplayProgress m_progress;
    PreciseTimer m_timer;
    QTimer m_answerLimit;
    QTimer m_reports;
    std::chrono::nanoseconds m_backoff{0};
    qint64 m_answersAtSend = 0; ///< received when the last message was sent
    quint64 m_steps = 0;        ///< asked for and not yet sent
    bool m_isOpen = false;
    bool m_hasStarted = false;
    Error m_lastError; ///< of the send under way
    Error m_loss;      ///< the first of what was queued and did not get out
};

} // namespace wl
