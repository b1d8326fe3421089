// SPDX-License-Identifier: MIT
#include "query/messagescan.h"

#include <QtConcurrentRun>

namespace wl {

MessageScan::~MessageScan()
{
    cancel();
    for (QFuture<void>& future : m_canceled)
        future.waitForFinished();
}

void MessageScan::pause()
{
    std::erase_if(m_canceled, [](const QFuture<void>& future) { return future.isFinished(); });
    if (m_stop)
        m_stop->request_stop();
    if (m_running.isRunning())
        m_canceled.push_back(m_running);
    m_stop.reset();
    m_running = {};
}

void MessageScan::cancel()
{
    pause();
    m_index.reset();
}

void MessageScan::start(std::shared_ptr<MessageIndex> index)
{
    cancel();
    m_index = std::move(index);
    m_seen = 0;
    launch();
}

void MessageScan::launch()
{
    m_stop = std::make_shared<std::stop_source>();
    m_running = QtConcurrent::run([index = m_index, stop = m_stop] {
        const std::stop_token token = stop->get_token();
        const quint64 to = index->source().recordCount();
        const std::lock_guard lock(index->turn()); // a job that was canceled may still have it
        while (index->advance(to, token)) {
        }
    });
}

bool MessageScan::update()
{
    if (!m_index)
        return false;
    const bool isRunning = m_running.isRunning();
    const quint64 position = m_index->position();
    if (!isRunning && position < m_index->source().recordCount() && !m_index->isFull())
        launch();
    return std::exchange(m_seen, position) != position;
}

bool MessageScan::isBehind() const
{
    return m_index && (m_running.isRunning() || m_index->position() != m_seen);
}

int MessageScan::percent() const
{
    const quint64 count = m_index ? m_index->source().recordCount() : 0;
    return count == 0 ? 100 : int(m_index->position() * 100 / count);
}

} // namespace wl
