// SPDX-License-Identifier: MIT
// The receiving half of Stream.
#include "net/socketoptions.h"
#include "net/stream.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

namespace {

/// Reads of one stream before others get their turn.
constexpr int readsPerTurn = 4;
/// Reads of what is left in a connection that is over.
constexpr int lastReads = 256;

} // namespace

bool Stream::wantsToRead() const
{
    return isOpen() && !m_peerFinished && !m_readingPaused && !m_awaitsCalm;
}

bool Stream::hasCalmSink()
{
    if (m_awaitsCalm || m_sink.isCongested()) {
        awaitCalm();
        return false;
    }
    return true;
}

void Stream::takeReceived(QByteArrayView bytes)
{
    m_sink.data(m_id, Direction::Received, now(), bytes);
    if (!m_closeRequested)
        tellReceived(bytes);
}

void Stream::readAvailable()
{
    const std::span<char> buffer = m_watch.poller().readBuffer();
    for (int round = 0; round < readsPerTurn && wantsToRead() && hasCalmSink(); ++round) {
        const ssize_t count = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
        if (count > 0) {
            takeReceived(QByteArrayView(buffer.data(), count));
            // Less than asked for: nothing is left, and a FIN makes the descriptor ready again.
            if (size_t(count) < buffer.size())
                return;
        } else if (count == 0) {
            peerFin();
            return;
        } else if (errno != EINTR) {
            if (errno != EAGAIN && errno != EWOULDBLOCK)
                broken(errno);
            return;
        }
    }
}

void Stream::readRest()
{
    const std::span<char> buffer = m_watch.poller().readBuffer();
    for (int round = 0; round < lastReads && isOpen(); ++round) {
        const ssize_t count = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
        if (count <= 0)
            return;
        takeReceived(QByteArrayView(buffer.data(), count));
    }
}

void Stream::peerFin()
{
    if (m_isBreaking)
        return;
    m_peerFinished = true;
    if (m_writingShut) {
        end(RecordKind::Closed, Direction::Received, {}, Error{});
        return;
    }
    m_sink.event(m_id, RecordKind::HalfClosed, Direction::Received, now(), {});
    updateEvents();
    if (!m_closeRequested)
        tellPeerFinished();
}

void Stream::hangUp()
{
    if (m_peerFinished) {
        const int error = takeSocketError(m_fd.get());
        broken(error == 0 ? ECONNRESET : error);
        return;
    }
    // Reading is paused, and what came before the end must still be read then: until that the descriptor
    // is not watched, for it would be ready in every turn.
    m_isHungUp = true;
    m_watch.detach();
}

void Stream::setReadingPaused(bool paused)
{
    if (m_closeRequested)
        return;
    m_readingPaused = paused;
    updateEvents();
}

void Stream::awaitCalm()
{
    if (m_awaitsCalm)
        return;
    m_awaitsCalm = true;
    m_watch.awaitCalm(m_sink);
    updateEvents();
}

void Stream::sinkCalm()
{
    m_awaitsCalm = false;
    updateEvents();
}

void Stream::updateEvents()
{
    if (!isOpen())
        return;
    const bool wantsToSend = !m_queue.isEmpty() && !m_awaitsCalm && !m_isBreaking;
    if (m_isHungUp) {
        // Sending finds out how it ended, also where nobody goes on reading until the queue is gone.
        if (!wantsToRead() && !wantsToSend)
            return;
        m_isHungUp = false;
        const Result<void> attached = m_watch.attach(m_fd.get(), EPOLLIN);
        if (!attached) {
            breakLater(attached.error().native);
            return;
        }
    }
    quint32 events = wantsToRead() ? quint32(EPOLLIN) : 0u;
    if (wantsToSend)
        events |= EPOLLOUT;
    m_watch.setEvents(events);
}

} // namespace wl
