// SPDX-License-Identifier: MIT
#include "session/sendrun.h"

#include <QFileInfo>
#include <QPointer>

#include <algorithm>

namespace wl {

namespace {

using namespace std::chrono_literals;

constexpr auto reportEvery = 50ms;
constexpr auto rateWindow = 1s;
/// One turn of the event loop belongs to a run for at most this long.
constexpr std::chrono::nanoseconds turn = 2ms;
constexpr std::chrono::nanoseconds shortestPause = 200us;
constexpr std::chrono::nanoseconds longestPause = 20ms;

} // namespace

SendRun::SendRun(quint32 number, Endpoint& endpoint, const TrafficSink& sink, SendJob job,
                 PayloadSource payload, QObject* parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_sink(sink)
    , m_job(std::move(job))
    , m_payload(std::move(payload))
    , m_schedule(m_job.times, m_job.interval, PreciseTimer::now())
{
    m_progress.job = number;
    connect(&m_timer, &PreciseTimer::fired, this, &SendRun::step);
    connect(&m_reports, &QTimer::timeout, this, [this] {
        m_progress.queuedBytes = m_endpoint.queuedBytes(m_job.to);
        if (m_progress.sent != m_reported || m_progress.queuedBytes != m_reportedQueue)
            emitProgress();
    });
    connect(&m_endpoint, &Endpoint::sendFailed, this, [this](ConnectionId, const Error& error) {
        if (m_isOffering)
            m_lastError = error;
    });
    connect(&m_endpoint, &Endpoint::lost, this, &SendRun::lost);
}

void SendRun::start()
{
    m_samples.push_back({PreciseTimer::now(), 0});
    m_reports.start(reportEvery);
    if (m_job.target.port != 0)
        findTarget();
    else
        step();
}

void SendRun::findTarget()
{
    m_endpoint.findPeer(m_job.target, [run = QPointer(this)](const Result<ConnectionId>& peer) {
        if (!run)
            return;
        if (!peer) {
            run->finish(peer.error());
            return;
        }
        run->m_job.to = {*peer};
        run->step();
    });
}

void SendRun::cancel()
{
    finish(Error{ErrorCode::Canceled, {}, 0});
}

void SendRun::stop()
{
    const bool isLong = m_payload.isFile() || m_job.times == 1;
    // A target that is still looked up has no receivers yet, and no receivers would be all of them.
    const bool hasReceivers = m_job.target.port == 0 || !m_job.to.isEmpty();
    if (!m_progress.finished && isLong && hasReceivers) {
        m_progress.droppedBytes = m_endpoint.dropQueued(m_job.to);
        m_progress.bytes -= std::min(m_progress.bytes, quint64(m_progress.droppedBytes));
    }
    cancel();
}

void SendRun::step()
{
    if (m_progress.finished)
        return;
    const auto begin = PreciseTimer::now();
    for (auto now = begin; !m_schedule.isDone(); now = PreciseTimer::now()) {
        if (now - begin > turn)
            return m_timer.start(0ns);
        if (m_schedule.due(now) == 0)
            return m_timer.start(m_schedule.wait(now));
        switch (sendOne()) {
        case Sent::Yes: m_backoff = 0ns; break;
        case Sent::Later: return pause();
        case Sent::No: return finish(m_loss.code == ErrorCode::None ? m_lastError : m_loss);
        }
    }
    watchQueue();
}

SendRun::Sent SendRun::sendOne()
{
    const qint64 queued = m_endpoint.queuedBytes(m_job.to);
    if (queued >= (m_payload.isFile() ? 1 : queueAhead) || m_sink.isCongested())
        return Sent::Later;

    m_lastError = {};
    m_isOffering = true;
    const auto offered = offer();
    m_isOffering = false;
    if (!offered) {
        m_lastError = offered.error();
        return Sent::No;
    }
    if (offered->taken == 0) {
        // A full queue empties; one message that is larger than any queue never fits.
        if (m_lastError.code == ErrorCode::QueueFull && queued > 0)
            return Sent::Later;
        if (m_lastError.code == ErrorCode::None)
            m_lastError = Error{ErrorCode::NotConnected, {}, 0};
        return Sent::No;
    }
    if (m_payload.isDynamic())
        m_message.reset();
    m_schedule.sent(1);
    m_progress.sent = m_schedule.sentCount();
    m_progress.bytes += quint64(offered->size) * quint64(offered->taken);
    return Sent::Yes;
}

Result<SendRun::Offer> SendRun::offer()
{
    if (m_payload.isFile()) {
        const qint64 size = QFileInfo(m_payload.filePath()).size();
        return Offer{m_endpoint.sendFile(m_job.to, m_payload.filePath()), size};
    }
    if (!m_message) {
        auto rendered = m_payload.render();
        if (!rendered)
            return tl::make_unexpected(rendered.error());
        m_message = std::move(*rendered);
    }
    return Offer{m_endpoint.send(m_job.to, *m_message), m_message->size()};
}

void SendRun::lost(ConnectionId connection, const Error& error)
{
    const bool isOurs = m_job.to.isEmpty() || m_job.to.contains(connection);
    if (isOurs && m_loss.code == ErrorCode::None)
        m_loss = error;
}

void SendRun::pause()
{
    m_backoff = std::clamp(m_backoff * 2, shortestPause, longestPause);
    m_timer.start(m_backoff);
}

void SendRun::watchQueue()
{
    if (m_endpoint.queuedBytes(m_job.to) > 0)
        return pause();
    finish(m_loss);
}

void SendRun::emitProgress()
{
    m_reported = m_progress.sent;
    m_reportedQueue = m_progress.queuedBytes;
    m_progress.messagesPerSecond = rate();
    emit progressed(m_progress);
}

void SendRun::finish(const Error& error)
{
    if (m_progress.finished)
        return;
    m_timer.stop();
    m_reports.stop();
    m_progress.finished = true;
    m_progress.queuedBytes = 0;
    m_progress.error = error;
    emitProgress();
}

double SendRun::rate()
{
    const auto now = PreciseTimer::now();
    m_samples.push_back({now, m_progress.sent});
    while (m_samples.size() > 2 && now - m_samples[1].time >= rateWindow)
        m_samples.pop_front();
    const double seconds = std::chrono::duration<double>(now - m_samples.front().time).count();
    return seconds > 0 ? double(m_progress.sent - m_samples.front().sent) / seconds : 0.0;
}

} // namespace wl
