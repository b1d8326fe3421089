// SPDX-License-Identifier: MIT
#pragma once

#include "base/socketaddress.h"

#include <QByteArrayView>

#include <chrono>
#include <functional>
#include <memory>

namespace wl {

/// What a responder can do with its peer. For a stream that is the connection, for UDP the sender of the
/// datagram (then one send is one datagram, and finish, close and reset do nothing). Network thread.
class ResponderPeer
{
public:
    virtual ~ResponderPeer() = default;

    /// False where the send queue is full or the connection is gone; then drained() comes, or never.
    virtual bool send(QByteArrayView bytes) = 0;
    virtual void finish() = 0;
    virtual void close() = 0;
    virtual void reset() = 0;
    /// Bytes queued and not yet taken by the kernel.
    [[nodiscard]] virtual qint64 queuedBytes() const = 0;
    /// Calls back on this thread unless the connection ends before.
    virtual void after(std::chrono::milliseconds delay, std::function<void()> call) = 0;
    /// Stop and go on reading (a responder that cannot send its answer must not be fed).
    virtual void setReadingPaused(bool paused) = 0;
    /// Whether pausing holds the peer up; nothing does that for datagrams, and they have no drained().
    [[nodiscard]] virtual bool canPause() const { return true; }
    [[nodiscard]] virtual SocketAddress address() const = 0;
    [[nodiscard]] virtual SocketAddress localAddress() const = 0;
};

/// Behavior of a server towards one client. One object per connection (per endpoint for UDP), owned by the
/// endpoint, on its network thread; it must not block. New behavior is a new Responder, never a change of the
/// socket code.
class Responder
{
public:
    virtual ~Responder() = default;

    virtual void opened(ResponderPeer&) {}
    /// Bytes of one read, or one datagram (possibly empty).
    virtual void received(ResponderPeer& peer, QByteArrayView bytes) = 0;
    /// The peer sent FIN. The default closes after what is queued.
    virtual void peerFinished(ResponderPeer& peer) { peer.close(); }
    /// False: what follows the peer's FIN is the endpoint's decision (its half-open timeout) as if there were
    /// no responder; peerFinished() is not called.
    [[nodiscard]] virtual bool decidesEnd() const { return true; }
    /// All that was queued is gone.
    virtual void drained(ResponderPeer&) {}
};

/// Makes the responder of a new connection; an empty function is "none". Called on the network thread; it may
/// be called from several, so it captures only values.
using ResponderFactory = std::function<std::unique_ptr<Responder>()>;

} // namespace wl
