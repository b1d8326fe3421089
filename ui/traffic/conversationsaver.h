// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/conversationfile.h"
#include "ui/widgets/pooljob.h"
#include "ui/widgets/pulse.h"

#include <QObject>

#include <atomic>

namespace wl {

class MessageBar;

/// Saves a conversation to a file in the background; its bar tells how far it is, offers to cancel, and what
/// came of it. One file at a time. UI thread; bar and pulse outlive it.
class ConversationSaver : public QObject
{
    Q_OBJECT
public:
    ConversationSaver(std::shared_ptr<const RecordSource> source, MessageBar& bar, Pulse& pulse,
                      QObject* parent = nullptr);

    /// One direction, or both; nothing happens while one is being saved.
    void save(const ConversationSelection& selection, std::optional<Direction> direction,
              const QString& path);
    [[nodiscard]] bool isSaving() const { return m_job.isRunning(); }
    void cancel();

private:
    void showProgress();
    void finish(const Result<PayloadSum>& sum);

    const std::shared_ptr<const RecordSource> m_source;
    MessageBar& m_bar;
    QString m_path;
    std::shared_ptr<std::atomic<int>> m_percent = std::make_shared<std::atomic<int>>(0);
    int m_shownPercent = -1;
    PoolJob<Result<PayloadSum>, PoolJobEnd::Wait> m_job;
};

} // namespace wl
