// SPDX-License-Identifier: MIT
#pragma once

#include "net/udpsocket.h"

#include <sys/socket.h>

#include <array>
#include <memory>

namespace wl {

/// What the control messages of a received datagram say.
struct ReceivedControl
{
    SocketAddress local;  ///< the address it was sent to, without port
    SocketAddress source; ///< the address of ours that answers, without port
    quint32 drops = 0;    ///< SO_RXQ_OVFL: dropped by this socket so far
    bool hasDrops = false;
};

[[nodiscard]] ReceivedControl readControl(const msghdr& message);
/// The errno that an ICMP message or the stack put into the error queue; 0 where it is none of these.
[[nodiscard]] int readIcmpError(const msghdr& message);

/// Buffers for one recvmmsg: 64 datagrams of any size. Memory that no datagram reaches is never touched.
struct UdpSocket::Batch
{
    static constexpr int size = 64;
    static constexpr size_t bufferBytes = 65'536;
    static constexpr size_t controlBytes = 128;

    Batch();
    /// Resets the lengths that the last call changed.
    void prepare();
    [[nodiscard]] const char* buffer(int index) const
    {
        return m_buffers.get() + size_t(index) * bufferBytes;
    }
    [[nodiscard]] RawAddress peer(int index) const;

    std::array<mmsghdr, size> messages{};

private:
    struct alignas(cmsghdr) Control
    {
        std::array<char, controlBytes> bytes;
    };

    std::unique_ptr<char[]> m_buffers;
    std::array<iovec, size> m_parts{};
    std::array<sockaddr_storage, size> m_peers{};
    std::array<Control, size> m_controls{};
};

/// The control message that chooses the source address of one sent datagram. Must outlive the send.
class SourceControl
{
public:
    /// `family` of the socket; an IPv4 source goes through an IPv6 socket as a mapped address.
    SourceControl(int family, const SocketAddress& source);
    void addTo(msghdr& message);

private:
    int m_family;
    const SocketAddress& m_source;
    alignas(cmsghdr) std::array<char, 64> m_bytes{};
};

} // namespace wl
