// SPDX-License-Identifier: MIT
#include "session/replayrun.h"

#include <algorithm>

namespace wl {

namespace {

using namespace std::chrono_literals;

constexpr auto reportEvery = 50ms;
/// One turn of the event loop belongs to a run for at most this long.
constexpr std::chrono::nanoseconds turn = 2ms;
constexpr std::chrono::nanoseconds shortestPause = 200us;
constexpr std::chrono::nanoseconds longestPause = 20ms;

} // namespace

ReplayRun::ReplayRun(Endpoint& endpoint, const TrafficSink& sink, const ReplayJob& job,
                     std::shared_ptr<ReplayAnswers> answers, QObject* parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_sink(sink)
    , m_job(job)
    , m_answers(std::move(answers))
    , m_feed(m_job.plan)
    , m_schedule(m_job.pace)
{
    m_progress.total = m_job.plan->messages.size();
    m_answers->changed = [this] { takeAnswer(); };
    m_answerLimit.setSingleShot(true);
    connect(&m_timer, &PreciseTimer::fired, this, &ReplayRun::advance);
    connect(&m_feed, &ReplayFeed::ready, this, &ReplayRun::advance);
    connect(&m_answerLimit, &QTimer::timeout, this, [this] {
        const QString waited = QString::number(std::chrono::duration<double>(m_job.answerTimeout).count());
        fail({ErrorCode::IdleTimeout, tr("waited %1 s for the peer's answer").arg(waited), 0});
    });
    connect(&m_reports, &QTimer::timeout, this, &ReplayRun::report);
    connect(&m_endpoint, &Endpoint::stateChanged, this, &ReplayRun::follow);
    connect(&m_endpoint, &Endpoint::sendFailed, this,
            [this](ConnectionId, const Error& error) { m_lastError = error; });
    connect(&m_endpoint, &Endpoint::lost, this, [this](ConnectionId, const Error& error) {
        if (m_loss.code == ErrorCode::None)
            m_loss = error;
    });
    m_reports.start(reportEvery);
}

ReplayRun::~ReplayRun()
{
    m_answers->changed = {};
}

void ReplayRun::follow(const EndpointState& state)
{
    using State = EndpointState::Phase;
    switch (state.phase) {
    case State::Open:
    case State::PeerFinished:
    case State::Listening:
        m_isOpen = true;
        advance();
        return;
    case State::Failed:
        fail(m_loss.code != ErrorCode::None && state.error.code == ErrorCode::None ? m_loss : state.error);
        return;
    case State::Stopped:
        if (m_isOpen)
            fail(state.error.code == ErrorCode::None ? Error{ErrorCode::Canceled, {}, 0} : state.error);
        return;
    default: return;
    }
}

void ReplayRun::advance()
{
    if (!m_isOpen || m_progress.isOver())
        return;
    const auto begin = PreciseTimer::now();
    while (!m_progress.isOver()) {
        const Result<const ReplayFeed::Message*> next = m_feed.front();
        if (!next)
            return fail(next.error());
        if (*next == nullptr)
            return awaitFeed();
        if (PreciseTimer::now() - begin > turn)
            return m_timer.start(0ns);
        if (!mayGo(**next) || !sendOne(**next))
            return;
    }
}

/// At the end a replay is over when the kernel has everything.
void ReplayRun::awaitFeed()
{
    if (!m_feed.isAtEnd())
        return;
    if (m_endpoint.queuedBytes({}) > 0)
        return pause();
    if (m_loss.code != ErrorCode::None)
        return fail(m_loss);
    m_reports.setSingleShot(true);
    m_reports.stop();
    setPhase(Phase::Finished);
}

/// What comes after the last message counts, too.
void ReplayRun::takeAnswer()
{
    if (m_progress.phase != Phase::Finished)
        advance();
    else if (!m_reports.isActive())
        m_reports.start(reportEvery);
}

bool ReplayRun::isAnswered(const ReplayFeed::Message& message) const
{
    switch (m_job.wait) {
    case ReplayWait::Nothing: return true;
    case ReplayWait::Bytes:
        return m_progress.sent == 0 || m_answers->bytes - m_answersAtSend >= m_job.waitBytes;
    case ReplayWait::Recorded: return m_answers->bytes >= message.answersBefore;
    }
    return true;
}

bool ReplayRun::mayGo(const ReplayFeed::Message& message)
{
    if (!isAnswered(message)) {
        if (m_progress.phase != Phase::AwaitsAnswer)
            m_answerLimit.start(m_job.answerTimeout);
        setPhase(Phase::AwaitsAnswer);
        return false;
    }
    m_answerLimit.stop();
    if (m_schedule.pace().kind == ReplayPace::Kind::Step && m_steps == 0) {
        setPhase(Phase::AwaitsStep);
        return false;
    }
    setPhase(Phase::Sending);
    const auto now = PreciseTimer::now();
    const std::chrono::nanoseconds offset(message.offsetNs);
    if (!std::exchange(m_hasStarted, true))
        m_schedule.start(now, offset);
    const auto wait = m_schedule.wait(now, offset);
    if (wait > 0ns) {
        m_timer.start(wait);
        return false;
    }
    if (m_endpoint.queuedBytes({}) >= queueAhead || m_sink.isCongested()) {
        pause();
        return false;
    }
    m_backoff = 0ns;
    return true;
}

bool ReplayRun::sendOne(const ReplayFeed::Message& message)
{
    m_lastError = {};
    const qint64 answers = m_answers->bytes; // what comes while it is sent is an answer to it
    if (m_endpoint.send({}, message.bytes) == 0) {
        // A full queue empties; one message that is larger than any queue never fits.
        if (m_lastError.code == ErrorCode::QueueFull && m_endpoint.queuedBytes({}) > 0)
            pause();
        else
            fail(m_lastError.code == ErrorCode::None ? Error{ErrorCode::NotConnected, {}, 0} : m_lastError);
        return false;
    }
    m_schedule.sent(PreciseTimer::now(), std::chrono::nanoseconds(message.offsetNs));
    m_answersAtSend = answers;
    m_steps -= std::min<quint64>(m_steps, 1);
    ++m_progress.sent;
    m_progress.bytes += message.bytes.size();
    m_feed.pop();
    return true;
}

void ReplayRun::pause()
{
    m_backoff = std::clamp(m_backoff * 2, shortestPause, longestPause);
    m_timer.start(m_backoff);
}

void ReplayRun::step()
{
    ++m_steps;
    advance();
}

void ReplayRun::setPace(const ReplayPace& pace)
{
    m_schedule.change(pace, PreciseTimer::now());
    m_steps = 0;
    m_timer.stop();
    advance();
}

void ReplayRun::cancel()
{
    fail({ErrorCode::Canceled, {}, 0});
}

void ReplayRun::setPhase(Phase phase)
{
    if (std::exchange(m_progress.phase, phase) != phase)
        report();
}

void ReplayRun::report()
{
    m_progress.received = m_answers->bytes;
    emit progressed(m_progress);
}

void ReplayRun::fail(const Error& error)
{
    if (m_progress.isOver())
        return;
    m_timer.stop();
    m_answerLimit.stop();
    m_reports.stop();
    m_progress.error = error;
    setPhase(Phase::Failed);
}

} // namespace wl
