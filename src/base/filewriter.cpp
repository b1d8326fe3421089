// SPDX-License-Identifier: MIT
#include "base/filewriter.h"

#include "base/filecommit.h"

#include <QPointer>

#include <algorithm>

namespace wl {

FileWriter::FileWriter(QObject* parent)
    : QObject(parent)
{
}

FileWriter::~FileWriter()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
    }
    m_changed.notify_all();
    if (m_thread.joinable())
        m_thread.join();
    report();
}

void FileWriter::write(const QString& path, const QByteArray& content)
{
    run(path, [path, content] { return commitFile(path, content); });
}

void FileWriter::run(const QString& path, Job job, const void* owner)
{
    {
        const std::lock_guard lock(m_mutex);
        const auto same = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Task& task) {
            return task.path == path && task.owner == owner;
        });
        if (same != m_waiting.end())
            same->job.swap(job); // the old one is destroyed by the caller, outside the lock
        else
            m_waiting.push_back({path, owner, std::move(job)});
    }
    m_changed.notify_all();
    if (!m_thread.joinable())
        m_thread = std::thread([this] { work(); });
}

bool FileWriter::isPending(const QString& path) const
{
    const auto isOfPath = [&path](const auto& entry) { return entry.path == path; };
    const std::lock_guard lock(m_mutex);
    return (m_isRunning && m_running == path) || std::any_of(m_waiting.begin(), m_waiting.end(), isOfPath) ||
           std::any_of(m_reports.begin(), m_reports.end(), isOfPath);
}

void FileWriter::flush()
{
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_waiting.empty() && !m_isRunning; });
    }
    report();
}

void FileWriter::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return !m_waiting.empty() || m_isEnding; });
        if (m_waiting.empty())
            return;
        Task task = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_running = task.path;
        m_isRunning = true;
        lock.unlock();
        Result<void> result = task.job();
        task.job = nullptr;
        lock.lock();
        m_isRunning = false;
        m_reports.push_back({task.path, std::move(result)});
        QMetaObject::invokeMethod(this, &FileWriter::report, Qt::QueuedConnection);
        m_changed.notify_all();
    }
}

void FileWriter::report()
{
    const QPointer<FileWriter> self(this); // a slot may end the writer
    while (self) {
        std::unique_lock lock(m_mutex);
        if (m_reports.empty())
            return;
        const Report told = std::move(m_reports.front());
        m_reports.pop_front();
        lock.unlock();
        if (told.result)
            emit written(told.path);
        else
            emit failed(told.path, told.result.error());
    }
}

} // namespace wl
