// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QTest>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <utility>

namespace wl::test {

/// The other end in a test: a plain system socket without any code of ours. It never blocks; call pump() in a
/// QTRY condition.
class RawPeer
{
public:
    RawPeer() = default;
    explicit RawPeer(int fd)
        : m_fd(fd)
    {
        ::fcntl(m_fd, F_SETFL, ::fcntl(m_fd, F_GETFL) | O_NONBLOCK);
    }
    RawPeer(RawPeer&& other) noexcept { *this = std::move(other); }
    RawPeer& operator=(RawPeer&& other) noexcept
    {
        if (this == &other)
            return *this;
        close();
        m_fd = std::exchange(other.m_fd, -1);
        m_received = std::move(other.m_received);
        m_isFinished = other.m_isFinished;
        m_error = other.m_error;
        return *this;
    }
    ~RawPeer() { close(); }

    /// A TCP connection to a loopback port. `receiveBuffer` 0 is the system's default.
    [[nodiscard]] static RawPeer connectTo(quint16 port, bool v6 = false, int receiveBuffer = 0)
    {
        RawPeer peer;
        peer.m_fd = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (receiveBuffer > 0)
            ::setsockopt(peer.m_fd, SOL_SOCKET, SO_RCVBUF, &receiveBuffer, sizeof receiveBuffer);
        int one = 1;
        ::setsockopt(peer.m_fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(port);
        v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        sockaddr_in6 six{};
        six.sin6_family = AF_INET6;
        six.sin6_port = htons(port);
        six.sin6_addr = in6addr_loopback;
        // The kernel completes a connection to a backlog without the server's help, so this does not wait.
        const int connected = v6 ? ::connect(peer.m_fd, reinterpret_cast<sockaddr*>(&six), sizeof six)
                                 : ::connect(peer.m_fd, reinterpret_cast<sockaddr*>(&v4), sizeof v4);
        if (connected != 0)
            peer.m_error = errno;
        ::fcntl(peer.m_fd, F_SETFL, ::fcntl(peer.m_fd, F_GETFL) | O_NONBLOCK);
        return peer;
    }

    [[nodiscard]] int fd() const { return m_fd; }
    [[nodiscard]] bool isConnected() const { return m_fd >= 0 && m_error == 0; }
    /// Bytes that the socket took.
    qsizetype send(QByteArrayView bytes)
    {
        const ssize_t sent = ::send(m_fd, bytes.data(), size_t(bytes.size()), MSG_NOSIGNAL);
        return sent < 0 ? 0 : qsizetype(sent);
    }
    /// Reads what is there, at most so much.
    RawPeer& pump(qsizetype most = 64 * 1024 * 1024)
    {
        QByteArray buffer(256 * 1024, Qt::Uninitialized);
        while (most > 0 && !m_isFinished && m_error == 0) {
            const ssize_t got =
                ::recv(m_fd, buffer.data(), size_t(std::min<qsizetype>(most, buffer.size())), 0);
            if (got > 0) {
                m_received.append(buffer.constData(), got);
                most -= got;
            } else if (got == 0) {
                m_isFinished = true;
            } else if (errno != EINTR) {
                m_error = errno == EAGAIN ? 0 : errno;
                break;
            }
        }
        return *this;
    }
    [[nodiscard]] const QByteArray& received() const { return m_received; }
    [[nodiscard]] QByteArray takeReceived() { return std::exchange(m_received, {}); }
    /// FIN came.
    [[nodiscard]] bool isFinished() const { return m_isFinished; }
    /// errno of what ended it, ECONNRESET for RST.
    [[nodiscard]] int error() const { return m_error; }
    void finish() { ::shutdown(m_fd, SHUT_WR); }
    void reset()
    {
        const linger abort{1, 0};
        ::setsockopt(m_fd, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
        close();
    }
    void close()
    {
        if (m_fd >= 0)
            ::close(std::exchange(m_fd, -1));
    }
    [[nodiscard]] quint16 localPort() const
    {
        sockaddr_in6 local{};
        socklen_t length = sizeof local;
        ::getsockname(m_fd, reinterpret_cast<sockaddr*>(&local), &length);
        return ntohs(local.sin6_port);
    }

private:
    int m_fd = -1;
    QByteArray m_received;
    bool m_isFinished = false;
    int m_error = 0;
};

/// A plain listening socket on 127.0.0.1.
class RawListener
{
public:
    explicit RawListener(int backlog = 64)
    {
        m_fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        sockaddr_in local{};
        local.sin_family = AF_INET;
        local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(m_fd, reinterpret_cast<sockaddr*>(&local), sizeof local);
        ::listen(m_fd, backlog);
        socklen_t length = sizeof local;
        ::getsockname(m_fd, reinterpret_cast<sockaddr*>(&local), &length);
        m_port = ntohs(local.sin_port);
    }
    ~RawListener() { close(); }
    RawListener(const RawListener&) = delete;
    RawListener& operator=(const RawListener&) = delete;

    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] int fd() const { return m_fd; }
    /// The next connection, if one waits.
    [[nodiscard]] std::optional<RawPeer> accept()
    {
        const int fd = ::accept4(m_fd, nullptr, nullptr, SOCK_CLOEXEC);
        if (fd < 0)
            return std::nullopt;
        return RawPeer(fd);
    }
    /// The same, letting the event loop run until it comes; one that is not connected where none does.
    [[nodiscard]] RawPeer waitForPeer()
    {
        std::optional<RawPeer> peer;
        if (!wl::test::waitFor([&] { return (peer = accept()).has_value(); }))
            return {};
        return std::move(*peer);
    }
    void close()
    {
        if (m_fd >= 0)
            ::close(std::exchange(m_fd, -1));
    }

private:
    int m_fd = -1;
    quint16 m_port = 0;
};

/// A connected pair of TCP sockets on loopback; one goes to what is tested.
struct TcpPair
{
    TcpPair()
    {
        RawListener listener;
        peer = RawPeer::connectTo(listener.port());
        std::optional<RawPeer> accepted = listener.accept();
        if (accepted)
            ours = std::move(*accepted);
    }
    RawPeer peer;
    RawPeer ours;
    [[nodiscard]] int takeOurs() { return ::fcntl(ours.fd(), F_DUPFD_CLOEXEC, 0); }
};

} // namespace wl::test
