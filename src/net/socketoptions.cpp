// SPDX-License-Identifier: MIT
#include "net/socketoptions.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace wl {

bool setIntOption(int fd, int level, int name, int value)
{
    return ::setsockopt(fd, level, name, &value, sizeof value) == 0;
}

void applyStreamOptions(int fd, const StreamOptions& options)
{
    setIntOption(fd, IPPROTO_TCP, TCP_NODELAY, options.noDelay ? 1 : 0);
    if (options.keepAlive)
        setIntOption(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
    if (options.sendBufferBytes > 0)
        setIntOption(fd, SOL_SOCKET, SO_SNDBUF, options.sendBufferBytes);
    if (options.receiveBufferBytes > 0)
        setIntOption(fd, SOL_SOCKET, SO_RCVBUF, options.receiveBufferBytes);
}

bool setNonBlocking(int fd)
{
    const int flags = ::fcntl(fd, F_GETFL);
    return flags >= 0 && ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

void setResetOnClose(int fd)
{
    const linger abort{1, 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
}

int takeSocketError(int fd)
{
    int error = 0;
    socklen_t length = sizeof error;
    return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length) == 0 ? error : errno;
}

Result<Descriptor> openSocket(int family, int type)
{
    Descriptor fd(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd.isValid())
        return fail(socketErrorCode(errno), {}, errno);
    return fd;
}

} // namespace wl
