// SPDX-License-Identifier: MIT
// The receiving half of TlsStream.
#include "net/stream.h"
#include "net/tlsstream.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

bool TlsStream::hasCalmSink()
{
    if (m_awaitsCalm)
        return false;
    if (!m_sink.isCongested())
        return true;
    m_awaitsCalm = true;
    m_watch.awaitCalm(m_sink);
    return false;
}

void TlsStream::sinkCalm()
{
    m_awaitsCalm = false;
    if (m_isEnded)
        return;
    pump();
    readAvailable();
}

void TlsStream::setReadingPaused(bool paused)
{
    if (m_closeRequested || m_readingPaused == paused)
        return;
    m_readingPaused = paused;
    // Not at once: the caller may be in the middle of another connection's read.
    if (!paused)
        QMetaObject::invokeMethod(this, &TlsStream::readAvailable, Qt::QueuedConnection);
}

void TlsStream::readAvailable()
{
    // QSslSocket also reads while it sends: whoever sends must not hear of that in the middle of it.
    if (m_isPumping) {
        QMetaObject::invokeMethod(this, &TlsStream::readAvailable, Qt::QueuedConnection);
        return;
    }
    const std::span<char> buffer = m_watch.poller().readBuffer();
    while (m_isOpen && wantsToRead() && m_socket.bytesAvailable() > 0 && hasCalmSink()) {
        const qint64 count = m_socket.read(buffer.data(), qint64(buffer.size()));
        if (count <= 0)
            break;
        const QByteArrayView bytes(buffer.data(), count);
        m_sink.data(m_id, Direction::Received, now(), bytes);
        if (!m_closeRequested)
            tellReceived(bytes);
    }
    if (m_isDisconnected && wantsToRead())
        endDisconnected();
}

void TlsStream::disconnected()
{
    m_isDisconnected = true;
    // What QSslSocket has already decrypted is still there, and may have to wait for a consumer.
    readAvailable();
}

void TlsStream::endDisconnected()
{
    if (m_isEnded || m_isLingering)
        return;
    const qint64 unsent = queuedBytes();
    const QString text = unsentText(unsent);
    if (wasReset()) {
        const Error reason{ErrorCode::ConnectionReset, m_info.peer.toString(), ECONNRESET};
        end(RecordKind::Reset, Direction::Received, text, reason);
        return;
    }
    if (m_closeRequested && unsent == 0) {
        linger();
        return;
    }
    const Direction first = m_closeRequested ? Direction::Sent : Direction::Received;
    const Error reason = unsent == 0 ? Error{} : Error{ErrorCode::ClosedByPeer, m_info.peer.toString(), 0};
    end(RecordKind::Closed, first, text, reason);
}

/// Bytes of the peer that nobody takes would turn a close into a reset, which can cost the peer what we have
/// sent last: QSslSocket does not read them any more, so they are taken here, still encrypted.
void TlsStream::linger()
{
    m_isLingering = true;
    if (!m_timer.isActive())
        m_timer.start(Stream::closeWait);
    ::shutdown(m_watched.get(), SHUT_WR);
    if (!m_watch.attach(m_watched.get(), EPOLLIN))
        end(RecordKind::Closed, Direction::Sent, {}, Error{});
}

void TlsStream::pollReady(quint32)
{
    const std::span<char> buffer = m_watch.poller().readBuffer();
    ssize_t count = 0;
    do
        count = ::recv(m_watched.get(), buffer.data(), buffer.size(), 0);
    while (count > 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count < 0 && errno == ECONNRESET)
        end(RecordKind::Reset, Direction::Received, {},
            Error{ErrorCode::ConnectionReset, m_info.peer.toString(), ECONNRESET});
    else
        end(RecordKind::Closed, Direction::Sent, {}, Error{});
}

} // namespace wl
