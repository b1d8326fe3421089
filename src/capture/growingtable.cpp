// SPDX-License-Identifier: MIT
#include "capture/growingtable.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace wl {

void discardPages(void* memory, size_t bytes)
{
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto begin = (reinterpret_cast<std::uintptr_t>(memory) + page - 1) / page * page;
    const auto end = (reinterpret_cast<std::uintptr_t>(memory) + bytes) / page * page;
    if (begin < end) {
        // Where the system refuses, the memory stays: nothing that a caller could do better.
        [[maybe_unused]] const int done =
            ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    }
}

} // namespace wl
