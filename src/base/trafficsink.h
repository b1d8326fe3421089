// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/ids.h"
#include "base/socketaddress.h"

#include <QByteArrayView>
#include <QString>
#include <QStringView>

namespace wl {

enum class Transport : quint8 { Tcp, Tls, Udp };
/// Whose bytes: ours (→) or the peer's (←).
enum class Direction : quint8 { Sent, Received };
/// Who asked for the connection: the peer (we listen) or we.
enum class Role : quint8 { Server, Client };

/// What a record is. Data carries bytes; the others are turning points of a connection with a short text.
enum class RecordKind : quint8 {
    Data,
    Opened,     ///< established (TCP handshake done; for TLS the TLS handshake too)
    HalfClosed, ///< one direction ended with FIN: Sent = ours, Received = the peer's
    Closed,     ///< both directions ended in order
    Reset,      ///< RST: Sent = ours, Received = the peer's
    Failed,     ///< could not be established, or broke; text says why
    Note, ///< TLS facts, a fault that we injected, a refused client, datagrams that the kernel dropped, …
};

/// Facts of a connection that do not change. A UDP endpoint has one connection per peer.
struct ConnectionInfo
{
    EndpointId endpoint;
    Transport transport = Transport::Tcp;
    Role role = Role::Client;
    SocketAddress local;
    SocketAddress peer;
    QString
        label; ///< the endpoint's name for people ("Echo server"), shown in the list and as interface name
};

/// Where network threads report every byte and every turning point, before anything else sees them.
/// Implementations do no I/O and do not block for long; they are called from network threads only, and may be
/// called from several.
class TrafficSink
{
public:
    virtual ~TrafficSink() = default;

    /// A new connection (also one that was refused or failed to connect). Its Opened or Failed event follows.
    virtual ConnectionId addConnection(const ConnectionInfo& info) = 0;
    /// Bytes that one read gave or one successful send took (a datagram: one call, also when it is empty).
    virtual void data(ConnectionId id, Direction direction, Timestamp time, QByteArrayView bytes) = 0;
    /// A turning point. `text` is for people and may be empty; Data is not an event.
    virtual void event(ConnectionId id, RecordKind kind, Direction direction, Timestamp time,
                       QStringView text) = 0;
    /// Datagrams that the kernel dropped for this endpoint since the last call (SO_RXQ_OVFL difference).
    virtual void kernelDropped(EndpointId endpoint, quint64 count) = 0;
    /// True while too much is unwritten: stream connections stop reading and ask again by a timer. Any
    /// thread.
    [[nodiscard]] virtual bool isCongested() const = 0;
};

} // namespace wl
