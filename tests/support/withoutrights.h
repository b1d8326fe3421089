// SPDX-License-Identifier: MIT
#pragma once

#include <QThread>

#include <sys/syscall.h>
#include <unistd.h>

#include <functional>
#include <memory>

namespace wl::test {

/// Runs `call` on a thread without any rights; false where the system does not let us give them up.
inline bool withoutRights(const std::function<void()>& call)
{
    bool isDone = false;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        // The system calls themselves change this thread only, unlike their wrappers in libc.
        constexpr long nobody = 65'534;
        if (::geteuid() == 0 && (::syscall(SYS_setresgid, nobody, nobody, nobody) != 0 ||
                                 ::syscall(SYS_setresuid, nobody, nobody, nobody) != 0))
            return;
        isDone = true;
        call();
    }));
    thread->start();
    thread->wait();
    return isDone;
}

} // namespace wl::test
