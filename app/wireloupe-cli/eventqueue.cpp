// SPDX-License-Identifier: MIT
#include "eventqueue.h"

namespace wl::cli {

namespace {

qint64 costOf(const TrafficEvent& event)
{
    return qint64(sizeof event) + event.bytes.size() + (event.info ? qint64(sizeof *event.info) : 0);
}

} // namespace

void EventQueue::push(TrafficEvent event)
{
    const qint64 cost = costOf(event);
    bool wasEmpty = false;
    {
        const std::lock_guard lock(m_mutex);
        if (!keeps(event, cost)) {
            m_dropped.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        wasEmpty = m_events.empty();
        m_events.push_back(std::move(event));
        m_bytes.fetch_add(cost, std::memory_order_relaxed);
    }
    if (wasEmpty)
        m_changed.notify_one();
}

bool EventQueue::keeps(const TrafficEvent& event, qint64 cost)
{
    const bool isFull = m_bytes.load(std::memory_order_relaxed) + cost > fullBytes;
    switch (event.kind) {
    case TrafficEvent::Kind::Listening:
    case TrafficEvent::Kind::Words:
    case TrafficEvent::Kind::Job: return true; // the command's own
    case TrafficEvent::Kind::Known:
        if (isFull)
            m_untold.insert(event.conn);
        return !isFull;
    case TrafficEvent::Kind::Closed: return !m_untold.remove(event.conn);
    case TrafficEvent::Kind::Failed:
        m_untold.remove(event.conn); // a UDP peer may go on: then without its name
        return !isFull;
    default: return !isFull;
    }
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
