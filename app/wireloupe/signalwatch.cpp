// SPDX-License-Identifier: MIT
#include "signalwatch.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>

#include <sys/socket.h>
#include <unistd.h>

namespace wl {

namespace {

std::array<int, 2> sockets{-1, -1};

/// Async-signal-safe calls only.
void handle(int number)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(sockets[0], &byte, 1);
    ::signal(number, SIG_DFL);
}

} // namespace

SignalWatch::SignalWatch(QObject* parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, sockets.data()) != 0)
        return; // the signals keep their default: they end the process
    auto* notifier = new QSocketNotifier(sockets[1], QSocketNotifier::Read, this);
    connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
        notifier->setEnabled(false);
        emit ended();
    });
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action
        {
        };
        action.sa_handler = handle;
        action.sa_flags = SA_RESTART;
        ::sigemptyset(&action.sa_mask);
        ::sigaction(number, &action, nullptr);
    }
}

} // namespace wl
