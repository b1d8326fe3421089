// SPDX-License-Identifier: MIT
#include "ui/shell/capturetasks.h"

#include "base/errortext.h"

#include <QFileInfo>
#include <QtConcurrentRun>

namespace wl {

namespace {

Result<std::shared_ptr<CaptureFile>> shared(Result<std::unique_ptr<CaptureFile>> file)
{
    if (!file)
        return tl::make_unexpected(file.error());
    return std::shared_ptr<CaptureFile>(std::move(*file));
}

int percentOf(quint64 done, quint64 total)
{
    return total == 0 ? 0 : int(std::min<quint64>(100, done * 100 / total));
}

} // namespace

CaptureTasks::CaptureTasks(Pulse& pulse, QObject* parent)
    : QObject(parent)
{
    connect(&pulse, &Pulse::tick, this, &CaptureTasks::tick);
    connect(&m_opening, &QFutureWatcherBase::finished, this, [this] { finishOpening(m_opening.result()); });
    connect(&m_save, &QFutureWatcherBase::finished, this, [this] {
        const Result<SaveResult> result = m_save.result();
        if (result)
            emit saved(m_savePath, *result);
        else
            emit saveFailed(m_savePath, result.error());
    });
    connect(&m_search, &QFutureWatcherBase::finished, this, [this] {
        const CutShort found = m_search.result();
        if (found.records > 0)
            emit foundCutShort(found.folder, found.records);
    });
}

CaptureTasks::~CaptureTasks()
{
    m_saveStop.request_stop();
    m_searchStop.request_stop();
    m_save.waitForFinished();
    m_opening.waitForFinished();
    m_search.waitForFinished();
}

template <typename Open>
void CaptureTasks::startOpening(const QString& name, Open&& openIt)
{
    m_opening.setFuture(QtConcurrent::run([name, openIt = std::forward<Open>(openIt)]() -> Opening {
        return {name, shared(openIt())};
    }));
}

void CaptureTasks::open(const QString& path)
{
    startOpening(path, [path] { return CaptureFile::open(path); });
}

void CaptureTasks::open(const CaptureFolder& folder)
{
    startOpening(folder.path, [folder] { return openCapture(folder); });
}

void CaptureTasks::finishOpening(const Opening& opening)
{
    if (!opening.file) {
        emit openFailed(opening.name, opening.file.error());
        return;
    }
    m_file = *opening.file;
    m_name = QFileInfo(opening.name).fileName();
    m_isReading = true;
    emit openedCapture(m_name);
}

void CaptureTasks::cancelOpening()
{
    if (m_file)
        m_file->cancel();
}

void CaptureTasks::closeOpened()
{
    cancelOpening();
    m_file.reset();
    m_isReading = false;
}

void CaptureTasks::save(std::shared_ptr<const RecordSource> source, const QString& path)
{
    if (isSaving())
        return;
    m_savePath = path;
    m_saveStop = {};
    m_savePercent->store(0);
    SaveOptions options;
    options.notes = source->recordNotes();
    options.stop = m_saveStop.get_token();
    options.progress = [percent = m_savePercent](quint64 done, quint64 total) {
        percent->store(percentOf(done, total), std::memory_order_relaxed);
    };
    m_save.setFuture(QtConcurrent::run(
        [source = std::move(source), path, options] { return saveCapture(*source, path, options); }));
}

void CaptureTasks::cancelSaving()
{
    m_saveStop.request_stop();
}

void CaptureTasks::findCutShort(const QString& parentFolder, qint64 maximumBytes)
{
    m_search.setFuture(QtConcurrent::run([parentFolder, maximumBytes, stop = m_searchStop.get_token()] {
        removeOldCaptures(parentFolder, maximumBytes);
        return findNewestCutShort(parentFolder, stop);
    }));
}

CaptureTasks::CutShort CaptureTasks::findNewestCutShort(const QString& parentFolder,
                                                        const std::stop_token& stop)
{
    for (const CaptureFolder& folder : findCaptures(parentFolder)) {
        if (folder.state != CaptureFolderState::CutShort || folder.segments.isEmpty())
            continue;
        const auto file = openCapture(folder);
        if (!file) { // tried again at the next start
            qWarning("%s", qUtf8Printable(ErrorText::reason(file.error())));
            continue;
        }
        const std::stop_callback cancel(stop, [&file] { (*file)->cancel(); });
        (void)(*file)->finish();
        if (stop.stop_requested())
            return {};
        if ((*file)->recordCount() > 0)
            return {folder, (*file)->recordCount()};
        if (const Result<void> settled = settleCapture(folder); !settled)
            qWarning("%s", qUtf8Printable(ErrorText::reason(settled.error())));
    }
    return {};
}

void CaptureTasks::tick()
{
    if (isSaving())
        emit savingProgress(m_savePath, m_savePercent->load(std::memory_order_relaxed));
    if (!m_file || !m_isReading)
        return;
    const CaptureFileProgress progress = m_file->progress();
    m_isReading = !progress.isFinished;
    const int percent = percentOf(quint64(progress.bytesRead), quint64(progress.bytesTotal));
    emit openingProgress(m_name, m_isReading ? percent : -1, m_file->recordCount());
    if (!m_isReading && progress.error)
        emit openedCutShort(m_name, *progress.error);
}

} // namespace wl
