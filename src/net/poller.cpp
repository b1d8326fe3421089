// SPDX-License-Identifier: MIT
#include "net/poller.h"

#include "base/limits.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

namespace wl {

namespace {

constexpr int eventsPerTurn = 256;
constexpr std::chrono::milliseconds calmInterval{5};

constexpr quint32 slotOf(quint64 key)
{
    return quint32(key);
}

constexpr quint32 generationOf(quint64 key)
{
    return quint32(key >> 32);
}

} // namespace

std::shared_ptr<Poller> Poller::ofThread()
{
    thread_local std::weak_ptr<Poller> current;
    std::shared_ptr<Poller> poller = current.lock();
    if (!poller) {
        poller = std::make_shared<Poller>();
        current = poller;
    }
    return poller;
}

Poller::Poller()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_buffer(new char[size_t(limits::readBytes)])
    , m_bufferSize(size_t(limits::readBytes))
{
    if (m_epoll >= 0) {
        m_notifier = std::make_unique<QSocketNotifier>(m_epoll, QSocketNotifier::Read);
        QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                         [this] { dispatch(); });
    }
    m_calmTimer.setInterval(calmInterval);
    m_calmTimer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_calmTimer, &QTimer::timeout, &m_calmTimer, [this] { checkSinks(); });
}

Poller::~Poller()
{
    m_notifier.reset();
    if (m_epoll >= 0)
        ::close(m_epoll);
}

quint64 Poller::takeSlot(PollListener* listener)
{
    quint32 slot = 0;
    if (m_free.empty()) {
        slot = quint32(m_slots.size());
        m_slots.emplace_back();
    } else {
        slot = m_free.back();
        m_free.pop_back();
    }
    m_slots[slot].listener = listener;
    return quint64(m_slots[slot].generation) << 32 | slot;
}

void Poller::freeSlot(quint64 key)
{
    Slot& slot = m_slots[slotOf(key)];
    slot.listener = nullptr;
    ++slot.generation;
    m_free.push_back(slotOf(key));
}

PollListener* Poller::listenerOf(quint64 key) const
{
    const Slot& slot = m_slots[slotOf(key)];
    return slot.generation == generationOf(key) ? slot.listener : nullptr;
}

void Poller::dispatch()
{
    // The last watch may go in a callback; this call must still end well.
    const std::shared_ptr<Poller> keep = ofThread();
    std::array<epoll_event, eventsPerTurn> events;
    const int count = ::epoll_wait(m_epoll, events.data(), eventsPerTurn, 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[size_t(i)];
        // A callback before may have removed it, and another may have its slot.
        if (PollListener* listener = listenerOf(event.data.u64))
            listener->pollReady(event.events);
    }
}

void Poller::checkSinks()
{
    const std::shared_ptr<Poller> keep = ofThread();
    std::vector<Waiting> waiting;
    waiting.swap(m_waiting);
    for (const Waiting& entry : waiting) {
        PollListener* listener = listenerOf(entry.key);
        if (!listener)
            continue;
        if (entry.sink->isCongested())
            m_waiting.push_back(entry);
        else
            listener->sinkCalm();
    }
    if (m_waiting.empty())
        m_calmTimer.stop();
}

PollWatch::PollWatch(PollListener& listener)
    : m_poller(Poller::ofThread())
    , m_key(m_poller->takeSlot(&listener))
{
}

PollWatch::~PollWatch()
{
    detach();
    m_poller->freeSlot(m_key);
}

Result<void> PollWatch::attach(int fd, quint32 events)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = m_key;
    if (m_poller->m_epoll < 0)
        return fail(ErrorCode::OutOfDescriptors, {}, EMFILE);
    if (::epoll_ctl(m_poller->m_epoll, EPOLL_CTL_ADD, fd, &event) != 0)
        return fail(socketErrorCode(errno), {}, errno);
    m_fd = fd;
    m_events = events;
    return {};
}

void PollWatch::setEvents(quint32 events)
{
    if (m_fd < 0 || events == m_events)
        return;
    epoll_event event{};
    event.events = events;
    event.data.u64 = m_key;
    if (::epoll_ctl(m_poller->m_epoll, EPOLL_CTL_MOD, m_fd, &event) == 0)
        m_events = events;
}

void PollWatch::detach()
{
    if (m_fd < 0)
        return;
    ::epoll_ctl(m_poller->m_epoll, EPOLL_CTL_DEL, m_fd, nullptr);
    m_fd = -1;
    m_events = 0;
}

void PollWatch::awaitCalm(const TrafficSink& sink)
{
    m_poller->m_waiting.push_back({m_key, &sink});
    if (!m_poller->m_calmTimer.isActive())
        m_poller->m_calmTimer.start();
}

} // namespace wl
