// SPDX-License-Identifier: MIT
#include "ui/panes/common/sendjobs.h"

namespace wl {

SendJobs::SendJobs(Sessions& sessions, QObject* parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    connect(&sessions, &Sessions::sendProgress, this, &SendJobs::take);
}

Result<void> SendJobs::start(const QList<Part>& parts, SendJob job)
{
    if (m_running == 0) {
        m_jobs.clear();
        m_total = {};
    }
    for (const Part& part : parts) {
        job.to = part.to;
        const Result<quint32> number = m_sessions.send(part.endpoint, job);
        if (!number)
            return tl::make_unexpected(number.error());
        m_jobs.insert(*number, {});
        ++m_running;
        m_total.isRunning = true;
    }
    emit progressed();
    return {};
}

void SendJobs::cancel()
{
    for (auto job = m_jobs.cbegin(); job != m_jobs.cend(); ++job) {
        if (!job->finished)
            m_sessions.cancelSend(job.key());
    }
}

void SendJobs::take(const SendProgress& progress)
{
    const auto job = m_jobs.find(progress.job);
    if (job == m_jobs.end() || job->finished)
        return;
    *job = progress;
    if (progress.finished)
        --m_running;
    m_total = {};
    for (const SendProgress& one : std::as_const(m_jobs)) {
        m_total.sent += one.sent;
        m_total.bytes += one.bytes;
        m_total.messagesPerSecond += one.messagesPerSecond;
        if (m_total.error.code == ErrorCode::None)
            m_total.error = one.error;
    }
    m_total.isRunning = m_running > 0;
    emit progressed();
}

} // namespace wl
