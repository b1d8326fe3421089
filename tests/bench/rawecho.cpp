// SPDX-License-Identifier: MIT
// The limit that an echo server is held against: epoll, recv, send, and nothing else; with --write also both
// directions to a file. It prints {"port": N, "pid": N} and runs until it is ended.
#include "options.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

constexpr const char* usage =
    "bench_rawecho [--port N] [--write FILE]\n"
    "Raw epoll echo server on 127.0.0.1; --write also writes both directions to FILE.\n";

int listenOn(uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in local{};
    local.sin_family = AF_INET;
    local.sin_port = htons(port);
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof local;
    if (::bind(fd, reinterpret_cast<sockaddr*>(&local), length) != 0 || ::listen(fd, 4096) != 0) {
        std::perror("listen");
        std::exit(3);
    }
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&local), &length);
    std::printf("{\"port\": %d, \"pid\": %d}\n", ntohs(local.sin_port), ::getpid());
    std::fflush(stdout);
    return fd;
}

void acceptAll(int listener, int epoll)
{
    for (;;) {
        const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0)
            return;
        const int on = 1;
        ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.fd = fd;
        ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    }
}

void write(int file, const char* bytes, size_t size)
{
    if (file >= 0 && ::write(file, bytes, size) != ssize_t(size)) {
        std::perror("write");
        std::exit(4);
    }
}

/// False where the connection is over.
bool echo(int fd, int file, std::vector<char>& buffer)
{
    const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (got <= 0)
        return got < 0 && errno == EAGAIN;
    write(file, buffer.data(), size_t(got));
    for (ssize_t sent = 0; sent < got;) {
        const ssize_t count = ::send(fd, buffer.data() + sent, size_t(got - sent), MSG_NOSIGNAL);
        if (count < 0 && errno != EAGAIN)
            return false;
        if (count < 0) {
            pollfd ready{fd, POLLOUT, 0};
            ::poll(&ready, 1, -1);
            continue;
        }
        write(file, buffer.data() + sent, size_t(count));
        sent += count;
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Options options(argc, argv, {{"port", "0"}, {"write", ""}}, usage);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
    const std::string path = options.text("write");
    const int file = path.empty() ? -1 : ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (!path.empty() && file < 0) {
        std::perror(path.c_str());
        return 4;
    }
    const int listener = listenOn(uint16_t(options.number("port")));
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    std::vector<char> buffer(256 * 1024);
    std::array<epoll_event, 256> events;
    for (;;) {
        const int count = ::epoll_wait(epoll, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[size_t(i)].data.fd;
            if (fd == listener)
                acceptAll(listener, epoll);
            else if (!echo(fd, file, buffer))
                ::close(fd);
        }
    }
}
