// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "base/trafficsink.h"

#include <QObject>

namespace wl {

class Connection;

/// Who gets what a connection reports by plain calls, before the signals and without their cost: the endpoint
/// that owns it. Network thread. Every call may close or reset the connection, none may delete it at once.
class ConnectionListener
{
public:
    virtual void connectionReceived(Connection& connection, QByteArrayView bytes) = 0;
    virtual void connectionPeerFinished(Connection& connection) = 0;
    virtual void connectionDrained(Connection& connection) = 0;
    virtual void connectionSendFailed(Connection& connection, const Error& error) = 0;
    virtual void connectionClosed(Connection& connection, const Error& reason) = 0;

protected:
    ~ConnectionListener() = default;
};

/// One stream connection, plain or TLS, once it is established. Lives on a network thread and belongs to its
/// endpoint. Every byte and turning point goes to the TrafficSink before the signals.
class Connection : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] virtual ConnectionId id() const = 0;
    [[nodiscard]] virtual const ConnectionInfo& info() const = 0;

    /// Sends now what the socket takes and queues the rest. Errors: QueueFull (more than
    /// limits::sendQueueBytes would be queued; nothing of these bytes is taken), NotConnected.
    virtual Result<void> send(QByteArrayView bytes) = 0;
    /// Streams a file after what is queued, in pieces of at most 1 MiB, never held whole. Errors: file
    /// errors, NotConnected.
    virtual Result<void> sendFile(const QString& path) = 0;
    /// Sends FIN after what is queued, goes on reading.
    virtual void finish() = 0;
    /// Closes in order after what is queued.
    virtual void close() = 0;
    /// Closes with RST at once; what is queued is discarded and counted in the event's text.
    virtual void reset() = 0;

    /// Discards what is queued, stays open, and says how many bytes that were; whoever sent them hears of it
    /// by sendFailed (Canceled), then drained() as usual. Not from within a signal of this connection.
    virtual qint64 dropQueued() = 0;
    [[nodiscard]] virtual qint64 queuedBytes() const = 0;
    /// When the socket last took bytes from us; not valid before the first.
    [[nodiscard]] Timestamp lastSent() const { return m_lastSent; }
    [[nodiscard]] virtual bool isPeerFinished() const = 0;
    /// Stops reading until called with false (back-pressure of a consumer). Independent of the sink's
    /// congestion.
    virtual void setReadingPaused(bool paused) = 0;

    /// At most one; it is told first, then the signals are emitted. Null to take it away.
    void setListener(ConnectionListener* listener) { m_listener = listener; }

signals:
    /// One read's bytes; the view is valid during the call only. Direct connections only.
    void received(QByteArrayView bytes);
    /// The peer sent FIN; we can still send.
    void peerFinished();
    /// Everything queued was given to the kernel (including a file).
    void drained();
    /// A file that was being sent failed midway, or the send queue was discarded (Canceled: by us).
    void sendFailed(const wl::Error& error);
    /// The end, exactly once, the last signal: ErrorCode::None for an orderly close.
    void closed(const wl::Error& reason);

protected:
    /// Records what the socket took.
    void recordSent(TrafficSink& sink, QByteArrayView bytes);
    /// What an event says of a queue that is discarded; empty for an empty one.
    [[nodiscard]] static QString unsentText(qint64 bytes);
    void tellReceived(QByteArrayView bytes);
    void tellPeerFinished();
    void tellDrained();
    void tellSendFailed(const Error& error);
    void tellClosed(const Error& reason);

private:
    ConnectionListener* m_listener = nullptr;
    Timestamp m_lastSent;
};

} // namespace wl
