// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationsearch.h"

#include "capture/payloadcursor.h"
#include "ui/traffic/recordtext.h"
#include "ui/traffic/streammatcher.h"

#include <QtConcurrentRun>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <stop_token>
#include <unordered_map>

namespace wl {

namespace {
constexpr quint64 recordsPerTurn = 8192;         ///< between two publications,
constexpr qint64 bytesPerTurn = 4 * 1024 * 1024; ///< or so many bytes
constexpr quint64 recordsPerLook = 64;           ///< between two looks at the stop token
} // namespace

/// What a search and its jobs share. Jobs follow each other.
class ConversationSearch::Job
{
public:
    Job(std::shared_ptr<const RecordSource> source, const ConversationSelection& selection,
        const QByteArray& needle, ByteSearch::Case letters)
        : m_source(std::move(source))
        , m_members(selection)
        , m_search(needle, letters)
        , m_words(letters == ByteSearch::Case::Any ? QString::fromUtf8(needle) : QString())
        , m_cursor(*m_source)
    {
    }

    [[nodiscard]] const RecordSource& source() const { return *m_source; }
    void stop() { m_stop.request_stop(); }

    void work(quint64 to)
    {
        while (m_next < to && !m_stop.stop_requested() && m_all < mostRecords)
            turn(to);
    }

    /// Moves what was found to `records` and gives how far that reaches.
    quint64 take(std::vector<quint32>& records, quint64& matches)
    {
        const std::lock_guard lock(m_mutex);
        records.swap(m_published);
        matches = m_publishedMatches;
        return m_publishedUpTo;
    }
    [[nodiscard]] bool isFull() const { return m_all >= mostRecords; }

private:
    void turn(quint64 to)
    {
        const quint64 end = std::min(to, m_next + recordsPerTurn);
        qint64 room = bytesPerTurn;
        for (; m_next < end && room > 0; ++m_next) {
            if (m_next % recordsPerLook == 0 && m_stop.stop_requested())
                return;
            const RecordEntry entry = m_source->record(RecordId(m_next));
            if (!m_members.has(*m_source, entry))
                continue;
            if (entry.kind == RecordKind::Data)
                look(entry);
            else
                lookAtEvent(entry);
            room -= entry.length;
        }
        publish();
    }

    void look(const RecordEntry& entry)
    {
        StreamMatcher& matcher = m_matchers[quint64(entry.connection) * 2 + quint64(entry.direction)];
        if (entry.transport == Transport::Udp)
            matcher.breakOff();
        const auto bytes = m_cursor.payload(RecordId(m_next), entry);
        if (bytes)
            matcher.feed(m_search, quint32(m_next), *bytes, [this](quint32 record) { add(record); });
        else
            matcher.breakOff();
    }

    void lookAtEvent(const RecordEntry& entry)
    {
        if (entry.kind == RecordKind::Closed || entry.kind == RecordKind::Reset) {
            m_matchers.erase(quint64(entry.connection) * 2);
            m_matchers.erase(quint64(entry.connection) * 2 + 1);
        }
        if (m_words.isEmpty())
            return;
        const QByteArray text = m_source->payload(RecordId(m_next)).value_or(QByteArray());
        const Role role = m_source->connection(entry.connectionId()).info.role;
        if (recordtext::info(entry, role, text).contains(m_words, Qt::CaseInsensitive))
            add(quint32(m_next));
    }

    void add(quint32 record)
    {
        ++m_matches;
        if (m_found.empty() || m_found.back() != record)
            m_found.push_back(record);
    }

    void publish()
    {
        const std::lock_guard lock(m_mutex);
        m_all += m_found.size();
        m_published.insert(m_published.end(), m_found.begin(), m_found.end());
        m_found.clear();
        m_publishedMatches = m_matches;
        m_publishedUpTo = m_next;
    }

    const std::shared_ptr<const RecordSource> m_source;
    const ConversationMembers m_members;
    const ByteSearch m_search;
    const QString m_words;
    std::stop_source m_stop;
    PayloadCursor m_cursor;
    std::unordered_map<quint64, StreamMatcher> m_matchers; ///< by connection and direction
    quint64 m_next = 0;
    quint64 m_matches = 0;
    std::vector<quint32> m_found;
    std::atomic<size_t> m_all{0};
    std::mutex m_mutex;
    std::vector<quint32> m_published;
    quint64 m_publishedMatches = 0;
    quint64 m_publishedUpTo = 0;
};

ConversationSearch::~ConversationSearch()
{
    cancel();
    for (QFuture<void>& future : m_canceled)
        future.waitForFinished();
}

void ConversationSearch::start(std::shared_ptr<const RecordSource> source,
                               const ConversationSelection& selection, const QByteArray& needle,
                               ByteSearch::Case letters)
{
    cancel();
    m_job = std::make_shared<Job>(std::move(source), selection, needle, letters);
    launch();
}

void ConversationSearch::cancel()
{
    std::erase_if(m_canceled, [](const QFuture<void>& future) { return future.isFinished(); });
    if (m_job)
        m_job->stop();
    if (m_running.isRunning())
        m_canceled.push_back(m_running);
    m_running = {};
    m_job.reset();
    m_records.clear();
    m_matches = 0;
    m_upTo = 0;
}

void ConversationSearch::launch()
{
    m_running = QtConcurrent::run([job = m_job, to = m_job->source().recordCount()] { job->work(to); });
}

bool ConversationSearch::update()
{
    if (!m_job)
        return false;
    const bool wasRunning = m_running.isRunning();
    std::vector<quint32> more;
    const quint64 before = m_upTo;
    m_upTo = m_job->take(more, m_matches);
    for (const quint32 record : more) { // those that begin in an earlier record come a little late
        const auto behind = std::upper_bound(m_records.begin(), m_records.end(), record);
        if (behind == m_records.begin() || *(behind - 1) != record)
            m_records.insert(behind, record);
    }
    if (!wasRunning && !m_job->isFull() && m_upTo < m_job->source().recordCount())
        launch();
    return m_upTo != before;
}

bool ConversationSearch::isDone() const
{
    return !m_job || (!m_running.isRunning() && (isCut() || m_upTo >= m_job->source().recordCount()));
}

int ConversationSearch::percent() const
{
    const quint64 count = m_job ? m_job->source().recordCount() : 0;
    return count == 0 ? 100 : int(m_upTo * 100 / count);
}

} // namespace wl
