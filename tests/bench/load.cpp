// SPDX-License-Identifier: MIT
// Load for an echo server: N connections, each with one message under way. No Qt, no product code.
#include "options.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace {

constexpr const char* usage =
    "bench_load --port N [--connections 100] [--size 64] [--seconds 5] [--warmup 0.5] [--pid N] [--rate 0]\n"
    "Sends messages to an echo server on 127.0.0.1, at most one under way per connection, as fast as they "
    "come\n"
    "back or --rate a second in all, and prints JSON: messages, messages_per_second, bytes_per_second (one\n"
    "direction), and with --pid that process's CPU seconds per million messages.\n";

using Clock = std::chrono::steady_clock;

struct Client
{
    int fd = -1;
    size_t sent = 0; ///< of the message under way
    size_t received = 0;
};

[[noreturn]] void fail(const char* what)
{
    std::perror(what);
    std::exit(3);
}

int connectTo(uint16_t port)
{
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_port = htons(port);
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&peer), sizeof peer) != 0)
        fail("connect");
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

/// User and system time of a process so far, in seconds.
double cpuSeconds(long pid)
{
    if (pid == 0)
        return 0;
    const std::string path = "/proc/" + std::to_string(pid) + "/stat";
    FILE* file = std::fopen(path.c_str(), "r");
    if (!file)
        fail(path.c_str());
    unsigned long user = 0;
    unsigned long system = 0;
    // Fields 14 and 15; the name in field 2 has no space in our programs.
    const int got =
        std::fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
    std::fclose(file);
    return got == 2 ? double(user + system) / double(::sysconf(_SC_CLK_TCK)) : 0;
}

class Load
{
public:
    /// `rate` in messages a second, 0 = as fast as they come back.
    Load(uint16_t port, size_t connections, size_t size, double rate)
        : m_rate(rate)
        , m_message(size, 'm')
        , m_buffer(256 * 1024)
        , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
        , m_clients(connections)
    {
        for (Client& client : m_clients) {
            client.fd = connectTo(port);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.ptr = &client;
            if (::epoll_ctl(m_epoll, EPOLL_CTL_ADD, client.fd, &event) != 0)
                fail("epoll_ctl");
        }
    }
    void begin()
    {
        m_start = Clock::now();
        for (Client& client : m_clients)
            next(client);
    }
    /// Runs until then; gives the messages that came back whole.
    uint64_t run(Clock::time_point until)
    {
        const uint64_t before = m_messages;
        std::array<epoll_event, 256> events;
        while (Clock::now() < until) {
            pushDue();
            const int timeoutMs = m_rate > 0 ? 1 : 100;
            const int count = ::epoll_wait(m_epoll, events.data(), int(events.size()), timeoutMs);
            for (int i = 0; i < count; ++i)
                serve(*static_cast<Client*>(events[size_t(i)].data.ptr), events[size_t(i)].events);
        }
        return m_messages - before;
    }

private:
    /// The client's next message: now, or when the rate allows it.
    void next(Client& client)
    {
        if (m_rate > 0)
            m_idle.push_back(&client);
        else
            push(client);
    }
    void pushDue()
    {
        const double elapsed = std::chrono::duration<double>(Clock::now() - m_start).count();
        const auto due = uint64_t(elapsed * m_rate);
        while (m_started < due && !m_idle.empty()) {
            Client* client = m_idle.back();
            m_idle.pop_back();
            ++m_started;
            push(*client);
        }
    }
    /// Sends what the socket takes of the message under way.
    void push(Client& client)
    {
        while (client.sent < m_message.size()) {
            const ssize_t count = ::send(client.fd, m_message.data() + client.sent,
                                         m_message.size() - client.sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (count < 0 && errno == EAGAIN) {
                watch(client, EPOLLIN | EPOLLOUT);
                return;
            }
            if (count < 0)
                fail("send");
            client.sent += size_t(count);
        }
    }
    void watch(Client& client, uint32_t what)
    {
        epoll_event event{};
        event.events = what;
        event.data.ptr = &client;
        ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, client.fd, &event);
    }
    void serve(Client& client, uint32_t events)
    {
        if (events & EPOLLOUT) {
            watch(client, EPOLLIN);
            push(client);
        }
        if (!(events & (EPOLLIN | EPOLLERR | EPOLLHUP)))
            return;
        const ssize_t count = ::recv(client.fd, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0)
            fail("recv: the server closed");
        client.received += size_t(count);
        if (client.received < m_message.size())
            return;
        ++m_messages;
        client.received = 0;
        client.sent = 0;
        next(client);
    }

    double m_rate;
    Clock::time_point m_start;
    uint64_t m_started = 0;
    std::vector<Client*> m_idle; ///< with a rate: what waits for its turn
    std::vector<char> m_message;
    std::vector<char> m_buffer;
    int m_epoll;
    std::vector<Client> m_clients;
    uint64_t m_messages = 0;
};

} // namespace

int main(int argc, char** argv)
{
    const bench::Options options(argc, argv,
                                 {{"port", "0"},
                                  {"connections", "100"},
                                  {"size", "64"},
                                  {"seconds", "5"},
                                  {"warmup", "0.5"},
                                  {"pid", "0"},
                                  {"rate", "0"}},
                                 usage);
    rlimit files{};
    ::getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);

    const long connections = options.number("connections");
    const long size = options.number("size");
    const long pid = options.number("pid");
    if (connections < 1 || size < 1) {
        std::fprintf(stderr, "%s", usage);
        return 2;
    }
    Load load(uint16_t(options.number("port")), size_t(connections), size_t(size), options.real("rate"));
    load.begin();
    const auto seconds = [](double s) {
        return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(s));
    };
    load.run(Clock::now() + seconds(options.real("warmup")));

    const double cpuBefore = cpuSeconds(pid);
    const Clock::time_point start = Clock::now();
    const uint64_t messages = load.run(start + seconds(options.real("seconds")));
    const double took = std::chrono::duration<double>(Clock::now() - start).count();
    const double cpu = cpuSeconds(pid) - cpuBefore;
    std::printf("{\"connections\": %ld, \"size\": %ld, \"seconds\": %.3f, \"messages\": %llu, "
                "\"messages_per_second\": %.0f, \"bytes_per_second\": %.0f, \"cpu_seconds\": %.2f, "
                "\"cpu_seconds_per_million\": %.3f}\n",
                connections, size, took, static_cast<unsigned long long>(messages), double(messages) / took,
                double(messages) * double(size) / took, cpu, messages ? cpu * 1e6 / double(messages) : 0.0);
    return 0;
}
