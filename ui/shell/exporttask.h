// SPDX-License-Identifier: MIT
#pragma once

#include "query/exportrun.h"
#include "ui/widgets/pulse.h"

#include <QFutureWatcher>

#include <atomic>
#include <memory>
#include <stop_token>

namespace wl {

/// Writes records of a capture to a file in another form without the UI waiting; the pulse tells how far it
/// is. One at a time. UI thread.
class ExportTask : public QObject
{
    Q_OBJECT
public:
    /// `pulse` outlives this object.
    explicit ExportTask(Pulse& pulse, QObject* parent = nullptr);
    /// Cancels, and waits for the thread's next look at its stop token.
    ~ExportTask() override;

    /// A second call while one runs does nothing.
    void start(std::shared_ptr<const RecordSource> source, const ExportOptions& options, const QString& path);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_job.isRunning(); }

signals:
    void progressed(const QString& path, int percent);
    void finished(const QString& path, const wl::ExportResult& result);
    void failed(const QString& path, const wl::Error& error); ///< Canceled too

private:
    QFutureWatcher<Result<ExportResult>> m_job;
    QString m_path;
    std::stop_source m_stop;
    std::shared_ptr<std::atomic<int>> m_percent = std::make_shared<std::atomic<int>>(0);
};

} // namespace wl
