// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/exportdialog.h"
#include "ui/shell/exporttask.h"
#include "ui/widgets/messagebar.h"

#include <QPointer>

namespace wl {

class TrafficView;

/// File > Export: asks what and where, writes it in the background, and says what came of it. UI thread.
class CaptureExports : public QObject
{
    Q_OBJECT
public:
    /// References outlive this object.
    CaptureExports(TrafficView& traffic, Pulse& pulse, QObject* parent = nullptr);

    /// Opens the dialog, over `window`.
    void ask(QWidget* window);
    void cancel() { m_task.cancel(); }
    [[nodiscard]] bool isRunning() const { return m_task.isRunning(); }
    /// The records of a scope that is not a filter, as an export takes them.
    void start(ExportDialog::Scope scope, ExportOptions options, const QString& path);

signals:
    void progressed(const QString& path, int percent);
    void finished(); ///< also after a failure
    void message(wl::MessageBar::Kind kind, const QString& text);

private:
    void askWhere(QWidget* window, const ExportDialog& dialog);
    void tell(const QString& path, const ExportResult& result);

    TrafficView& m_traffic;
    ExportTask m_task;
    ExportFormat m_format = ExportFormat::Pcapng;
    QPointer<ExportDialog> m_dialog;
};

} // namespace wl
