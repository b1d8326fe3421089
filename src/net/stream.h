// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.h"
#include "net/descriptor.h"
#include "net/poller.h"
#include "net/sendqueue.h"

#include <QBasicTimer>

namespace wl {

/// A plain TCP connection carried over its descriptor. Unlike QTcpSocket it can half-close, keeps what is
/// queued when the peer finishes, resets on demand and bounds its memory. Network thread.
///
/// close() sends FIN after what is queued and then waits up to closeWait for the peer's FIN, still recording
/// what arrives, so that a close does not turn into a reset.
class Stream final : public Connection, private PollListener
{
    Q_OBJECT
public:
    static constexpr std::chrono::milliseconds closeWait{1000};

    /// Takes a connected descriptor and makes it non-blocking. `id` is the connection's row in the sink.
    Stream(Descriptor fd, ConnectionInfo info, ConnectionId id, TrafficSink& sink, QObject* parent = nullptr);
    /// Closes at once if it is still open (recorded, not told).
    ~Stream() override;

    /// Records Opened and begins to read: call it when listener and signals are in place. Where the poller
    /// has no descriptor, the connection ends as failed, with closed(), before this returns.
    void start();

    [[nodiscard]] ConnectionId id() const override { return m_id; }
    [[nodiscard]] const ConnectionInfo& info() const override { return m_info; }
    [[nodiscard]] bool isOpen() const { return m_fd.isValid(); }
    /// Gives the connection away, as it is, to one that goes on with it (and with its row in the sink):
    /// nothing is recorded or told of this one any more. Nothing may be queued.
    [[nodiscard]] Descriptor takeDescriptor();

    Result<void> send(QByteArrayView bytes) override;
    Result<void> sendFile(const QString& path) override;
    void finish() override;
    void close() override;
    void reset() override;
    qint64 dropQueued() override;
    [[nodiscard]] qint64 queuedBytes() const override { return m_queue.bytes(); }
    [[nodiscard]] bool isPeerFinished() const override { return m_peerFinished; }
    void setReadingPaused(bool paused) override;

protected:
    void timerEvent(QTimerEvent* event) override;

private:
    void pollReady(quint32 events) override;
    void sinkCalm() override;

    // Sending, stream.cpp
    [[nodiscard]] bool canSend() const;
    /// What the socket takes now; the rest is the caller's. A broken socket is told later.
    [[nodiscard]] qint64 sendNow(QByteArrayView bytes);
    void flush();
    void allSent();
    void shutdownWriting();
    void breakLater(int errnoValue);
    void broken(int errnoValue);
    void end(RecordKind kind, Direction direction, const QString& text, const Error& reason);

    // Receiving, streamreceive.cpp
    [[nodiscard]] bool wantsToRead() const;
    [[nodiscard]] bool hasCalmSink();
    void readAvailable();
    void takeReceived(QByteArrayView bytes);
    void readRest();
    void peerFin();
    void hangUp();
    void awaitCalm();
    void updateEvents();

    Descriptor m_fd;
    ConnectionInfo m_info;
    ConnectionId m_id;
    TrafficSink& m_sink;
    PollWatch m_watch;
    SendQueue m_queue;
    QBasicTimer m_closeTimer;
    bool m_peerFinished = false;
    bool m_finishRequested = false;
    bool m_closeRequested = false;
    bool m_writingShut = false;
    bool m_readingPaused = false;
    bool m_awaitsCalm = false;
    bool m_isHungUp = false; ///< EPOLLHUP came while reading was paused: not watched until it goes on
    bool m_isBreaking = false;
};

} // namespace wl
