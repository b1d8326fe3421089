// SPDX-License-Identifier: MIT
#include "net/tlsstream.h"

#include "base/limits.h"
#include "net/certificatetext.h"
#include "net/socketoptions.h"
#include "net/stream.h"
#include "net/tlsterms.h"

#include <QNetworkProxy>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

namespace {

/// What QSslSocket may hold of what we send; the rest waits in our own queue, which is bounded.
constexpr qint64 socketBytes = 256LL * 1024;
/// Bytes that one connection hands over before others get their turn.
constexpr qint64 pumpBytesPerTurn = 4LL * 1024 * 1024;
/// What QSslSocket may hold of what the peer sent and nobody has read.
constexpr qint64 unreadBytes = 1024LL * 1024;

} // namespace

TlsStream::TlsStream(Descriptor fd, ConnectionInfo info, ConnectionId id, TlsClientTerms terms,
                     TrafficSink& sink, QObject* parent)
    : Connection(parent)
    , m_watched(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0))
    , m_info(std::move(info))
    , m_id(id)
    , m_terms(std::move(terms))
    , m_sink(sink)
    , m_watch(*this)
{
    m_timer.setSingleShot(true);
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.setReadBufferSize(unreadBytes);
    m_socket.setSslConfiguration(m_terms.configuration);
    m_socket.setPeerVerifyName(m_terms.serverName);
    m_socket.setSocketDescriptor(fd.release());
}

TlsStream::~TlsStream()
{
    m_socket.disconnect(this);
    if (!m_isEnded)
        m_sink.event(m_id, m_isOpen ? RecordKind::Closed : RecordKind::Failed, Direction::Sent, now(),
                     unsentText(queuedBytes()));
}

void TlsStream::start()
{
    connectSocket();
    if (m_terms.handshakeTimeout.count() > 0)
        m_timer.start(m_terms.handshakeTimeout);
    m_socket.startClientEncryption();
}

void TlsStream::connectSocket()
{
    connect(&m_socket, &QSslSocket::encrypted, this, &TlsStream::encrypted);
    connect(&m_socket, &QSslSocket::sslErrors, this, &TlsStream::verificationFailed);
    connect(&m_socket, &QAbstractSocket::errorOccurred, this, &TlsStream::socketFailed);
    connect(&m_socket, &QAbstractSocket::disconnected, this, &TlsStream::disconnected);
    connect(&m_socket, &QIODevice::readyRead, this, &TlsStream::readAvailable);
    connect(&m_socket, &QSslSocket::encryptedBytesWritten, this, &TlsStream::pump);
    connect(&m_timer, &QTimer::timeout, this, &TlsStream::timedOut);
}

void TlsStream::encrypted()
{
    m_timer.stop();
    m_isOpen = true;
    if (!m_terms.isTunneled)
        m_sink.event(m_id, RecordKind::Opened, Direction::Sent, now(), {});
    m_sink.event(m_id, RecordKind::Note, Direction::Received, now(), tlsFactsText(m_socket, m_problems));
    emit opened();
}

void TlsStream::verificationFailed(const QList<QSslError>& problems)
{
    m_problems = problems;
    m_refusal = CertificateText::refusal(problems, m_socket.peerCertificate(), m_terms.serverName);
    if (!m_terms.verify)
        m_socket.ignoreSslErrors();
}

void TlsStream::socketFailed(QAbstractSocket::SocketError error)
{
    if (error != QAbstractSocket::RemoteHostClosedError)
        m_failure = m_socket.errorString();
    if (!m_isOpen) {
        const Error reason = handshakeError();
        end(RecordKind::Failed, Direction::Received, errorName(reason.code), reason);
    } else if (error == QAbstractSocket::RemoteHostClosedError &&
               m_socket.state() == QAbstractSocket::ConnectedState) {
        // close_notify: the peer sends nothing more, and may wait for our end before it closes TCP.
        // QSslSocket only tells; not in its own call.
        QMetaObject::invokeMethod(
            &m_socket, [this] { m_socket.disconnectFromHost(); }, Qt::QueuedConnection);
    }
}

bool TlsStream::wasReset() const
{
    tcp_info facts{};
    socklen_t length = sizeof facts;
    const int got = ::getsockopt(m_watched.get(), IPPROTO_TCP, TCP_INFO, &facts, &length);
    return got == 0 && facts.tcpi_state == TCP_CLOSE;
}

Error TlsStream::handshakeError() const
{
    const ErrorCode certificate = m_terms.verify ? certificateErrorCode(m_problems) : ErrorCode::None;
    if (certificate != ErrorCode::None)
        return Error{certificate, m_refusal, 0};
    if (m_failure.isEmpty() && wasReset())
        return Error{ErrorCode::ConnectionReset, m_info.peer.toString(), ECONNRESET};
    return Error{ErrorCode::TlsFailed,
                 m_failure.isEmpty() ? QStringLiteral("the peer closed during the handshake") : m_failure, 0};
}

