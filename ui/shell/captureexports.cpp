// SPDX-License-Identifier: MIT
#include "ui/shell/captureexports.h"

#include "base/errortext.h"
#include "query/querycontext.h"
#include "ui/traffic/traffictable.h"
#include "ui/traffic/trafficview.h"
#include "ui/widgets/format.h"

#include <QFileDialog>

namespace wl {

namespace {

constexpr qsizetype mostSelected = 5'000'000; ///< rows: 40 MB of ids

} // namespace

CaptureExports::CaptureExports(TrafficView& traffic, Pulse& pulse, QObject* parent)
    : QObject(parent)
    , m_traffic(traffic)
    , m_task(pulse)
{
    connect(&m_task, &ExportTask::progressed, this, &CaptureExports::progressed);
    connect(&m_task, &ExportTask::finished, this, &CaptureExports::tell);
    connect(&m_task, &ExportTask::failed, this, [this](const QString& path, const Error& error) {
        emit finished();
        if (error.code != ErrorCode::Canceled)
            emit message(MessageBar::Kind::Error,
                         ErrorText::sentence(tr("Cannot export to %1").arg(path), error));
    });
}

void CaptureExports::ask(QWidget* window)
{
    if (isRunning()) {
        emit message(MessageBar::Kind::Information,
                     tr("One export runs already; wait for its end or cancel it."));
        return;
    }
    if (m_dialog) {
        m_dialog->raise();
        return;
    }
    ExportDialog::Scopes scopes;
    const TrafficView::Shown shown = m_traffic.shown();
    scopes.all = m_traffic.source()->recordCount();
    scopes.shown = shown.choice;
    scopes.shownCount = shown.count;
    scopes.selected = m_traffic.table()->selectedCount();
    if (const RecordId current = m_traffic.currentRecord(); current.isValid())
        scopes.conversation = m_traffic.source()->record(current).connectionId();
    m_dialog = new ExportDialog(scopes, window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &QDialog::accepted, this, [this, window] { askWhere(window, *m_dialog); });
    m_dialog->open();
}

void CaptureExports::askWhere(QWidget* window, const ExportDialog& dialog)
{
    auto* file = new QFileDialog(window, tr("Export"));
    file->setAttribute(Qt::WA_DeleteOnClose);
    file->setAcceptMode(QFileDialog::AcceptSave);
    file->setDefaultSuffix(dialog.suffix());
    file->selectFile(dialog.suggestedName());
    connect(file, &QFileDialog::fileSelected, this,
            [this, scope = dialog.scope(), options = dialog.options()](const QString& path) {
                start(scope, options, path);
            });
    file->open();
}

void CaptureExports::start(ExportDialog::Scope scope, ExportOptions options, const QString& path)
{
    const std::shared_ptr<const RecordSource> source = m_traffic.source();
    if (scope == ExportDialog::Scope::Selected) {
        const QList<RecordId> rows = m_traffic.table()->selectedRecords(mostSelected);
        options.records.emplace(rows.begin(), rows.end());
        std::sort(options.records->begin(), options.records->end());
        if (const qsizetype more = m_traffic.table()->selectedCount() - rows.size(); more > 0)
            emit message(MessageBar::Kind::Warning,
                         tr("Only the first %1 of the selected rows are exported; %2 more are left out.")
                             .arg(format::count(quint64(rows.size())), format::count(quint64(more))));
    }
    const RecordId current = m_traffic.currentRecord();
    if (scope == ExportDialog::Scope::Conversation && current.isValid()) {
        std::vector<bool> members(source->connectionCount(), false);
        members[source->record(current).connection] = true;
        options.choice = Query::ofConnections(std::move(members));
    }
    options.context = contextOf(source, m_traffic.decodeAs());
    m_format = options.format;
    m_task.start(source, options, path);
}

void CaptureExports::tell(const QString& path, const ExportResult& result)
{
    emit finished();
    const bool isHar = m_format == ExportFormat::Har;
    const QString what = !isHar                ? format::records(result.records)
                         : result.records == 1 ? tr("1 exchange")
                                               : tr("%1 exchanges").arg(format::count(result.records));
    QString text = tr("Exported %1 (%2) to %3.").arg(what, format::size(result.bytes), path);
    QStringList missing;
    if (result.recordsDropped > 0)
        missing += tr("%1 that the cap on disk use had dropped").arg(format::records(result.recordsDropped));
    if (result.unreadRecords > 0)
        missing += tr("%1 that cannot be read").arg(format::records(result.unreadRecords));
    if (result.withoutRequest > 0)
        missing += tr("%1 responses without a request").arg(format::count(result.withoutRequest));
    if (!missing.isEmpty())
        text += tr(" Left out: %1.").arg(missing.join(QStringLiteral(", ")));
    if (result.incomplete > 0)
        text += tr(" %1 of them have no response.").arg(format::count(result.incomplete));
    if (result.restarted > 0)
        text += tr(" So many conversations were open at a time that %1 were decoded only in part.")
                    .arg(format::count(result.restarted));
    const bool isWhole = missing.isEmpty() && result.restarted == 0;
    emit message(isWhole ? MessageBar::Kind::Information : MessageBar::Kind::Warning, text);
}

} // namespace wl
