// SPDX-License-Identifier: MIT
#include "capture/chunkpool.h"

#include <sys/mman.h>

#include <new>

namespace wl {

namespace {

// mmap and not malloc: what is freed goes back to the system whatever malloc's thresholds have become.
char* map()
{
    void* memory =
        ::mmap(nullptr, ChunkPool::chunkBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        throw std::bad_alloc();
    }
    return static_cast<char*>(memory);
}

void unmap(char* memory)
{
    ::munmap(memory, ChunkPool::chunkBytes);
}

} // namespace

void ChunkReturner::operator()(char* memory) const
{
    m_pool->giveBack(memory);
}

ChunkPool::~ChunkPool()
{
    for (char* memory : m_free) {
        unmap(memory);
    }
}

ChunkMemory ChunkPool::take()
{
    {
        const std::lock_guard lock(m_mutex);
        if (!m_free.empty()) {
            char* memory = m_free.back(); // the last one used: most likely still in the cache
            m_free.pop_back();
            return ChunkMemory(memory, ChunkReturner(this));
        }
    }
    return ChunkMemory(map(), ChunkReturner(this));
}

void ChunkPool::giveBack(char* memory)
{
    const std::lock_guard lock(m_mutex);
    m_free.push_back(memory);
}

void ChunkPool::trim()
{
    std::vector<char*> surplus;
    {
        const std::lock_guard lock(m_mutex);
        if (m_free.size() <= keep) {
            return;
        }
        // The first ones: the last ones were used last.
        const auto end = m_free.end() - keep;
        surplus.assign(m_free.begin(), end);
        m_free.erase(m_free.begin(), end);
    }
    for (char* memory : surplus) {
        unmap(memory);
    }
}

} // namespace wl
