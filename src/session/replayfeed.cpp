// SPDX-License-Identifier: MIT
#include "session/replayfeed.h"

#include <QtConcurrentRun>

namespace wl {

ReplayFeed::ReplayFeed(std::shared_ptr<const ReplayPlan> plan, QObject* parent)
    : QObject(parent)
    , m_plan(std::move(plan))
{
    connect(&m_reading, &QFutureWatcherBase::finished, this, &ReplayFeed::take);
    readNext();
}

ReplayFeed::~ReplayFeed()
{
    m_stop.request_stop();
    m_reading.waitForFinished();
}

void ReplayFeed::readNext()
{
    if (m_isReading || m_ahead || m_read == m_plan->messages.size())
        return;
    std::vector<ReplayPlan::Message> wanted;
    for (qint64 bytes = 0;
         m_read < m_plan->messages.size() && wanted.size() < batchMessages && bytes < batchBytes; ++m_read) {
        wanted.push_back(m_plan->messages[m_read]);
        bytes += m_plan->source->record(RecordId(wanted.back().record)).length;
    }
    m_isReading = true;
    const qint64 start = m_plan->source->record(RecordId(m_plan->messages.front().record)).timeNs;
    m_reading.setFuture(
        QtConcurrent::run([source = m_plan->source, wanted = std::move(wanted), start,
                           stop = m_stop.get_token()] { return read(*source, wanted, start, stop); }));
}

ReplayFeed::Batch ReplayFeed::read(const RecordSource& source, const std::vector<ReplayPlan::Message>& wanted,
                                   qint64 startNs, const std::stop_token& stop)
{
    Batch batch;
    for (const ReplayPlan::Message& message : wanted) {
        if (stop.stop_requested())
            break;
        const RecordId id(message.record);
        Result<QByteArray> bytes = source.payload(id);
        if (!bytes) {
            batch.error = bytes.error();
            break;
        }
        const qint64 offset = std::max<qint64>(0, source.record(id).timeNs - startNs);
        batch.messages.push_back({std::move(*bytes), offset, message.answersBefore});
    }
    return batch;
}

void ReplayFeed::take()
{
    m_isReading = false;
    m_ahead = m_reading.result();
    if (m_ahead->error.code != ErrorCode::None)
        m_read = m_plan->messages.size(); // nothing behind it is sent
    if (m_at == m_current.size())
        emit ready();
}

Result<const ReplayFeed::Message*> ReplayFeed::front()
{
    if (m_at == m_current.size() && m_ahead) {
        m_current = std::move(m_ahead->messages);
        m_error = m_ahead->error;
        m_ahead.reset();
        m_at = 0;
        readNext();
    }
    if (m_at < m_current.size())
        return &m_current[m_at];
    if (m_error.code != ErrorCode::None)
        return tl::make_unexpected(m_error);
    return nullptr;
}

bool ReplayFeed::isAtEnd() const
{
    return m_at == m_current.size() && !m_ahead && !m_isReading && m_read == m_plan->messages.size() &&
           m_error.code == ErrorCode::None;
}

} // namespace wl
