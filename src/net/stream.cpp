// SPDX-License-Identifier: MIT
#include "net/stream.h"

#include "net/socketoptions.h"

#include <QTimerEvent>

#include <sys/epoll.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

namespace {

/// Bytes that one stream sends from its queue before others get their turn.
constexpr qint64 flushBytesPerTurn = 4 * SendQueue::pieceBytes;

QString silentPeerText()
{
    return QStringLiteral("the peer did not close");
}

} // namespace

Stream::Stream(Descriptor fd, ConnectionInfo info, ConnectionId id, TrafficSink& sink, QObject* parent)
    : Connection(parent)
    , m_fd(std::move(fd))
    , m_info(std::move(info))
    , m_id(id)
    , m_sink(sink)
    , m_watch(*this)
{
    setNonBlocking(m_fd.get());
}

Stream::~Stream()
{
    if (!isOpen())
        return;
    m_watch.detach();
    m_closeRequested = true; // nobody is told of what is read now
    ::shutdown(m_fd.get(), SHUT_WR);
    // Unread bytes would make the kernel send RST, and they were on the wire.
    if (!m_peerFinished)
        readRest();
    QString text = unsentText(m_queue.bytes());
    if (text.isEmpty() && !m_peerFinished)
        text = silentPeerText();
    m_sink.event(m_id, RecordKind::Closed, Direction::Sent, now(), text);
}

void Stream::start()
{
    const Direction asked = m_info.role == Role::Client ? Direction::Sent : Direction::Received;
    m_sink.event(m_id, RecordKind::Opened, asked, now(), {});
    const Result<void> attached = m_watch.attach(m_fd.get(), EPOLLIN);
    if (!attached)
        end(RecordKind::Failed, Direction::Sent, errorName(attached.error().code), attached.error());
    else
        updateEvents();
}

void Stream::pollReady(quint32 events)
{
    if (events & EPOLLOUT)
        flush();
    if (wantsToRead()) {
        if (events & (EPOLLIN | EPOLLERR | EPOLLHUP))
            readAvailable();
    } else if (isOpen() && (events & (EPOLLERR | EPOLLHUP))) {
        hangUp();
    }
}

Descriptor Stream::takeDescriptor()
{
    m_watch.detach();
    m_closeTimer.stop();
    return std::move(m_fd);
}

bool Stream::canSend() const
{
    return isOpen() && !m_finishRequested && !m_closeRequested && !m_isBreaking;
}

Result<void> Stream::send(QByteArrayView bytes)
{
    if (!canSend())
        return fail(ErrorCode::NotConnected, m_info.peer.toString());
    if (!m_queue.hasRoom(bytes.size()))
        return fail(ErrorCode::QueueFull, QString::number(m_queue.bytes()));
    qint64 sent = 0;
    if (m_queue.isEmpty() && hasCalmSink())
        sent = sendNow(bytes);
    if (sent == bytes.size())
        return {};
    // Where the socket broke just now too: what is left is counted with the end.
    Result<void> queued = m_queue.append(bytes.sliced(sent));
    updateEvents();
    return queued;
}

Result<void> Stream::sendFile(const QString& path)
{
    if (!canSend())
        return fail(ErrorCode::NotConnected, m_info.peer.toString());
    Result<void> queued = m_queue.appendFile(path);
    updateEvents();
    return queued;
}

qint64 Stream::sendNow(QByteArrayView bytes)
{
    qint64 sent = 0;
    while (sent < bytes.size()) {
        const qint64 wanted = std::min<qint64>(bytes.size() - sent, SendQueue::pieceBytes);
        const ssize_t count = ::send(m_fd.get(), bytes.data() + sent, size_t(wanted), MSG_NOSIGNAL);
        if (count > 0) {
            recordSent(m_sink, bytes.sliced(sent, count));
            sent += count;
        } else if (errno != EINTR) {
            if (errno != EAGAIN && errno != EWOULDBLOCK)
                breakLater(errno);
            break;
        }
    }
    return sent;
}

