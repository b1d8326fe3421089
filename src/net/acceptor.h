// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/descriptor.h"
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

/// One listening socket of a server. Gives plain descriptors instead of sockets, and after accepting failed
/// (out of descriptors) goes on by a timer that backs off. Network thread.
class Acceptor final : public QTcpServer
{
    Q_OBJECT
public:
    /// Gets each accepted descriptor.
    using Handler = std::function<void(Descriptor)>;

    Acceptor(Handler handler, QObject* parent);
    /// Takes a socket that openListener() made.
    [[nodiscard]] Result<void> take(Descriptor listener);
    [[nodiscard]] bool isStalled() const { return m_isStalled; }

signals:
    /// Accepting pauses; it is tried again by itself.
    void stalled(const wl::Error& reason);
    /// Accepting works again.
    void resumed();

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void stall(QAbstractSocket::SocketError error);
    void retry();
    void setWorking();

    Handler m_handler;
    QTimer m_retry;
    QTimer m_probation; ///< no error for so long after a retry: accepting works again
    bool m_isStalled = false;
};

} // namespace wl
