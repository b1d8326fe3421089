// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

#include <memory>
#include <mutex>
#include <vector>

namespace wl {

class ChunkPool;

/// Gives a chunk's memory back to its pool.
class ChunkReturner
{
public:
    ChunkReturner() = default;
    explicit ChunkReturner(ChunkPool* pool)
        : m_pool(pool)
    {
    }
    void operator()(char* memory) const;

private:
    ChunkPool* m_pool = nullptr;
};

using ChunkMemory = std::unique_ptr<char, ChunkReturner>;

/// Memory of chunks, used again and again: pages once touched stay warm, and nothing is allocated in a steady
/// state. Any thread; outlives the memory that it gives.
class ChunkPool
{
public:
    static constexpr qsizetype chunkBytes = qsizetype{1024} * 1024;

    ChunkPool() = default;
    ~ChunkPool();
    ChunkPool(const ChunkPool&) = delete;
    ChunkPool& operator=(const ChunkPool&) = delete;

    /// chunkBytes bytes. Throws std::bad_alloc.
    [[nodiscard]] ChunkMemory take();
    /// Gives what a burst left over back to the system, but for a few chunks.
    void trim();

private:
    friend class ChunkReturner;
    void giveBack(char* memory);

    static constexpr size_t keep = 3;

    std::mutex m_mutex;
    std::vector<char*> m_free;
};

} // namespace wl
