// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <limits>
#include <memory>
#include <stop_token>
#include <vector>

namespace wl {

/// A source that is not owned and outlives all who use it, in the form that scans and lists take.
[[nodiscard]] inline std::shared_ptr<const RecordSource> borrowed(const RecordSource& source)
{
    return {std::shared_ptr<const void>(), &source};
}

/// Finds the records of a source that match, in order, on one pool thread at a time, and goes on as the
/// source grows. The result is pulled. UI thread; the match runs on pool threads.
class RecordScan
{
public:
    /// Captures only values; must not be slow on one record.
    using Match = std::function<bool(const RecordSource&, RecordId, const RecordEntry&)>;

    RecordScan() = default;
    /// Cancels, and waits for the job's next look at its stop token (well under a millisecond's work).
    ~RecordScan();
    RecordScan(const RecordScan&) = delete;
    RecordScan& operator=(const RecordScan&) = delete;

    /// Cancels what runs and begins at record `from`; `limit` as in take(). A job keeps its source alive.
    void start(std::shared_ptr<const RecordSource> source, Match match, quint64 from,
               quint64 limit = std::numeric_limits<quint64>::max());
    void cancel();

    /// Record ids found since the last call, ascending; starts the next job where the source has grown
    /// since; none looks at record `limit` or later.
    [[nodiscard]] std::vector<quint32> take(quint64 limit = std::numeric_limits<quint64>::max());
    /// How far what take() gave reaches: records before this one were looked at.
    [[nodiscard]] quint64 scannedUpTo() const { return m_takenUpTo; }
    /// Whether take() may give more without the source growing.
    [[nodiscard]] bool isBehind() const;

private:
    struct Job;
    void launch(quint64 from, quint64 to);

    std::shared_ptr<const RecordSource> m_source;
    Match m_match;
    std::shared_ptr<Job> m_job;
    quint64 m_takenUpTo = 0;
    std::vector<QFuture<void>> m_running;
};

} // namespace wl
