// SPDX-License-Identifier: MIT
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cstdint>

namespace wl::test {

/// The port in an IPv4 or IPv6 address that a system call filled in.
template <typename Call>
inline std::uint16_t portOf(Call call, int fd)
{
    sockaddr_in6 address{};
    socklen_t length = sizeof address;
    // Both families have the port in the same place.
    return call(fd, reinterpret_cast<sockaddr*>(&address), &length) == 0 ? ntohs(address.sin6_port)
                                                                         : std::uint16_t(0);
}

/// The descriptor of this process's socket with these ports (peer 0: it listens); -1 where there is none.
inline int findSocket(std::uint16_t local, std::uint16_t peer)
{
    constexpr int mostDescriptors = 4096;
    for (int fd = 3; fd < mostDescriptors; ++fd) {
        if (portOf(::getsockname, fd) == local && portOf(::getpeername, fd) == peer)
            return fd;
    }
    return -1;
}

/// An int option as the system has it; -1 where it has none.
inline int optionOf(int fd, int level, int name)
{
    int value = 0;
    socklen_t length = sizeof value;
    return ::getsockopt(fd, level, name, &value, &length) == 0 ? value : -1;
}

/// How many connections may wait at a listening socket (what `ss -l` shows as Send-Q).
inline unsigned backlogOf(int fd)
{
    tcp_info facts{};
    socklen_t length = sizeof facts;
    return ::getsockopt(fd, IPPROTO_TCP, TCP_INFO, &facts, &length) == 0 ? facts.tcpi_sacked : 0;
}

} // namespace wl::test
