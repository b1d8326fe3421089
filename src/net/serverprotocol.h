// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "net/connection.h"

namespace wl {

/// What a server's connection speaks while no exchange uses it: for protocols that do more between exchanges
/// than to stay silent (HTTP/2). Lives as long as the connection. Network thread.
class ServerProtocol
{
public:
    virtual ~ServerProtocol() = default;

    /// Bytes came while nobody uses the connection; false where it is of no use any more.
    [[nodiscard]] virtual bool idleBytes(Connection& connection, QByteArrayView bytes) = 0;
    /// Gives the connection what is to be sent, as far as that takes it.
    virtual void pump(Connection& connection) = 0;
    /// The connection is about to be closed in order: the last words.
    virtual void closing(Connection& connection) = 0;
    /// Whether another exchange can begin now.
    [[nodiscard]] virtual bool isReady() const = 0;
    /// Whether it waits in vain for the peer, and the connection has to be reset.
    [[nodiscard]] virtual bool isStuck(Timestamp time) const = 0;
};

} // namespace wl
