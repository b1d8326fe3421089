// SPDX-License-Identifier: MIT
#pragma once

#include "trafficevent.h"

#include <QSet>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <vector>

namespace wl::cli {

/// What waits to be printed. Network threads push, the printer's thread takes; nothing here blocks a pusher.
/// Above `calmBytes` it is congested, which makes stream connections stop reading; what connections tell
/// beyond `fullBytes` (datagrams, which no one can stop, and clients that come and go) is counted instead of
/// kept, but for the end of a connection that the printer knows.
class EventQueue
{
public:
    static constexpr qint64 calmBytes = 8LL * 1024 * 1024;
    static constexpr qint64 fullBytes = 64LL * 1024 * 1024;

    void push(TrafficEvent event);
    /// Puts events before everything that waits and lets the printer begin; it takes nothing before.
    void release(std::vector<TrafficEvent> first);
    /// No more events come: take() gives what is left, then nothing.
    void close();

    /// Waits for events and takes all of them; empty when the queue is closed and nothing is left.
    [[nodiscard]] std::vector<TrafficEvent> take();

    /// Any thread.
    [[nodiscard]] bool isCongested() const { return m_bytes.load(std::memory_order_relaxed) > calmBytes; }
    /// Events that were not kept.
    [[nodiscard]] quint64 droppedCount() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    [[nodiscard]] bool keeps(const TrafficEvent& event, qint64 cost);

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<TrafficEvent> m_events;
    QSet<ConnectionId> m_untold; ///< connections that go on and that the printer was not told of
    std::atomic<qint64> m_bytes{0};
    std::atomic<quint64> m_dropped{0};
    bool m_isReleased = false;
    bool m_isClosed = false;
};

} // namespace wl::cli
