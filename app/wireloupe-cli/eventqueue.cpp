// SPDX-License-Identifier: MIT
#include "eventqueue.h"

namespace wl::cli {

namespace {

qint64 costOf(const TrafficEvent& event)
{
    return qint64(sizeof event) + event.bytes.size();
}

} // namespace

void EventQueue::push(TrafficEvent event)
{
    const qint64 cost = costOf(event);
    if (event.kind == TrafficEvent::Kind::Data &&
        m_bytes.load(std::memory_order_relaxed) + cost > fullBytes) {
        m_dropped.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        wasEmpty = m_events.empty();
        m_events.push_back(std::move(event));
        m_bytes.fetch_add(cost, std::memory_order_relaxed);
    }
    if (wasEmpty)
        m_changed.notify_one();
}

void EventQueue::release(std::vector<TrafficEvent> first)
{
    {
        const std::lock_guard lock(m_mutex);
        for (const TrafficEvent& event : first)
            m_bytes.fetch_add(costOf(event), std::memory_order_relaxed);
        m_events.insert(m_events.begin(), std::make_move_iterator(first.begin()),
                        std::make_move_iterator(first.end()));
        m_isReleased = true;
    }
    m_changed.notify_one();
}

void EventQueue::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isReleased = true;
        m_isClosed = true;
    }
    m_changed.notify_one();
}

std::vector<TrafficEvent> EventQueue::take()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_isClosed || (m_isReleased && !m_events.empty()); });
    qint64 cost = 0;
    for (const TrafficEvent& event : m_events)
        cost += costOf(event);
    m_bytes.fetch_sub(cost, std::memory_order_relaxed);
    return std::exchange(m_events, {});
}

} // namespace wl::cli
