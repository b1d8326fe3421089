// SPDX-License-Identifier: MIT
#include "capture/chunkstream.h"

#include <algorithm>
#include <cstring>

namespace wl {

ChunkStream::ChunkStream(std::function<void()> onSealed)
    : m_onSealed(std::move(onSealed))
{
    nextChunk();
}

void ChunkStream::nextChunk()
{
    auto chunk = std::make_shared<Chunk>();
    chunk->memory = m_pool.take();
    chunk->begin = position();
    chunk->end = noEnd;
    chunk->segment = m_segment;
    setArea(chunk->memory.get(), chunk->memory.get() + ChunkPool::chunkBytes);
    const std::lock_guard lock(m_mutex);
    if (!m_chunks.empty()) {
        m_chunks.back()->end = position();
    }
    m_chunks.push_back(std::move(chunk));
}

void ChunkStream::refill(qsizetype bytes)
{
    Q_ASSERT(bytes <= ChunkPool::chunkBytes);
    nextChunk();
    m_onSealed();
}

void ChunkStream::startSegment(quint64 firstRecord)
{
    m_segment = {m_segment.number + 1, position(), firstRecord};
    nextChunk();
    m_onSealed();
}

std::pair<std::shared_ptr<ChunkStream::Chunk>, quint64> ChunkStream::chunkAt(quint64 position) const
{
    const std::lock_guard lock(m_mutex);
    const auto after =
        std::upper_bound(m_chunks.begin(), m_chunks.end(), position,
                         [](quint64 wanted, const auto& candidate) { return wanted < candidate->begin; });
    if (after == m_chunks.begin()) {
        return {};
    }
    const std::shared_ptr<Chunk>& chunk = *std::prev(after);
    return {chunk, chunk->end};
}

bool ChunkStream::read(quint64 position, char* to, qsizetype bytes) const
{
    const auto [chunk, end] = chunkAt(position);
    if (!chunk) {
        return false;
    }
    std::memcpy(to, chunk->memory.get() + (position - chunk->begin), static_cast<size_t>(bytes));
    return true;
}

qsizetype ChunkStream::readSome(quint64 position, char* to, qsizetype maxBytes) const
{
    const quint64 limit = published(); // first: a chunk that is full by then has its end
    const auto [chunk, end] = chunkAt(position);
    const quint64 until = std::min(end, limit);
    if (!chunk || position >= until) {
        return 0;
    }
    const auto bytes = static_cast<qsizetype>(std::min(until - position, static_cast<quint64>(maxBytes)));
    std::memcpy(to, chunk->memory.get() + (position - chunk->begin), static_cast<size_t>(bytes));
    return bytes;
}

ChunkStream::Span ChunkStream::unwritten()
{
    std::shared_ptr<Chunk> done; // its memory goes back outside the lock
    const std::lock_guard lock(m_mutex);
    const quint64 limit = published();
    const quint64 from = m_written.load(std::memory_order_relaxed);
    while (m_chunks.front()->end <= from) {
        done = std::move(m_chunks.front());
        m_chunks.pop_front();
    }
    const Chunk& chunk = *m_chunks.front();
    const quint64 end = std::min(chunk.end, limit);
    return {chunk.memory.get() + (from - chunk.begin), static_cast<qsizetype>(end - from), chunk.segment};
}

void ChunkStream::wrote(qsizetype bytes)
{
    m_written.fetch_add(static_cast<quint64>(bytes), std::memory_order_release);
}

} // namespace wl
