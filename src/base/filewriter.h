// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QObject>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace wl {

/// Writes files of ours on one thread of its own, so that the thread which changes them never waits for a
/// disk. Jobs are done in the order in which they came; a job that has not begun is replaced by the next one
/// for the same path, which takes its turn. All calls and signals are those of the thread that made it (it
/// needs an event loop, or flush()). The destructor does what is left and ends the thread: it waits for the
/// disk, however long that takes.
class FileWriter : public QObject
{
    Q_OBJECT
public:
    /// Runs on the writer's thread; gives what went wrong.
    using Job = std::function<Result<void>()>;

    explicit FileWriter(QObject* parent = nullptr);
    /// Signals still come for what was done here.
    ~FileWriter() override;

    /// Replaces a file through commitFile().
    void write(const QString& path, const QByteArray& content);
    /// A job that is more than one file's content. `path` is what the signals name; only jobs of the same
    /// path and owner replace each other. The owner is only compared.
    void run(const QString& path, Job job, const void* owner = nullptr);

    /// Whether a job for this path waits, runs or has not been reported yet.
    [[nodiscard]] bool isPending(const QString& path) const;
    /// Waits until all jobs are done, and reports them. Blocks: for the end of a program, and for what must
    /// read a file after it was written.
    void flush();

signals:
    void written(const QString& path);
    void failed(const QString& path, const wl::Error& error);

private:
    struct Task
    {
        QString path;
        const void* owner = nullptr;
        Job job;
    };
    struct Report
    {
        QString path;
        Result<void> result;
    };

    void work();
    void report();

    mutable std::mutex m_mutex; ///< guards all below but the thread
    std::condition_variable m_changed;
    std::deque<Task> m_waiting;
    std::deque<Report> m_reports; ///< done, not yet told
    QString m_running;
    bool m_isRunning = false;
    bool m_isEnding = false;
    std::thread m_thread; ///< from the first job on
};

} // namespace wl
