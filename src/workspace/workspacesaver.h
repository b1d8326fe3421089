// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/collection.h"
#include "workspace/workspacefiles.h"

#include <QObject>

#include <memory>

namespace wl {

class FileWriter;

/// Brings the states of one workspace to its files, on the writer's thread: makes the YAML, looks whether
/// another program changed a file, writes and deletes. States that the disk was too slow for are left out,
/// never the newest. Lives in the workspace's thread, which must be the writer's owner's.
class WorkspaceSaver : public QObject
{
    Q_OBJECT
public:
    /// `path` is what the writer's reports name.
    WorkspaceSaver(const QString& path, WorkspaceFiles files, std::shared_ptr<FileWriter> writer);
    /// Tries again what failed. What is not written yet is the writer's to write.
    ~WorkspaceSaver() override;

    void save(const Collection& collection);
    /// Tries the newest state again where saving it failed.
    void saveAgain();
    /// Whether the newest state is on disk, as far as has been told.
    [[nodiscard]] bool isSaved() const { return m_told == m_asked && !m_hasFailed; }
    /// Waits for the disk; all signals have come then.
    void flush();

signals:
    void saved();
    void failed(const wl::Error& error);
    void otherVersionKept(const QString& path);

private:
    struct Shared;

    void tell();

    QString m_path;
    std::shared_ptr<FileWriter> m_writer;
    std::shared_ptr<Shared> m_shared;
    Collection m_newest;
    quint64 m_asked = 0; ///< number of the newest state
    quint64 m_told = 0;  ///< number of the last one whose outcome is known
    bool m_hasFailed = false;
};

} // namespace wl
