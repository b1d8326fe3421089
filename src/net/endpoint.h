// SPDX-License-Identifier: MIT
#pragma once

#include "base/address.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/socketaddress.h"

#include <QList>
#include <QMetaType>
#include <QObject>

#include <functional>

namespace wl {

/// What an endpoint is doing, as a value that travels to the UI thread.
struct EndpointState
{
    enum class Phase : quint8 {
        Stopped,
        Starting,  ///< name lookup, bind
        Listening, ///< server, or bound UDP
        Connecting,
        Open,         ///< client connected
        PeerFinished, ///< client: the peer sent FIN, we can still send
        Reconnecting, ///< client: waits `retryInMs` before the next try
        Failed,
    };

    Phase phase = Phase::Stopped;
    QList<SocketAddress> local; ///< what was bound or listened on, with the real ports
    SocketAddress peer;         ///< client
    ConnectionId connection;    ///< client: of this session of it
    Error error; ///< of Failed; of Reconnecting: why; of Listening: why accepting pauses (OutOfDescriptors)
    int retryInMs = 0;
    quint32 refusedClients = 0; ///< beyond maxClients
    quint64 kernelDrops = 0;    ///< UDP: datagrams that the kernel dropped, told at most 10 times a second

    bool operator==(const EndpointState&) const = default;
};

/// A TCP server, TCP or TLS client, or UDP socket. Lives on the network thread; owned by the session's
/// running set.
class Endpoint : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    virtual void start() = 0;
    /// Stops listening or gives up connecting; connections stay (a server's clients live on) unless
    /// `closeAll`.
    virtual void stop(bool closeAll) = 0;
    /// Sends to the given connections, to all that are open where the list is empty. For UDP a connection is
    /// a peer; where the list is empty the spec's target. The result counts connections that took the bytes;
    /// the first error of those that did not comes with sendFailed.
    virtual int send(const QList<ConnectionId>& to, QByteArrayView bytes) = 0;
    /// Streams a file to them (stream connections), or sends it as one datagram.
    virtual int sendFile(const QList<ConnectionId>& to, const QString& path) = 0;
    virtual void finish(const QList<ConnectionId>& which) = 0; ///< half-close; empty = all
    virtual void close(const QList<ConnectionId>& which) = 0;  ///< orderly; empty = all
    virtual void reset(const QList<ConnectionId>& which) = 0;  ///< RST; empty = all
    /// Discards what stream connections have yet to send and leaves them open; empty = all. Gives the number
    /// of bytes; lost() (Canceled) tells it for each connection. A UDP socket keeps its short queue: 0.
    virtual qint64 dropQueued(const QList<ConnectionId>& which);
    using PeerAnswer = std::function<void(const Result<ConnectionId>&)>;
    /// UDP: the connection that stands for a target, which is resolved first; a new one where it is not
    /// known. Answers by the event loop, unless the endpoint goes before. Errors: NameNotFound, NotConnected
    /// (nothing is bound), AddressNotAvailable (no socket of its family), BadOption (it cannot be reached
    /// from where the socket is bound, or this is no UDP socket), …
    virtual void findPeer(const Address& target, PeerAnswer answer);
    /// The largest queue of those connections, for pacing repeated sends.
    [[nodiscard]] virtual qint64 queuedBytes(const QList<ConnectionId>& which) const = 0;
    /// Whether a connection is still there, perhaps closing; a UDP socket has none to wait for.
    [[nodiscard]] virtual bool hasConnections() const { return false; }

signals:
    void stateChanged(const wl::EndpointState& state);
    void sendFailed(wl::ConnectionId connection, const wl::Error& error);
    /// Bytes that a send had taken did not get out: a connection ended with a full queue, a file failed
    /// midway. Comes beside sendFailed, and alone (Canceled) where we were told to drop them.
    void lost(wl::ConnectionId connection, const wl::Error& error);
};

} // namespace wl

Q_DECLARE_METATYPE(wl::EndpointState)
