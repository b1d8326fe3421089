// SPDX-License-Identifier: MIT
#pragma once

#include "query/bytesearch.h"
#include "ui/traffic/conversationmembers.h"

#include <QFuture>

namespace wl {

/// Looks for bytes in a conversation of any length on one pool thread at a time, also across its records, and
/// goes on as it grows. Of events, their words are looked at. The result is pulled. UI thread.
class ConversationSearch
{
public:
    /// Records with matches that are remembered; the search ends with the last of them.
    static constexpr size_t mostRecords = 1'000'000;

    ConversationSearch() = default;
    /// Cancels, and waits until the job sees that.
    ~ConversationSearch();
    ConversationSearch(const ConversationSearch&) = delete;
    ConversationSearch& operator=(const ConversationSearch&) = delete;

    /// Cancels what runs. `needle` is not empty; where letters count in any case it is looked for in the
    /// words of events too.
    void start(std::shared_ptr<const RecordSource> source, const ConversationSelection& selection,
               const QByteArray& needle, ByteSearch::Case letters);
    void cancel();
    [[nodiscard]] bool isActive() const { return m_job != nullptr; }

    /// Takes what was found since, and looks on where the source has grown. True where that changed anything.
    bool update();
    /// Whether all that there was at the last update was looked at.
    [[nodiscard]] bool isDone() const;
    [[nodiscard]] int percent() const;

    [[nodiscard]] quint64 matches() const { return m_matches; }
    /// Records in which matches begin, ascending.
    [[nodiscard]] const std::vector<quint32>& records() const { return m_records; }
    [[nodiscard]] bool isCut() const { return m_records.size() >= mostRecords; }

private:
    class Job;
    void launch();

    std::shared_ptr<Job> m_job;
    QFuture<void> m_running;
    std::vector<QFuture<void>> m_canceled;
    std::vector<quint32> m_records;
    quint64 m_matches = 0;
    quint64 m_upTo = 0;
};

} // namespace wl
