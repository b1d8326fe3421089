// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QThread>

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <string>

namespace wl::test {

/// A user without rights has them in a user namespace, which only a process of one thread can enter: before
/// main(), in every test that includes this file. Where the system does not let us, inOwnNetwork() tells.
inline const bool hasUserNamespace = [] {
    const uid_t user = ::geteuid();
    const gid_t group = ::getegid();
    if (user == 0 || ::unshare(CLONE_NEWUSER) != 0)
        return false;
    const auto write = [](const char* path, const std::string& text) {
        const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
        const bool isWritten = fd >= 0 && ::write(fd, text.data(), text.size()) == ssize_t(text.size());
        ::close(fd);
        return isWritten;
    };
    return write("/proc/self/setgroups", "deny") &&
           write("/proc/self/uid_map", "0 " + std::to_string(user) + " 1") &&
           write("/proc/self/gid_map", "0 " + std::to_string(group) + " 1");
}();

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
