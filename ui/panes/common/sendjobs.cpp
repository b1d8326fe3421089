// SPDX-License-Identifier: MIT
#include "ui/panes/common/sendjobs.h"

namespace wl {

SendJobs::SendJobs(Sessions& sessions, QObject* parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    connect(&sessions, &Sessions::sendProgress, this, &SendJobs::take);
}

/// A single message counts as soon as it is on its way, so that the next one never has its number.
quint64 SendJobs::Sent::messagesUsed() const
{
    const bool isOnItsWay = isSingle && !progress.finished;
    return messagesBefore + (isOnItsWay ? 1 : progress.sent);
}

Result<void> SendJobs::start(const QList<Part>& parts, SendJob job)
{
    if (m_running == 0) {
        m_jobs.clear();
        m_total = {};
    }
    m_total.payload = job.payload;
    for (const Part& part : parts) {
        job.to = part.to;
        const Result<quint32> number = m_sessions.send(part.endpoint, job);
        if (!number)
            return tl::make_unexpected(number.error());
        m_jobs.insert(*number, {{}, job.payload, job.messagesBefore, job.times == 1});
        ++m_running;
    }
    sumUp();
    emit progressed();
    return {};
}

void SendJobs::cancel()
{
    for (auto job = m_jobs.cbegin(); job != m_jobs.cend(); ++job) {
        if (!job->progress.finished)
            m_sessions.cancelSend(job.key());
    }
}

void SendJobs::take(const SendProgress& progress)
{
    const auto job = m_jobs.find(progress.job);
    if (job == m_jobs.end() || job->progress.finished)
        return;
    job->progress = progress;
    if (progress.finished)
        --m_running;
    sumUp();
    emit progressed();
}

void SendJobs::sumUp()
{
    Total sum;
    sum.payload = m_total.payload;
    for (const Sent& job : std::as_const(m_jobs)) {
        sum.sent += job.progress.sent;
        sum.bytes += job.progress.bytes;
        sum.messagesPerSecond += job.progress.messagesPerSecond;
        sum.queued = std::max(sum.queued, job.progress.queuedBytes);
        sum.dropped += job.progress.droppedBytes;
        if (sum.error.code == ErrorCode::None)
            sum.error = job.progress.error;
        if (job.payload == sum.payload)
            sum.messagesUsed = std::max(sum.messagesUsed, job.messagesUsed());
    }
    sum.isRunning = m_running > 0;
    m_total = sum;
}

} // namespace wl
