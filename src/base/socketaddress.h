// SPDX-License-Identifier: MIT
#pragma once

#include <QHostAddress>
#include <QString>

#include <array>
#include <compare>

struct sockaddr;

namespace wl {

/// An IP address and port as plain bytes, 20 bytes, no heap. IPv4-mapped IPv6 addresses are held as IPv4.
/// Every address of both families, what a dual-stack socket is bound to, is a family of its own.
struct SocketAddress
{
    enum class Family : quint8 { None, IPv4, IPv6, Any };

    std::array<quint8, 16> bytes{}; ///< network order; the first four for IPv4
    quint16 port = 0;               ///< host order
    Family family = Family::None;

    auto operator<=>(const SocketAddress&) const = default;

    /// QHostAddress::Any is every address of both families.
    [[nodiscard]] static SocketAddress from(const QHostAddress& host, quint16 port);
    /// From what getsockname, getpeername or recvmsg gave; Family::None for other families.
    [[nodiscard]] static SocketAddress from(const ::sockaddr* address);
    [[nodiscard]] QHostAddress host() const;
    [[nodiscard]] bool isValid() const { return family != Family::None; }
    [[nodiscard]] bool isLoopback() const;
    /// "127.0.0.1:8080", "[::1]:8080", "*:8080" for every address; "" where it is not valid.
    [[nodiscard]] QString toString() const;

    friend size_t qHash(const SocketAddress& a, size_t seed = 0) noexcept
    {
        return qHashBits(a.bytes.data(), a.bytes.size(), seed ^ a.port ^ (size_t(a.family) << 16));
    }
};

} // namespace wl
