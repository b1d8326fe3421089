// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "base/trafficsink.h"

#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <span>
#include <vector>

namespace wl {

/// Who is told that a descriptor is ready. Called on the poller's thread; may remove any watch, also its own.
class PollListener
{
public:
    /// `events` are EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP.
    virtual void pollReady(quint32 events) = 0;
    /// The sink that was waited for is no longer congested.
    virtual void sinkCalm() {}

protected:
    ~PollListener() = default;
};

/// One epoll set per thread behind one QSocketNotifier: a turn of the event loop costs what is ready, not
/// what is open. Also holds what connections of one thread share: the read buffer and the wait for a
/// congested sink.
class Poller
{
public:
    /// The calling thread's poller; it lives as long as somebody holds it. Never null; where the system has
    /// no descriptor for it, attaching a watch fails.
    [[nodiscard]] static std::shared_ptr<Poller> ofThread();
    Poller();
    ~Poller();
    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// limits::readBytes bytes that one read may use until it returns to the event loop.
    [[nodiscard]] std::span<char> readBuffer() { return {m_buffer.get(), m_bufferSize}; }

private:
    friend class PollWatch;
    struct Slot
    {
        PollListener* listener = nullptr;
        quint32 generation = 0;
    };
    struct Waiting
    {
        quint64 key = 0;
        const TrafficSink* sink = nullptr;
    };

    [[nodiscard]] quint64 takeSlot(PollListener* listener);
    void freeSlot(quint64 key);
    [[nodiscard]] PollListener* listenerOf(quint64 key) const;
    void dispatch();
    void checkSinks();

    int m_epoll = -1;
    std::unique_ptr<QSocketNotifier> m_notifier;
    QTimer m_calmTimer;
    std::vector<Slot> m_slots;
    std::vector<quint32> m_free;
    std::vector<Waiting> m_waiting;
    std::unique_ptr<char[]> m_buffer;
    size_t m_bufferSize = 0;
};

/// One descriptor in a poller, removed with the watch. The descriptor must be open as long as it is attached.
class PollWatch
{
public:
    explicit PollWatch(PollListener& listener);
    ~PollWatch();
    PollWatch(const PollWatch&) = delete;
    PollWatch& operator=(const PollWatch&) = delete;

    /// Begins to watch. Errors: OutOfDescriptors, NetworkFailed.
    [[nodiscard]] Result<void> attach(int fd, quint32 events);
    /// Changes what is watched; EPOLLERR and EPOLLHUP always are while attached.
    void setEvents(quint32 events);
    [[nodiscard]] quint32 events() const { return m_events; }
    [[nodiscard]] bool isAttached() const { return m_fd >= 0; }
    void detach();
    /// Calls sinkCalm() once when `sink` is no longer congested; asked by a timer that all watches share.
    void awaitCalm(const TrafficSink& sink);

    [[nodiscard]] Poller& poller() { return *m_poller; }

private:
    std::shared_ptr<Poller> m_poller;
    quint64 m_key = 0;
    int m_fd = -1;
    quint32 m_events = 0;
};

} // namespace wl
