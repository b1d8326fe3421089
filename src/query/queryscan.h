// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryrun.h"

#include <QFuture>

#include <limits>
#include <memory>
#include <stop_token>
#include <vector>

namespace wl {

/// Finds the records of a source that a filter matches, in order, on one pool thread at a time, and goes on
/// as the source grows. The result is pulled. One thread owns it (the UI's); the filter runs on pool threads.
class QueryScan
{
public:
    QueryScan() = default;
    /// Cancels, and waits until the job sees that (it looks every few milliseconds' work at the most).
    ~QueryScan();
    QueryScan(const QueryScan&) = delete;
    QueryScan& operator=(const QueryScan&) = delete;

    static constexpr quint64 noLimit = std::numeric_limits<quint64>::max();

    /// Cancels what runs and begins at record `from`; `limit` as in take(). A job keeps its source alive.
    void start(std::shared_ptr<const RecordSource> source, const Query& query, const QueryContext& context,
               quint64 from, quint64 limit = noLimit);
    void cancel();

    /// Record ids found since the last call, ascending; starts the next job where the source has grown. None
    /// looks at record `limit` or later.
    [[nodiscard]] std::vector<quint32> take(quint64 limit = noLimit);
    /// How far what take() gave reaches: records before this one were looked at.
    [[nodiscard]] quint64 scannedUpTo() const { return m_takenUpTo; }
    /// Whether take() may give more without the source growing.
    [[nodiscard]] bool isBehind() const;

private:
    struct Job;
    void launch(quint64 limit);

    std::shared_ptr<Job> m_job;
    quint64 m_takenUpTo = 0;
    std::vector<QFuture<void>> m_running;
};

} // namespace wl
