// SPDX-License-Identifier: MIT
#include "interrupt.h"

#include "exitcode.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace wl::cli {

namespace {

std::array<int, 2> sockets{-1, -1};
volatile std::sig_atomic_t hasSignal = 0;
time_t firstAt = 0;

/// Async-signal-safe calls only.
void handle(int)
{
    const int savedErrno = errno;
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    if (hasSignal != 0 && time.tv_sec - firstAt > 1)
        ::_exit(Interrupted);
    if (hasSignal == 0) {
        hasSignal = 1;
        firstAt = time.tv_sec;
        const char byte = 1;
        [[maybe_unused]] const auto written = ::write(sockets[0], &byte, 1);
    }
    errno = savedErrno;
}

void install(int number, bool evenIfIgnored)
{
    struct sigaction old
    {
    };
    ::sigaction(number, nullptr, &old);
    if (old.sa_handler == SIG_IGN && !evenIfIgnored)
        return;
    struct sigaction action
    {
    };
    action.sa_handler = handle;
    action.sa_flags = SA_RESTART;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

} // namespace

Interrupt::Interrupt(QObject* parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return; // the signals then keep their default: they end the process
    m_notifier = new QSocketNotifier(sockets[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        emit came();
    });
    // A shell ignores SIGINT for what it starts in the background; `kill -INT` is meant all the same. nohup
    // ignores SIGHUP, and means it.
    install(SIGINT, true);
    install(SIGTERM, true);
    install(SIGHUP, false);
}

Interrupt::~Interrupt()
{
    delete m_notifier;
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction current
        {
        };
        ::sigaction(number, nullptr, &current);
        if (current.sa_handler == handle)
            ::signal(number, SIG_DFL);
    }
    for (int& socket : sockets) {
        if (socket >= 0)
            ::close(socket);
        socket = -1;
    }
}

void Interrupt::endAtOnce()
{
    for (const int number : {SIGINT, SIGTERM})
        ::signal(number, [](int) { ::_exit(Interrupted); });
}

bool Interrupt::hasCome()
{
    return hasSignal != 0;
}

} // namespace wl::cli
