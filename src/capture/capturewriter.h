// SPDX-License-Identifier: MIT
#pragma once

#include "capture/chunkstream.h"
#include "capture/segmentset.h"

#include <condition_variable>
#include <functional>
#include <thread>

namespace wl {

/// The writer thread of a capture: whole blocks from the stream into the files, every 1 MiB or 20 ms. While
/// the disk refuses, it tries again every second. Owned by the store; public functions from any thread.
class CaptureWriter
{
public:
    /// `declareIdle` is asked when all is written: true = nothing came meanwhile, and wake() will be called
    /// when something does.
    CaptureWriter(ChunkStream& stream, SegmentSet& files, std::function<bool()> declareIdle);
    ~CaptureWriter();

    void start();
    /// Writes what is published, ends the files, joins the thread.
    void stop();

    /// A whole chunk is ready.
    void chunkReady();
    /// Something came after declareIdle() was true.
    void wake();
    /// Waits for what is published now. Errors: why the disk refuses.
    [[nodiscard]] Result<void> flush();

    [[nodiscard]] bool isFailing() const { return m_failing.load(std::memory_order_relaxed); }
    [[nodiscard]] std::optional<Error> error() const;

private:
    void run();
    [[nodiscard]] bool waitForWork();
    void writeAll();
    void setError(std::optional<Error> error);

    ChunkStream& m_stream;
    SegmentSet& m_files;
    std::function<bool()> m_declareIdle;

    mutable std::mutex m_mutex; // guards all below but m_failing
    std::condition_variable m_work;
    std::condition_variable m_flushed;
    bool m_stopping = false;
    bool m_hasEnded = false;
    bool m_awake = false;
    bool m_chunkReady = false;
    quint64 m_flushesAsked = 0;
    quint64 m_flushesDone = 0;
    std::optional<Error> m_error;
    std::atomic<bool> m_failing{false};

    std::thread m_thread;
};

} // namespace wl
