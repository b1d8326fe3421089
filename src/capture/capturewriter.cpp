// SPDX-License-Identifier: MIT
#include "capture/capturewriter.h"

#include <chrono>
#include <csignal>

namespace wl {

using namespace std::chrono_literals;

namespace {

constexpr auto writeInterval = 20ms;
constexpr auto retryInterval = 1s;

// Signals are for other threads; and a limit on file sizes is then an error of write, not the end.
class SignalsBlocked
{
public:
    SignalsBlocked()
    {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &m_before);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &m_before, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t m_before;
};

} // namespace

CaptureWriter::CaptureWriter(ChunkStream& stream, SegmentSet& files, std::function<bool()> declareIdle)
    : m_stream(stream)
    , m_files(files)
    , m_declareIdle(std::move(declareIdle))
{
}

CaptureWriter::~CaptureWriter()
{
    stop();
}

void CaptureWriter::start()
{
    const SignalsBlocked blocked; // inherited by the thread
    m_thread = std::thread([this] { run(); });
}

void CaptureWriter::stop()
{
    if (!m_thread.joinable()) {
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_stopping = true;
        m_work.notify_one();
    }
    m_thread.join();
}

void CaptureWriter::chunkReady()
{
    const std::lock_guard lock(m_mutex);
    m_chunkReady = true;
    m_awake = true;
    m_work.notify_one();
}

void CaptureWriter::wake()
{
    const std::lock_guard lock(m_mutex);
    m_awake = true;
    m_work.notify_one();
}

Result<void> CaptureWriter::flush()
{
    const quint64 target = m_stream.published();
    std::unique_lock lock(m_mutex);
    if (m_stream.written() >= target) {
        return {};
    }
    const quint64 ticket = ++m_flushesAsked;
    m_work.notify_one();
    m_flushed.wait(lock, [&] { return m_flushesDone >= ticket || m_hasEnded; });
    if (m_stream.written() < target && m_error) {
        return tl::make_unexpected(*m_error);
    }
    return {};
}

std::optional<Error> CaptureWriter::error() const
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}

void CaptureWriter::run()
{
    bool last = false;
    for (bool first = true; !last; first = false) {
        last = !first && waitForWork(); // the section header goes to the file at once
        quint64 asked = 0;
        {
            const std::lock_guard lock(m_mutex);
            asked = m_flushesAsked;
        }
        writeAll();
        const std::lock_guard lock(m_mutex);
        m_flushesDone = asked;
        m_hasEnded = last;
        m_flushed.notify_all();
    }
    m_files.finish();
}

// Returns true when this is the last turn.
bool CaptureWriter::waitForWork()
{
    const bool idle = !isFailing() && m_declareIdle();
    if (idle) {
        m_stream.trim();
    }
    std::unique_lock lock(m_mutex);
    const auto urgent = [this] { return m_stopping || m_flushesAsked > m_flushesDone; };
    if (idle) {
        m_work.wait(lock, [&] { return m_awake || urgent(); });
    }
    if (isFailing()) {
        m_work.wait_for(lock, retryInterval, urgent);
    } else {
        m_work.wait_for(lock, writeInterval, [&] { return m_chunkReady || urgent(); });
    }
    m_awake = false;
    m_chunkReady = false;
    return m_stopping;
}

void CaptureWriter::writeAll()
{
    for (;;) {
        const ChunkStream::Span span = m_stream.unwritten();
        if (span.size == 0) {
            break;
        }
        const SegmentFile::Appended result = m_files.write(span);
        m_stream.wrote(result.bytes);
        if (result.error.code != ErrorCode::None) {
            setError(result.error);
            return;
        }
    }
    if (isFailing()) {
        setError(std::nullopt);
    }
}

void CaptureWriter::setError(std::optional<Error> error)
{
    const std::lock_guard lock(m_mutex);
    m_failing.store(error.has_value(), std::memory_order_relaxed);
    m_error = std::move(error);
}

} // namespace wl
