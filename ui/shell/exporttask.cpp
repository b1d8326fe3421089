// SPDX-License-Identifier: MIT
#include "ui/shell/exporttask.h"

#include <QtConcurrentRun>

namespace wl {

ExportTask::ExportTask(Pulse& pulse, QObject* parent)
    : QObject(parent)
{
    connect(&pulse, &Pulse::tick, this, [this] {
        if (isRunning())
            emit progressed(m_path, m_percent->load(std::memory_order_relaxed));
    });
    connect(&m_job, &QFutureWatcherBase::finished, this, [this] {
        const Result<ExportResult> result = m_job.result();
        if (result)
            emit finished(m_path, *result);
        else
            emit failed(m_path, result.error());
    });
}

ExportTask::~ExportTask()
{
    m_stop.request_stop();
    m_job.disconnect(this);
    m_job.waitForFinished();
}

void ExportTask::start(std::shared_ptr<const RecordSource> source, const ExportOptions& options,
                       const QString& path)
{
    if (isRunning())
        return;
    m_path = path;
    m_stop = {};
    m_percent->store(0);
    const auto tell = [percent = m_percent](quint64 done, quint64 total) {
        percent->store(total == 0 ? 0 : int(std::min<quint64>(100, done * 100 / total)),
                       std::memory_order_relaxed);
    };
    m_job.setFuture(
        QtConcurrent::run([source = std::move(source), options, path, tell, stop = m_stop.get_token()] {
            return exportFile(*source, options, path, stop, tell);
        }));
}

void ExportTask::cancel()
{
    m_stop.request_stop();
}

} // namespace wl
