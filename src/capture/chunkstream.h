// SPDX-License-Identifier: MIT
#pragma once

#include "capture/blockbuffer.h"
#include "capture/chunkpool.h"

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace wl {

/// Where a segment begins.
struct SegmentStart
{
    quint32 number = 0;
    quint64 position = 0;
    quint64 firstRecord = 0;
};

/// The capture as one stream of blocks in memory, between the appender, the writer and readers. Blocks never
/// cross a chunk. The appender's functions are called by one thread at a time, the writer's by one thread;
/// the rest from any.
class ChunkStream final : public BlockBuffer
{
public:
    /// `onSealed` is called by the appender when a whole chunk is ready to be written.
    explicit ChunkStream(std::function<void()> onSealed);

    /// Appender: lets writer and readers see what was built.
    void publish() { m_published.store(position(), std::memory_order_release); }
    /// Appender: what comes now belongs to a new segment.
    void startSegment(quint64 firstRecord);
    /// Appender: the segment that is being filled.
    [[nodiscard]] const SegmentStart& segment() const { return m_segment; }

    [[nodiscard]] quint64 published() const { return m_published.load(std::memory_order_acquire); }
    [[nodiscard]] quint64 written() const { return m_written.load(std::memory_order_acquire); }

    /// Copies published bytes of one block. False where they are not in memory any more: then they are
    /// written.
    [[nodiscard]] bool read(quint64 position, char* to, qsizetype bytes) const;

    /// Copies published bytes, at most `maxBytes`, of the chunk that holds `position`. 0 where there are none
    /// in memory (any more).
    [[nodiscard]] qsizetype readSome(quint64 position, char* to, qsizetype maxBytes) const;

    /// Whole published blocks of one segment that are not yet written.
    struct Span
    {
        const char* data = nullptr;
        qsizetype size = 0; ///< 0 = nothing to write
        SegmentStart segment;
    };
    /// Writer: valid until the next call of wrote().
    [[nodiscard]] Span unwritten();
    /// Writer: the first `bytes` of that are in the file.
    void wrote(qsizetype bytes);
    /// Writer: there is time to give memory back that a burst left over.
    void trim() { m_pool.trim(); }

protected:
    void refill(qsizetype bytes) override;

private:
    struct Chunk
    {
        ChunkMemory memory;
        quint64 begin = 0;
        quint64 end = 0; ///< noEnd while it is being filled
        SegmentStart segment;
    };
    static constexpr quint64 noEnd = ~quint64{0};

    void nextChunk();
    /// The chunk in memory that begins last before `position`; its end as it is now.
    [[nodiscard]] std::pair<std::shared_ptr<Chunk>, quint64> chunkAt(quint64 position) const;

    std::function<void()> m_onSealed;
    ChunkPool m_pool; // before m_chunks: outlives them
    SegmentStart m_segment;
    mutable std::mutex m_mutex; // guards m_chunks and the ends of chunks
    std::deque<std::shared_ptr<Chunk>> m_chunks;
    alignas(64) std::atomic<quint64> m_published{0};
    alignas(64) std::atomic<quint64> m_written{0};
};

} // namespace wl
