// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/descriptor.h"
#include "net/poller.h"
#include "net/rawaddress.h"

#include <QTcpServer>
#include <QTimer>

#include <functional>

namespace wl {

/// How a listening socket is made.
struct ListenOptions
{
    int backlog = 0;
    bool reuseAddress = true;
    bool v6Only = true;
};

/// A bound and listening socket. Errors: AddressInUse, AddressNotAvailable, PermissionDenied, …
[[nodiscard]] Result<Descriptor> openListener(const RawAddress& address, const ListenOptions& options);

/// One listening socket of a server. Gives plain descriptors instead of sockets, and where accepting fails
/// (out of descriptors) goes on by a timer that backs off. Network thread.
///
/// QTcpServer holds the socket, but accepting is ours: its socket engine keeps the first error that it meets,
/// so that after one "nothing more to accept" it takes "out of descriptors" for the same, tells nobody and
/// spins.
class Acceptor final : public QTcpServer, private PollListener
{
    Q_OBJECT
public:
    /// Gets each accepted descriptor, non-blocking.
    using Handler = std::function<void(Descriptor)>;

    Acceptor(Handler handler, QObject* parent);
    ~Acceptor() override;
    /// Takes a socket that openListener() made and begins to accept. Errors: OutOfDescriptors, NetworkFailed.
    [[nodiscard]] Result<void> take(Descriptor listener);
    /// Stops listening; nothing is told any more. May be called in the middle of its own call.
    void stop();

signals:
    /// Accepting pauses; it is tried again by itself.
    void stalled(const wl::Error& reason);
    /// Accepting works again.
    void resumed();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void pollReady(quint32 events) override;
    void stall(int errnoValue);
    void retry();

    Handler m_handler;
    PollWatch m_watch;
    QTimer m_retry;
    std::chrono::milliseconds m_wait;
    bool m_isStalled = false;
};

} // namespace wl
