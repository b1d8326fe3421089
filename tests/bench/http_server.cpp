// SPDX-License-Identifier: MIT
// The server that HTTP clients are timed against: epoll, recv, send; every head that ends is answered with
// the same bytes, on the same connection. It prints {"port": N, "pid": N} and runs until it is ended.
#include "options.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <map>
#include <string>

namespace {

constexpr const char* usage =
    "bench_http_server [--port N] [--body N]\n"
    "Raw epoll HTTP/1.1 server on 127.0.0.1 that answers every request with N bytes.\n";

int listenOn(uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    sockaddr_in local{};
    local.sin_family = AF_INET;
    local.sin_port = htons(port);
    local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof local;
    if (::bind(fd, reinterpret_cast<sockaddr*>(&local), length) != 0 || ::listen(fd, 1024) != 0) {
        std::perror("listen");
        std::exit(3);
    }
    ::getsockname(fd, reinterpret_cast<sockaddr*>(&local), &length);
    std::printf("{\"port\": %d, \"pid\": %d}\n", ntohs(local.sin_port), ::getpid());
    std::fflush(stdout);
    return fd;
}

void accept(int listener, int epoll)
{
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

/// False where the connection is over. `head` is what has come of the next request.
bool answer(int fd, std::string& head, const std::string& reply)
{
    std::array<char, 16384> buffer;
    const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (got <= 0)
        return got < 0 && errno == EAGAIN;
    head.append(buffer.data(), size_t(got));
    for (size_t end = head.find("\r\n\r\n"); end != std::string::npos; end = head.find("\r\n\r\n")) {
        head.erase(0, end + 4);
        if (::send(fd, reply.data(), reply.size(), MSG_NOSIGNAL) != ssize_t(reply.size()))
            return false;
    }
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    const bench::Options options(argc, argv, {{"port", "0"}, {"body", "200"}}, usage);
    const std::string body(size_t(options.number("body")), 'x');
    const std::string reply =
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body;
    const int listener = listenOn(uint16_t(options.number("port")));
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = listener;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    std::map<int, std::string> heads;
    for (;;) {
        std::array<epoll_event, 64> events;
        const int count = ::epoll_wait(epoll, events.data(), int(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int fd = events[size_t(i)].data.fd;
            if (fd == listener) {
                accept(listener, epoll);
            } else if (!answer(fd, heads[fd], reply)) {
                heads.erase(fd);
                ::close(fd);
            }
        }
    }
}
