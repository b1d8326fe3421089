// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <thread>

namespace wl {

/// A lock for a few dozen nanoseconds of work that is nearly never contended; waits by yielding.
class SpinLock
{
public:
    void lock()
    {
        while (m_taken.exchange(true, std::memory_order_acquire)) {
            waitUntilFree();
        }
    }
    void unlock() { m_taken.store(false, std::memory_order_release); }

private:
    void waitUntilFree()
    {
        for (int turn = 0; m_taken.load(std::memory_order_relaxed); ++turn) {
            if (turn >= 64) {
                std::this_thread::yield();
            }
        }
    }

    std::atomic<bool> m_taken{false};
};

} // namespace wl
