// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"
#include "ui/widgets/pooljob.h"

#include <QTimer>
#include <QWidget>

class QProgressBar;

namespace wl {

class ElidingLabel;
struct CopyProgress;

/// Saves a body to a file on the pool, one at a time; where that takes a while it is a line with the progress
/// and a way to cancel. UI thread.
class SaveRow : public QWidget
{
    Q_OBJECT
public:
    explicit SaveRow(QWidget* parent = nullptr);

    void start(std::shared_ptr<const BodyFile> body, const QString& path);
    [[nodiscard]] bool isSaving() const { return m_job.isRunning(); }

signals:
    void savingChanged();
    void saved(const QString& path);
    void failed(const QString& problem); ///< a sentence

private:
    void end();

    ElidingLabel* m_name = nullptr;
    QProgressBar* m_progress = nullptr;
    QTimer m_timer;
    std::shared_ptr<CopyProgress> m_copied;
    PoolJob<QString> m_job;
};

} // namespace wl
