// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/payloadfile.h"
#include "ui/widgets/copymenu.h"
#include "ui/widgets/pulse.h"

#include <QFutureWatcher>
#include <QObject>

#include <atomic>
#include <memory>

namespace wl {

/// Puts payloads of records together without the UI waiting, into a file or for the clipboard; the pulse
/// tells how far a file is. One file and one copy at a time. UI thread.
class PayloadTask : public QObject
{
    Q_OBJECT
public:
    using Source = std::shared_ptr<const RecordSource>;

    /// `pulse` outlives this object.
    explicit PayloadTask(Pulse& pulse, QObject* parent = nullptr);
    /// Stops both, and waits for their next look at the stop token: a borrowed source may go afterwards.
    ~PayloadTask() override;

    /// Writes payloads to a file; nothing happens while one is being written. `unselected` goes into the sum.
    void save(const Source& source, const QList<RecordId>& records, quint64 unselected, const QString& path);
    void cancelSaving();
    [[nodiscard]] bool isSaving() const { return m_saving.isRunning(); }

    /// Puts payloads into the clipboard, as text in this format: at once where they are few, else when the
    /// pool has them ready. Stops an earlier copy.
    void copy(const Source& source, const QList<RecordId>& records, quint64 unselected, CopyFormat format);

signals:
    void savingProgress(const QString& path, int percent);
    void saved(const QString& path, const wl::PayloadSum& sum);
    void saveFailed(const QString& path, const wl::Error& error); ///< Canceled too
    void copied(const wl::PayloadSum& sum);

private:
    struct Copy
    {
        QString text;
        PayloadSum sum;
        std::stop_token stop;
    };
    [[nodiscard]] static Copy makeCopy(const RecordSource& source, const QList<RecordId>& records,
                                       CopyFormat format, const std::stop_token& stop);
    void finishCopy(const Copy& copy);

    QFutureWatcher<Result<PayloadSum>> m_saving;
    std::stop_source m_saveStop;
    QString m_path;
    qsizetype m_toSave = 0;
    std::shared_ptr<std::atomic<qsizetype>> m_done = std::make_shared<std::atomic<qsizetype>>(0);
    QFutureWatcher<Copy> m_copying;
    std::stop_source m_copyStop;
    std::vector<QFuture<Copy>> m_earlier; ///< copies that were stopped
};

} // namespace wl
