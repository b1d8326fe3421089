// SPDX-License-Identifier: MIT
// Sends numbered datagrams at a steady rate to 127.0.0.1:PORT and prints what it did as JSON. No Qt, no
// product code.
//
//   bench_udpload --port 7000 --rate 100000 --seconds 10 --size 64
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Options
{
    uint16_t port = 0;
    double rate = 100'000;
    double seconds = 10;
    size_t size = 64;
};

Options parse(int argc, char** argv)
{
    Options options;
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string name = argv[i];
        const double value = std::atof(argv[i + 1]);
        if (name == "--port") {
            options.port = uint16_t(value);
        } else if (name == "--rate") {
            options.rate = value;
        } else if (name == "--seconds") {
            options.seconds = value;
        } else if (name == "--size") {
            options.size = size_t(value);
        }
    }
    if (options.port == 0 || options.size < 8 || options.size > 65'507 || options.rate <= 0) {
        std::fprintf(stderr, "usage: %s --port N [--rate per-second] [--seconds N] [--size 8..65507]\n",
                     argv[0]);
        std::exit(2);
    }
    return options;
}

/// Sends what is due each half millisecond in one go, so that the rate holds without a busy loop.
struct Sent
{
    uint64_t datagrams = 0;
    uint64_t refused = 0;
    double seconds = 0;
};

Sent run(const Options& options)
{
    const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(options.port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || ::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
        std::perror("connect");
        std::exit(3);
    }
    std::vector<char> payload(options.size, 'x');
    Sent sent;
    const auto start = Clock::now();
    const auto total = uint64_t(options.rate * options.seconds);
    while (sent.datagrams + sent.refused < total) {
        const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
        const auto due = std::min(total, uint64_t(elapsed * options.rate));
        while (sent.datagrams + sent.refused < due) {
            std::memcpy(payload.data(), &sent.datagrams, sizeof sent.datagrams);
            if (::send(fd, payload.data(), payload.size(), 0) == ssize_t(payload.size())) {
                ++sent.datagrams;
            } else {
                ++sent.refused;
            }
        }
        std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    sent.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    ::close(fd);
    return sent;
}

} // namespace

int main(int argc, char** argv)
{
    const Options options = parse(argc, argv);
    const Sent sent = run(options);
    std::printf("{\"datagrams\": %llu, \"refused\": %llu, \"seconds\": %.3f, \"rate\": %.0f}\n",
                static_cast<unsigned long long>(sent.datagrams),
                static_cast<unsigned long long>(sent.refused), sent.seconds,
                double(sent.datagrams) / sent.seconds);
    return sent.refused == 0 ? 0 : 1;
}
