// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QThread>

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <memory>

namespace wl::test {

/// Runs `call` on a thread in a network of its own: loopback is up, and `ip` was run with each of these
/// commands. False where the system does not let us make one.
inline bool inOwnNetwork(const QStringList& commands, const std::function<void()>& call)
{
    bool isMade = false;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        if (::unshare(CLONE_NEWNET) != 0)
            return;
        // Processes started from this thread live in its network.
        bool isReady = std::system("ip link set lo up 2>/dev/null") == 0;
        for (const QString& command : commands)
            isReady = isReady && std::system(("ip " + command.toLatin1() + " 2>/dev/null").constData()) == 0;
        if (!isReady)
            return;
        isMade = true;
        call();
    }));
    thread->start();
    thread->wait();
    return isMade;
}

} // namespace wl::test
