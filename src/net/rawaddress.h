// SPDX-License-Identifier: MIT
#pragma once

#include "base/socketaddress.h"

#include <QHostAddress>

#include <sys/socket.h>

namespace wl {

/// An address as socket calls take it, with the scope of a link-local IPv6 address, which SocketAddress has
/// no room for.
struct RawAddress
{
    sockaddr_storage storage{};
    socklen_t length = sizeof(sockaddr_storage);

    /// `host` may carry a scope ("fe80::1%eth0").
    [[nodiscard]] static RawAddress from(const QHostAddress& host, quint16 port);
    /// The descriptor's own address; family None where it has none.
    [[nodiscard]] static RawAddress localOf(int fd);
    [[nodiscard]] static RawAddress peerOf(int fd);

    [[nodiscard]] const sockaddr* data() const { return reinterpret_cast<const sockaddr*>(&storage); }
    [[nodiscard]] sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage); }
    [[nodiscard]] int family() const { return storage.ss_family; }
    [[nodiscard]] quint16 port() const;
    void setPort(quint16 port);
    /// An IPv4 address as the IPv4-mapped IPv6 address that a dual-stack socket takes.
    [[nodiscard]] RawAddress mapped() const;
    [[nodiscard]] SocketAddress toAddress() const { return SocketAddress::from(data()); }
    /// As what a socket is bound to: :: without `v6Only` is every address of both families.
    [[nodiscard]] SocketAddress toBound(bool v6Only) const;
};

/// What the socket is bound to, with its real port.
[[nodiscard]] SocketAddress boundAddress(int fd);

} // namespace wl
