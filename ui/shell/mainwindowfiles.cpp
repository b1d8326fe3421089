// SPDX-License-Identifier: MIT
#include "base/errortext.h"
#include "base/filewriter.h"
#include "ui/inspect/inspector.h"
#include "ui/shell/capturebar.h"
#include "ui/shell/capturetasks.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagestack.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/playground.h"
#include "ui/traffic/trafficview.h"
#include "ui/widgets/format.h"
#include "ui/workspace/workspacetree.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QLocale>

/// The main window's dealings with files: workspaces and captures.
namespace wl {

namespace {
const QString playgroundFile = QStringLiteral("/playground.yml");
const QString emptyFile = QStringLiteral("/workspace.yml");
} // namespace

void MainWindow::openWorkspaceAtStart()
{
    const QString chosen = m_services.settings.value(QStringLiteral("workspace/path"));
    if (chosen.isEmpty()) {
        openPlayground();
        return;
    }
    Result<std::unique_ptr<Workspace>> loaded = Workspace::load(chosen, m_writer);
    if (loaded) {
        setWorkspace(std::move(*loaded));
        return;
    }
    openPlayground();
    showMessage(
        MessageBar::Kind::Error,
        tr("%1 The file was not changed, and is tried again at the next start. Correct it, or choose "
           "another with File, Open Workspace.")
            .arg(ErrorText::sentence(tr("Cannot open the workspace %1").arg(chosen), loaded.error())));
}

void MainWindow::openPlayground()
{
    const QString path = m_services.dataFolder + playgroundFile;
    auto loaded = playground::install(path).and_then([&] { return Workspace::load(path, m_writer); });
    if (loaded) {
        setWorkspace(std::move(*loaded));
        return;
    }
    // Somebody edited it: work goes on in a workspace of its own.
    const QString other = m_services.dataFolder + emptyFile;
    auto empty = QFileInfo::exists(other) ? Workspace::load(other, m_writer)
                                          : Workspace::create(other, tr("My workspace"), m_writer);
    if (empty)
        setWorkspace(std::move(*empty));
    reportFailure(tr("Cannot open the Playground %1").arg(path), loaded.error());
}

void MainWindow::openWorkspace(const QString& path)
{
    m_panes->saveEdits(); // it may be the one that is open
    Result<std::unique_ptr<Workspace>> loaded = Workspace::load(path, m_writer);
    if (!loaded) {
        reportFailure(tr("Cannot open the workspace %1").arg(path), loaded.error());
        return;
    }
    setWorkspace(std::move(*loaded));
}

void MainWindow::setWorkspace(std::unique_ptr<Workspace> workspace)
{
    m_panes->setWorkspace(nullptr);
    m_tree->setWorkspace(nullptr);
    retire(std::exchange(m_workspace, std::move(workspace)));
    m_tree->setWorkspace(m_workspace.get());
    m_panes->setWorkspace(m_workspace.get());
    setWindowTitle(tr("%1 — Wireloupe").arg(m_workspace->name()));
    connect(m_workspace.get(), &Workspace::structureChanged, this, &MainWindow::updateActions);
    connect(m_workspace.get(), &Workspace::contentChanged, this, &MainWindow::updateActions);
    connect(m_workspace.get(), &Workspace::otherVersionKept, this, [this](const QString& path) {
        showMessage(MessageBar::Kind::Warning,
                    tr("Another program has changed the workspace. Your version was saved; the other one was "
                       "kept as %1.")
                        .arg(path));
    });
    if (!m_workspace->warnings().isEmpty())
        showMessage(MessageBar::Kind::Warning,
                    tr("Kept as it is, but not understood: %1")
                        .arg(m_workspace->warnings()
                                 .first(std::min<qsizetype>(3, m_workspace->warnings().size()))
                                 .join(QStringLiteral("; "))));
    updateActions();
}

void MainWindow::retire(std::unique_ptr<Workspace> workspace)
{
    if (!workspace || workspace->isSaved())
        return;
    Workspace* retired = workspace.get();
    m_retired.push_back(std::move(workspace));
    const auto drop = [this, retired] {
        std::erase_if(m_retired, [retired](const auto& kept) { return kept.get() == retired; });
    };
    connect(retired, &Workspace::saved, this, drop, Qt::QueuedConnection);
}

void MainWindow::connectWriter()
{
    connect(m_writer.get(), &FileWriter::failed, this, &MainWindow::reportUnsaved);
    connect(m_writer.get(), &FileWriter::written, this, [this](const QString& path) {
        if (path == m_unsavedPath)
            m_messages->retract(m_unsavedText);
    });
}

void MainWindow::reportUnsaved(const QString& path, const Error& error)
{
    m_unsavedPath = path;
    m_unsavedText = ErrorText::sentence(tr("Cannot save %1").arg(path), error) + u' ' +
                    tr("Your changes are kept in the window and saved with the next one.");
    showMessage(MessageBar::Kind::Error, m_unsavedText, tr("Try Again"), [this] {
        saveState();
        m_panes->saveAgain();
        for (const auto& retired : m_retired)
            retired->saveAgain();
    });
}

void MainWindow::reportSettings()
{
    const Settings& settings = m_services.settings;
    if (settings.loadError())
        showMessage(MessageBar::Kind::Error,
                    ErrorText::sentence(tr("Cannot read the settings %1").arg(settings.filePath()),
                                        *settings.loadError()));
    else if (!settings.warnings().isEmpty())
        showMessage(
            MessageBar::Kind::Warning,
            tr("Settings %1: %2").arg(settings.filePath(), settings.warnings().join(QStringLiteral("; "))));
}

void MainWindow::useWorkspace(std::unique_ptr<Workspace> workspace)
{
    const QString path = workspace->path();
    setWorkspace(std::move(workspace));
    if (const Result<void> stored = m_services.settings.store(QStringLiteral("workspace/path"), path);
        !stored)
        reportFailure(tr("Cannot save the setting"), stored.error());
}

void MainWindow::newWorkspaceDialog()
{
    auto* dialog = new QFileDialog(this, tr("New Workspace"), {}, tr("Workspaces (*.yml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("yml"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        Result<std::unique_ptr<Workspace>> made =
            Workspace::create(path, QFileInfo(path).completeBaseName(), m_writer);
        if (made)
            useWorkspace(std::move(*made));
        else
            reportFailure(tr("Cannot make the workspace %1").arg(path), made.error());
    });
    dialog->open();
}

void MainWindow::openWorkspaceDialog()
{
    auto* dialog =
        new QFileDialog(this, tr("Open Workspace"), {}, tr("Workspaces (*.yml *.yaml);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m_panes->saveEdits(); // it may be the one that is open
        Result<std::unique_ptr<Workspace>> loaded = Workspace::load(path, m_writer);
        if (loaded)
            useWorkspace(std::move(*loaded));
        else
            reportFailure(tr("Cannot open the workspace %1").arg(path), loaded.error());
    });
    dialog->open();
}

void MainWindow::openCaptureDialog()
{
    auto* dialog =
        new QFileDialog(this, tr("Open Capture"), {}, tr("Captures (*.pcapng *.pcap *.cap);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& path) { m_captures->open(path); });
    dialog->open();
}

void MainWindow::saveCaptureDialog()
{
    if (m_captures->isSaving())
        return;
    auto* dialog = new QFileDialog(this, tr("Save Capture As"), {}, tr("Captures (*.pcapng);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pcapng"));
    dialog->selectFile(QStringLiteral("capture.pcapng"));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& path) { m_captures->save(m_traffic->source(), path); });
    dialog->open();
}

void MainWindow::reportSavedPayload(const QString& path, const PayloadSum& sum)
{
    m_captureBar->hideSaving(CaptureBar::Saving::Payload);
    const QString leftOut = sum.leftOut();
    const QString saved = sum.messages == 1
                              ? tr("Saved 1 message (%1) to %2.").arg(format::size(sum.bytes), path)
                              : tr("Saved %1 messages (%2) to %3.")
                                    .arg(format::count(sum.messages), format::size(sum.bytes), path);
    showMessage(leftOut.isEmpty() ? MessageBar::Kind::Information : MessageBar::Kind::Warning,
                leftOut.isEmpty() ? saved : saved + u' ' + leftOut);
}

void MainWindow::showLive()
{
    const std::shared_ptr<const RecordSource> shown = m_traffic->source();
    if (shown == m_live)
        return;
    m_inspector->clear();
    closeConversations(shown.get());
    m_decodeChoices.forget(*shown);
    m_traffic->setSource(m_live);
    m_traffic->setDecodeAs(m_decodeChoices.of(*m_live));
    m_captures->closeOpened();
    m_captureBar->hideOpened();
    if (m_hasDefaultLayout)
        resizeDocksToWindow();
    updateActions();
}

void MainWindow::offerRecovery(const CaptureFolder& folder, quint64 records)
{
    showMessage(
        MessageBar::Kind::Warning,
        tr("A capture of %1 was recovered (%2, last written %3): an earlier run ended without closing it.")
            .arg(format::records(records), format::size(folder.bytes),
                 QLocale().toString(folder.modified, QLocale::ShortFormat)),
        tr("Open"), [this, folder] { m_captures->open(folder); });
    if (const Result<void> settled = settleCapture(folder); !settled)
        qWarning("%s", qUtf8Printable(ErrorText::reason(settled.error())));
}

} // namespace wl
