// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.h"
#include "net/descriptor.h"
#include "net/poller.h"
#include "net/sendqueue.h"

#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>
#include <QTimer>

namespace wl {

/// What a TLS client connection needs beside its descriptor.
struct TlsClientTerms
{
    QSslConfiguration configuration;
    QString serverName; ///< SNI and the name the certificate must have
    bool verify = true; ///< false: goes on whatever verification finds, and says so in the Note
    std::chrono::milliseconds handshakeTimeout{10'000}; ///< 0 = no limit
    bool isTunneled = false; ///< the connection has carried a proxy's handshake: it is recorded as opened
};

/// A TLS client connection over an established TCP connection, carried by QSslSocket. The sink gets the
/// plaintext, the facts as a Note, and Opened after the handshake. Network thread.
///
/// QSslSocket cannot half-close: finish() is close(), and the peer's close ends both directions; what was
/// queued then is counted.
class TlsStream final : public Connection, private PollListener
{
    Q_OBJECT
public:
    TlsStream(Descriptor fd, ConnectionInfo info, ConnectionId id, TlsClientTerms terms, TrafficSink& sink,
              QObject* parent = nullptr);
    ~TlsStream() override;

    /// Begins the handshake. Ends in opened(), or in closed() with HandshakeTimeout, a certificate error,
    /// ConnectionReset or TlsFailed.
    void start();
    [[nodiscard]] const QSslSocket& socket() const { return m_socket; }
    /// What verification found wrong; with `verify` off the connection is open nevertheless.
    [[nodiscard]] const QList<QSslError>& problems() const { return m_problems; }

    [[nodiscard]] ConnectionId id() const override { return m_id; }
    [[nodiscard]] const ConnectionInfo& info() const override { return m_info; }
    Result<void> send(QByteArrayView bytes) override;
    Result<void> sendFile(const QString& path) override;
    void finish() override { close(); }
    void close() override;
    void reset() override;
    /// Without what QSslSocket has taken, at most some hundred kB.
    qint64 dropQueued() override;
    [[nodiscard]] qint64 queuedBytes() const override;
    /// Always false: the peer's close ends the connection.
    [[nodiscard]] bool isPeerFinished() const override { return false; }
    void setReadingPaused(bool paused) override;

signals:
    /// The handshake is done.
    void opened();

private:
    void pollReady(quint32 events) override;
    void sinkCalm() override;

    void connectSocket();
    void encrypted();
    void verificationFailed(const QList<QSslError>& problems);
    void socketFailed(QAbstractSocket::SocketError error);
    void disconnected();
    void timedOut();

    [[nodiscard]] bool canSend() const;
    [[nodiscard]] bool hasCalmSink();
    [[nodiscard]] bool wantsToRead() const { return !m_isEnded && !m_readingPaused && !m_awaitsCalm; }
    [[nodiscard]] qint64 inSocket() const;
    void readAvailable();
    void pump();
    [[nodiscard]] bool feedSocket(qint64* budget);
    void checkSent();
    [[nodiscard]] Error handshakeError() const;
    [[nodiscard]] bool wasReset() const;
    void endDisconnected();
    void linger();
    void end(RecordKind kind, Direction direction, const QString& text, const Error& reason);

    /// A duplicate: tells FIN from RST after QSslSocket has closed its own, and keeps the connection until
    /// the peer has closed too.
    Descriptor m_watched;
    ConnectionInfo m_info;
    ConnectionId m_id;
    TlsClientTerms m_terms;
    TrafficSink& m_sink;
    PollWatch m_watch; ///< waits for a calm sink; QSslSocket watches the descriptor until it closes its own
    QSslSocket m_socket;
    SendQueue m_queue;
    QTimer m_timer; ///< of the handshake, then of closing
    QList<QSslError> m_problems;
    QString m_refusal; ///< the certificate's facts where there are problems
    QString m_failure; ///< QSslSocket's words
    bool m_isOpen = false;
    bool m_isEnded = false;
    bool m_isDisconnected = false;
    bool m_wasBusy = false; ///< something was queued since drained() was last told
    bool m_closeRequested = false;
    bool m_readingPaused = false;
    bool m_awaitsCalm = false;
    bool m_isPumping = false;
    bool m_isLingering = false; ///< we closed and wait for the peer's FIN
};

} // namespace wl