void Stream::flush()
{
    qint64 budget = flushBytesPerTurn;
    while (isOpen() && !m_queue.isEmpty() && !m_isBreaking && budget > 0 && hasCalmSink()) {
        const Result<QByteArrayView> piece = m_queue.front();
        if (!piece) {
            tellSendFailed(piece.error());
            continue;
        }
        const qint64 wanted = piece->size();
        const qint64 sent = sendNow(*piece);
        if (sent > 0)
            m_queue.consume(sent);
        if (sent < wanted)
            break;
        budget -= sent;
    }
    if (isOpen() && m_queue.isEmpty() && !m_isBreaking)
        allSent();
    updateEvents();
}

void Stream::allSent()
{
    if (!m_finishRequested && !m_closeRequested)
        tellDrained();
    // The listener may have sent more, finished or closed.
    if (isOpen() && m_queue.isEmpty() && (m_finishRequested || m_closeRequested))
        shutdownWriting();
}

void Stream::finish()
{
    if (!canSend())
        return;
    m_finishRequested = true;
    if (m_queue.isEmpty())
        shutdownWriting();
}

void Stream::close()
{
    if (!isOpen() || m_closeRequested)
        return;
    m_closeRequested = true;
    // Nobody takes the bytes any more; they are read to be recorded and to see the peer's FIN.
    m_readingPaused = false;
    if (m_queue.isEmpty())
        shutdownWriting();
    updateEvents();
}

void Stream::shutdownWriting()
{
    if (m_isBreaking)
        return;
    if (!m_writingShut) {
        m_writingShut = true;
        ::shutdown(m_fd.get(), SHUT_WR);
        if (m_peerFinished) {
            end(RecordKind::Closed, Direction::Sent, {}, Error{});
            return;
        }
        m_sink.event(m_id, RecordKind::HalfClosed, Direction::Sent, now(), {});
    }
    if (m_closeRequested)
        m_closeTimer.start(closeWait.count(), Qt::CoarseTimer, this);
}

void Stream::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_closeTimer.timerId())
        return;
    readRest();
    end(RecordKind::Closed, Direction::Sent, silentPeerText(), Error{});
}

void Stream::reset()
{
    if (!isOpen())
        return;
    setResetOnClose(m_fd.get());
    end(RecordKind::Reset, Direction::Sent, unsentText(m_queue.bytes()), Error{});
}

qint64 Stream::dropQueued()
{
    const qint64 dropped = m_queue.bytes();
    if (!isOpen() || m_isBreaking || dropped == 0)
        return 0;
    m_queue.clear();
    tellSendFailed(Error{ErrorCode::Canceled, {}, 0});
    flush();
    return dropped;
}

void Stream::breakLater(int errnoValue)
{
    if (m_isBreaking)
        return;
    // Not at once: the caller is in the middle of a send and may be in the middle of a read.
    m_isBreaking = true;
    QMetaObject::invokeMethod(
        this, [this, errnoValue] { broken(errnoValue); }, Qt::QueuedConnection);
}

void Stream::broken(int errnoValue)
{
    if (!isOpen())
        return;
    m_isBreaking = true;
    if (!m_peerFinished)
        readRest();
    const bool isReset = errnoValue == ECONNRESET || errnoValue == EPIPE;
    const Error reason{isReset ? ErrorCode::ConnectionReset : peerErrorCode(errnoValue),
                       m_info.peer.toString(), errnoValue};
    const QString unsent = unsentText(m_queue.bytes());
    if (isReset) {
        end(RecordKind::Reset, Direction::Received, unsent, reason);
        return;
    }
    const QString name = errorName(reason.code);
    end(RecordKind::Failed, Direction::Received,
        unsent.isEmpty() ? name : name + QLatin1String(", ") + unsent, reason);
}

void Stream::end(RecordKind kind, Direction direction, const QString& text, const Error& reason)
{
    if (!isOpen())
        return;
    m_watch.detach();
    m_closeTimer.stop();
    m_fd.reset();
    m_sink.event(m_id, kind, direction, now(), text);
    const bool isLost = !m_queue.isEmpty();
    m_queue.clear();
    if (isLost)
        tellSendFailed(reason.code == ErrorCode::None ? Error{ErrorCode::Canceled, {}, 0} : reason);
    tellClosed(reason);
}

} // namespace wl
