// SPDX-License-Identifier: MIT
#include "workspace/workspacesaver.h"

#include "base/filewriter.h"

#include <QPointer>

#include <mutex>

namespace wl {

/// What the writer's thread uses; it lives until the last job is done.
struct WorkspaceSaver::Shared
{
    struct Outcome
    {
        quint64 number = 0;
        Result<void> result;
        QStringList kept;
    };

    explicit Shared(WorkspaceFiles f)
        : files(std::move(f))
    {
    }

    Result<void> save(quint64 number, const Collection& collection)
    {
        const Result<void> result = files.save(collectionfiles::write(collection, files.rootName()));
        const std::lock_guard lock(mutex);
        outcomes.append({number, result, files.takeConflicts()});
        return result;
    }

    QList<Outcome> takeOutcomes()
    {
        const std::lock_guard lock(mutex);
        return std::exchange(outcomes, {});
    }

    WorkspaceFiles files; ///< the writer's thread only
    std::mutex mutex;
    QList<Outcome> outcomes; ///< under the mutex
};

WorkspaceSaver::WorkspaceSaver(const QString& path, WorkspaceFiles files, std::shared_ptr<FileWriter> writer)
    : m_path(path)
    , m_writer(std::move(writer))
    , m_shared(std::make_shared<Shared>(std::move(files)))
{
    connect(m_writer.get(), &FileWriter::written, this, &WorkspaceSaver::tell);
    connect(m_writer.get(), &FileWriter::failed, this, &WorkspaceSaver::tell);
}

WorkspaceSaver::~WorkspaceSaver()
{
    disconnect(m_writer.get(), nullptr, this, nullptr);
    if (const QList<Shared::Outcome> outcomes = m_shared->takeOutcomes(); !outcomes.isEmpty()) {
        m_told = outcomes.last().number;
        m_hasFailed = !outcomes.last().result.has_value();
    }
    saveAgain();
}

void WorkspaceSaver::save(const Collection& collection)
{
    m_newest = collection;
    ++m_asked;
    m_writer->run(
        m_path,
        [shared = m_shared, number = m_asked, collection] { return shared->save(number, collection); }, this);
}

void WorkspaceSaver::saveAgain()
{
    if (m_hasFailed && m_told == m_asked)
        save(m_newest);
}

void WorkspaceSaver::flush()
{
    m_writer->flush();
}

void WorkspaceSaver::tell()
{
    const QPointer<WorkspaceSaver> self(this); // a slot may close the workspace
    const QList<Shared::Outcome> outcomes = m_shared->takeOutcomes();
    for (const Shared::Outcome& outcome : outcomes) {
        m_told = outcome.number;
        m_hasFailed = !outcome.result.has_value();
        for (const QString& path : outcome.kept) {
            emit otherVersionKept(path);
            if (!self)
                return;
        }
        if (m_hasFailed)
            emit failed(outcome.result.error());
        else if (isSaved())
            emit saved();
        if (!self)
            return;
    }
}

} // namespace wl
