// SPDX-License-Identifier: MIT
#include "http/onecore.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <sched.h>
#endif

namespace wl {

void keepOnThisCore()
{
#ifdef Q_OS_LINUX
    const int core = ::sched_getcpu();
    if (core < 0 || core >= CPU_SETSIZE)
        return;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(size_t(core), &set);
    ::sched_setaffinity(0, sizeof set, &set);
#endif
}

} // namespace wl