void TlsStream::timedOut()
{
    if (m_isOpen) {
        end(RecordKind::Closed, Direction::Sent, QStringLiteral("the peer did not close"), Error{});
        return;
    }
    const Error reason{ErrorCode::HandshakeTimeout, m_info.peer.toString(), 0};
    end(RecordKind::Failed, Direction::Sent, errorName(reason.code), reason);
}

bool TlsStream::canSend() const
{
    return m_isOpen && !m_isEnded && !m_closeRequested && !m_isDisconnected;
}

qint64 TlsStream::inSocket() const
{
    return m_socket.bytesToWrite() + m_socket.encryptedBytesToWrite();
}

qint64 TlsStream::queuedBytes() const
{
    return m_queue.bytes() + (m_isEnded ? 0 : inSocket());
}

Result<void> TlsStream::send(QByteArrayView bytes)
{
    if (!canSend())
        return fail(ErrorCode::NotConnected, m_info.peer.toString());
    Result<void> queued = m_queue.append(bytes);
    if (queued)
        pump();
    return queued;
}

Result<void> TlsStream::sendFile(const QString& path)
{
    if (!canSend())
        return fail(ErrorCode::NotConnected, m_info.peer.toString());
    Result<void> queued = m_queue.appendFile(path);
    if (queued)
        pump();
    return queued;
}

void TlsStream::pump()
{
    if (!m_isOpen || m_isEnded || m_isDisconnected || m_isPumping)
        return;
    m_isPumping = true;
    qint64 budget = pumpBytesPerTurn;
    // QSslSocket does not tell of bytes that it wrote within its own signal: go on as long as it takes more.
    while (budget > 0 && feedSocket(&budget))
        m_socket.flush();
    m_isPumping = false;
    if (budget <= 0)
        QMetaObject::invokeMethod(this, &TlsStream::pump, Qt::QueuedConnection);
    checkSent();
}

/// Hands over what the socket has room for; false where that is nothing.
bool TlsStream::feedSocket(qint64* budget)
{
    bool hasFed = false;
    while (!m_isEnded && !m_queue.isEmpty() && inSocket() < socketBytes && hasCalmSink()) {
        const Result<QByteArrayView> piece = m_queue.front();
        if (!piece) {
            tellSendFailed(piece.error());
            continue;
        }
        const qint64 written = m_socket.write(piece->data(), std::min(piece->size(), socketBytes));
        if (written <= 0)
            break;
        hasFed = true;
        m_wasBusy = true;
        *budget -= written;
        recordSent(m_sink, piece->first(written));
        m_queue.consume(written);
    }
    return hasFed;
}

void TlsStream::checkSent()
{
    if (m_isEnded || !m_queue.isEmpty() || inSocket() > 0)
        return;
    if (m_closeRequested) {
        if (!m_timer.isActive()) {
            m_timer.start(Stream::closeWait);
            m_socket.disconnectFromHost();
        }
        return;
    }
    if (std::exchange(m_wasBusy, false))
        tellDrained();
}

void TlsStream::close()
{
    if (m_isEnded || m_closeRequested)
        return;
    if (!m_isOpen) {
        end(RecordKind::Failed, Direction::Sent, errorName(ErrorCode::Canceled),
            Error{ErrorCode::Canceled, {}, 0});
        return;
    }
    m_closeRequested = true;
    m_readingPaused = false;
    if (m_isDisconnected)
        endDisconnected();
    else
        pump();
}

void TlsStream::reset()
{
    if (m_isEnded)
        return;
    setResetOnClose(m_watched.get());
    end(m_isOpen ? RecordKind::Reset : RecordKind::Failed, Direction::Sent, unsentText(queuedBytes()),
        Error{});
}

qint64 TlsStream::dropQueued()
{
    const qint64 dropped = m_queue.bytes();
    if (m_isEnded || dropped == 0)
        return 0;
    m_queue.clear();
    tellSendFailed(Error{ErrorCode::Canceled, {}, 0});
    checkSent();
    return dropped;
}

void TlsStream::end(RecordKind kind, Direction direction, const QString& text, const Error& reason)
{
    if (m_isEnded)
        return;
    const bool isLost = queuedBytes() > 0;
    m_isEnded = true;
    m_timer.stop();
    m_socket.disconnect(this);
    m_socket.abort();
    m_watch.detach();
    m_watched.reset();
    m_queue.clear();
    m_sink.event(m_id, kind, direction, now(), text);
    if (isLost)
        tellSendFailed(reason.code == ErrorCode::None ? Error{ErrorCode::Canceled, {}, 0} : reason);
    tellClosed(reason);
}

} // namespace wl
