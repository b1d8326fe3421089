// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturefile.h"
#include "capture/recovery.h"
#include "capture/savecapture.h"
#include "ui/widgets/pulse.h"

#include <QFutureWatcher>
#include <QObject>

#include <atomic>
#include <memory>
#include <stop_token>

namespace wl {

/// Opening and saving captures without the UI waiting: pool threads do it, the pulse tells how far they are.
/// At most one capture is open and one is being saved. UI thread.
class CaptureTasks : public QObject
{
    Q_OBJECT
public:
    explicit CaptureTasks(Pulse& pulse, QObject* parent = nullptr);
    /// Cancels, and waits for the saving thread's next look at its stop token.
    ~CaptureTasks() override;

    void open(const QString& path);
    void open(const CaptureFolder& folder);
    /// Stops reading; what was read stays.
    void cancelOpening();
    void closeOpened();
    [[nodiscard]] std::shared_ptr<CaptureFile> opened() const { return m_file; }

    /// Saves all records of a source; a second call while one runs does nothing.
    void save(std::shared_ptr<const RecordSource> source, const QString& path);
    void cancelSaving();
    [[nodiscard]] bool isSaving() const { return m_save.isRunning(); }

    /// Looks for the newest capture that a crash cut short and counts what is in it, and removes the oldest
    /// ended ones beyond `maximumBytes`.
    void findCutShort(const QString& parentFolder, qint64 maximumBytes);

signals:
    void openedCapture(const QString& name);
    void openFailed(const QString& path, const wl::Error& error);
    /// While it is being read (`percent` 0…100), and once at the end (−1).
    void openingProgress(const QString& name, int percent, quint64 records);
    /// At the end: reading stopped early with this error.
    void openedCutShort(const QString& name, const wl::Error& error);
    void savingProgress(const QString& path, int percent);
    void saved(const QString& path, const wl::SaveResult& result);
    void saveFailed(const QString& path, const wl::Error& error);
    /// `records`: those that can be read; a capture without any is not told, but settled.
    void foundCutShort(const wl::CaptureFolder& folder, quint64 records);

private:
    using OpenResult = Result<std::shared_ptr<CaptureFile>>;
    struct Opening
    {
        QString name;
        OpenResult file;
    };
    template <typename Open>
    void startOpening(const QString& name, Open&& openIt);
    void finishOpening(const Opening& opening);
    void tick();

    QFutureWatcher<Opening> m_opening;
    QString m_name;
    std::shared_ptr<CaptureFile> m_file;
    bool m_isReading = false;

    QFutureWatcher<Result<SaveResult>> m_save;
    QString m_savePath;
    std::stop_source m_saveStop;
    std::shared_ptr<std::atomic<int>> m_savePercent = std::make_shared<std::atomic<int>>(0);
    struct CutShort
    {
        CaptureFolder folder;
        quint64 records = 0;
    };
    [[nodiscard]] static CutShort findNewestCutShort(const QString& parentFolder,
                                                     const std::stop_token& stop);
    QFutureWatcher<CutShort> m_search;
    std::stop_source m_searchStop;
};

} // namespace wl
