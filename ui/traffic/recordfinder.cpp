// SPDX-License-Identifier: MIT
#include "ui/traffic/recordfinder.h"

#include "ui/traffic/matchedrecords.h"

#include <QtConcurrentRun>

#include <atomic>

namespace wl {

namespace {
constexpr quint64 rowsPerLook = 256; ///< between two looks at the stop token
} // namespace

struct RecordFinder::Job
{
    void run()
    {
        const std::stop_token token = stop.get_token();
        std::unique_lock<std::mutex> use;
        if (messages)
            use = messages->use();
        if (messages && !messages->grow(token, [this](int part) { percent.store(part); }))
            return;
        walk(token);
        isDone.store(true, std::memory_order_release);
    }

    void walk(const std::stop_token& token)
    {
        const ListSnapshot& list = wanted.list;
        QueryRun asked(wanted.query, *wanted.source, contextOf(wanted.source));
        const quint64 count = list.size();
        for (quint64 step = 1; step <= count; ++step) {
            if (step % rowsPerLook == 0) {
                if (token.stop_requested())
                    return;
                percent.store(int(step * 100 / count), std::memory_order_relaxed);
            }
            // From −1 backwards is from behind the last row.
            const quint64 from = row < 0 ? (isBackward ? 0 : count - 1) : quint64(row);
            const quint64 at = isBackward ? (from + count - step) % count : (from + step) % count;
            const RecordId id(list.at(at));
            if (messages ? messages->contains(id.value()) : asked.matches(id)) {
                result.record = id;
                result.isWrapped = row >= 0 && (isBackward ? at >= from : at <= from);
                return;
            }
        }
    }

    Wanted wanted;
    std::shared_ptr<MatchedRecords> messages; ///< none: the filter asks for none
    qint64 row = -1;
    bool isBackward = false;
    std::stop_source stop;
    std::atomic<int> percent{0};
    std::atomic<bool> isDone{false};
    Result result; ///< once it is done
};

RecordFinder::~RecordFinder()
{
    cancel();
    for (QFuture<void>& future : m_running)
        future.waitForFinished();
}

/// Those of the last search where they are the same, so that going from one to the next takes no time.
std::shared_ptr<MatchedRecords> RecordFinder::messagesOf(const Wanted& wanted)
{
    if (!wanted.query.needsMessages())
        return nullptr;
    const Wanted& last = m_matchedFor;
    const bool isKnown = m_matched && last.source == wanted.source && last.query.isSame(wanted.query) &&
                         last.decodeAs == wanted.decodeAs && last.first == wanted.first &&
                         !wanted.query.asksNotes();
    if (!isKnown) {
        m_matched = std::make_shared<MatchedRecords>(wanted.source, wanted.query,
                                                     contextOf(wanted.source, wanted.decodeAs), wanted.first);
        m_matchedFor = {wanted.source, {}, wanted.query, wanted.decodeAs, wanted.first};
    }
    return m_matched;
}

void RecordFinder::forget()
{
    cancel();
    m_matched.reset();
    m_matchedFor = {};
}

void RecordFinder::start(const Wanted& wanted, qint64 row, bool isBackward)
{
    cancel();
    std::erase_if(m_running, [](const QFuture<void>& future) { return future.isFinished(); });
    m_job = std::make_shared<Job>();
    m_job->wanted = wanted;
    m_job->messages = messagesOf(wanted);
    m_job->row = row < qint64(wanted.list.size()) ? row : -1;
    m_job->isBackward = isBackward;
    m_running.push_back(QtConcurrent::run([job = m_job] { job->run(); }));
}

void RecordFinder::cancel()
{
    if (m_job)
        m_job->stop.request_stop();
    m_job.reset();
}

std::optional<RecordFinder::Result> RecordFinder::take()
{
    if (!m_job || !m_job->isDone.load(std::memory_order_acquire))
        return std::nullopt;
    const Result result = m_job->result;
    m_job.reset();
    return result;
}

int RecordFinder::progress() const
{
    return m_job ? m_job->percent.load(std::memory_order_relaxed) : 100;
}

} // namespace wl
