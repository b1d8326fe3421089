// SPDX-License-Identifier: MIT
#include "ui/shell/mainwindow.h"

#include "base/errortext.h"
#include "base/filewriter.h"
#include "capture/recovery.h"
#include "history/historysecrets.h"
#include "query/queryscan.h"
#include "session/curlimport.h"
#include "ui/inspect/inspector.h"
#include "ui/panes/http/httppane.h"
#include "ui/shell/addressbar.h"
#include "ui/shell/appearance.h"
#include "ui/shell/captureactions.h"
#include "ui/shell/capturebar.h"
#include "ui/shell/capturetasks.h"
#include "ui/shell/conversationpage.h"
#include "ui/shell/exchangememory.h"
#include "ui/shell/messagestack.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panefactory.h"
#include "ui/shell/panetabs.h"
#include "ui/shell/trafficactions.h"
#include "ui/shell/windowplace.h"
#include "ui/traffic/trafficview.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/workspace/workspacetree.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QDockWidget>
#include <QFileInfo>
#include <QScreen>
#include <QStackedWidget>
#include <QStyle>

namespace wl {

namespace {

const QString stateFile = QStringLiteral("/window.json");
const QString scratchFile = QStringLiteral("/unsaved.yml");

constexpr std::chrono::milliseconds stateDelay{2'000}; ///< so that a crash does not lose the open panes

/// The window's own workspace of unsaved panes; null where neither loading nor making it works.
std::unique_ptr<Workspace> openScratch(const QString& path, const std::shared_ptr<FileWriter>& writer)
{
    if (Result<std::unique_ptr<Workspace>> loaded = Workspace::load(path, writer))
        return std::move(*loaded);
    else if (loaded.error().code != ErrorCode::FileNotFound)
        return nullptr;
    Result<std::unique_ptr<Workspace>> created =
        Workspace::create(path, QStringLiteral("Unsaved panes"), writer);
    return created ? std::move(*created) : nullptr;
}

/// The capture that a file or a folder is: of a file only the path, of a folder its segments. Nothing where
/// it is a workspace.
std::optional<CaptureFolder> captureAt(const QFileInfo& file)
{
    if (file.isDir()) {
        const QString path = QDir::cleanPath(file.absoluteFilePath());
        for (const CaptureFolder& folder : findCaptures(QFileInfo(path).absolutePath())) {
            if (QDir::cleanPath(folder.path) == path && !folder.segments.isEmpty())
                return folder;
        }
        return std::nullopt;
    }
    if (file.suffix() == QLatin1String("yml") || file.suffix() == QLatin1String("yaml"))
        return std::nullopt;
    CaptureFolder one;
    one.path = file.absoluteFilePath();
    return one;
}

} // namespace

MainWindow::MainWindow(const ShellServices& services, QWidget* parent)
    : QMainWindow(parent)
    , m_services(services)
    , m_writer(std::make_shared<FileWriter>())
    , m_state(ShellState::load(services.dataFolder + stateFile))
    , m_live(borrowed(services.capture))
    , m_actions(this)
    , m_appearance(new Appearance(m_services.settings, m_state.wasSystemDark, this))
    , m_captures(new CaptureTasks(m_pulse, this))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("Wireloupe"));
    setWindowIcon(icons::icon(QStringLiteral("wireloupe")));
    fitToScreen({QPoint(), QSize(1280, 860)});
    m_memory =
        new ExchangeMemory({m_services.sessions, m_services.settings, m_services.dataFolder, m_writer}, this);
    setUpCenter();
    setUpDocks();
    setUpToolBar();
    setUpMenus();
    PaneContext context{m_services.sessions, m_services.capture, m_services.settings, m_pulse};
    context.decodeChoices = &m_decodeChoices;
    context.secrets = m_services.secrets;
    m_memory->fill(context);
    m_panes = new OpenPanes(*m_tabs, context, openScratch(m_services.dataFolder + scratchFile, m_writer),
                            &panefactory::make, this);
    connectActions();
    connectPanes();
    connectTraffic();
    setUpTrafficActions();
    setUpCaptureActions();
    connectCaptures();
    connectMemory();
    connectWriter();
    openWorkspaceAtStart();
    restoreState();
    updateCenter();
    updateActions();
    m_stateTimer.setSingleShot(true);
    m_stateTimer.setInterval(stateDelay);
    connect(&m_stateTimer, &QTimer::timeout, this, &MainWindow::saveState);
}

MainWindow::~MainWindow()
{
    // These use panes and what the pulse drives; the pulse goes before the window's children do.
    m_traffic->setRowActions({});
    delete m_trafficActions;
    delete m_captureActions;
    delete m_panes;
    delete m_memory;
    // From here on nobody sees the bar; the writer's end, which writes what is left, is told to the terminal.
    disconnect(m_writer.get(), nullptr, this, nullptr);
    connect(m_writer.get(), &FileWriter::failed, m_writer.get(), [](const QString& path, const Error& error) {
        qWarning("%s", qUtf8Printable(ErrorText::sentence(tr("Cannot save %1").arg(path), error)));
    });
    closeConversations(nullptr);
    m_tree->setWorkspace(nullptr);
}

void MainWindow::restoreState()
{
    m_address->setRecent(m_state.recentAddresses);
    m_traffic->setMemory(m_state.traffic);
    m_memory->view().setMemory(m_state.history);
    if (!m_state.cookieJar.isEmpty())
        m_memory->chooseJar(m_state.cookieJar);
    if (restoreGeometry(m_state.geometry) && !isMaximized() && !isFullScreen())
        fitToScreen(geometry());
    if (QMainWindow::restoreState(m_state.layout))
        m_hasDefaultLayout = false;
    if (m_services.settings.flag(QStringLiteral("workspace/restore")))
        m_panes->restore(m_state.panes, m_state.currentPane);
}

void MainWindow::fitToScreen(const QRect& wanted)
{
    const QScreen* at = QGuiApplication::screenAt(wanted.center());
    const QRect fitted = windowplace::fitted(wanted, (at ? at : screen())->availableGeometry(),
                                             style()->pixelMetric(QStyle::PM_TitleBarHeight));
    if (fitted.topLeft() == wanted.topLeft() || wanted.topLeft().isNull())
        resize(fitted.size()); // the window manager chooses the place
    else
        setGeometry(fitted);
}

void MainWindow::saveState()
{
    m_panes->saveEdits();
    m_state.geometry = saveGeometry();
    // Docks that nobody touched are sized for the next start's window, whatever screen that is on.
    m_state.layout = isLayoutDefault() ? QByteArray() : QMainWindow::saveState();
    m_state.traffic = m_traffic->memory();
    m_state.history = m_memory->view().memory();
    m_state.cookieJar = m_memory->jarName();
    m_state.panes = m_panes->places();
    m_state.currentPane = m_panes->currentPlace();
    m_state.wasSystemDark = m_appearance->isSystemDark();
    m_state.save(m_services.dataFolder + stateFile, *m_writer);
}

void MainWindow::saveStateSoon()
{
    if (!m_stateTimer.isActive())
        m_stateTimer.start();
}

bool MainWindow::event(QEvent* event)
{
    // A press that comes to the window itself with this cursor takes hold of a dock's edge.
    const Qt::CursorShape shape = cursor().shape();
    if (event->type() == QEvent::MouseButtonPress && (shape == Qt::SplitHCursor || shape == Qt::SplitVCursor))
        m_hasDefaultLayout = false;
    return QMainWindow::event(event);
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (m_hasDefaultLayout)
        resizeDocksToWindow();
}

bool MainWindow::isLayoutDefault() const
{
    const auto isAt = [this](QDockWidget* dock, Qt::DockWidgetArea area) {
        return !dock->isHidden() && !dock->isFloating() && dockWidgetArea(dock) == area;
    };
    return m_hasDefaultLayout && isAt(m_workspaceDock, Qt::LeftDockWidgetArea) &&
           isAt(m_historyDock, Qt::LeftDockWidgetArea) && isAt(m_inspectorDock, Qt::RightDockWidgetArea) &&
           isAt(m_trafficDock, Qt::BottomDockWidgetArea);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    if (isSaving() && !std::exchange(m_closesWhenSaved, true)) {
        showMessage(MessageBar::Kind::Warning,
                    tr("A file is still being saved; the window closes when that is done. Close it again to "
                       "stop saving."),
                    tr("Stay Open"), [this] { m_closesWhenSaved = false; });
        event->ignore();
        return;
    }
    m_panes->commitEdits();
    saveState();
    m_stateTimer.stop();
    event->accept();
}

bool MainWindow::isSaving() const
{
    return m_captures->isSaving() || m_traffic->isSaving() || m_captureActions->exports().isRunning();
}

void MainWindow::closeIfSaved()
{
    if (m_closesWhenSaved && !isSaving())
        close();
}

void MainWindow::updateActions()
{
    const Pane* pane = m_panes->currentPane();
    m_actions.trigger->setEnabled(pane);
    m_actions.savePane->setEnabled(pane && m_workspace && m_panes->isScratch(pane));
    m_actions.closePane->setEnabled(m_tabs->count() > 0);
    m_actions.nextPane->setEnabled(m_tabs->count() > 1);
    m_actions.previousPane->setEnabled(m_tabs->count() > 1);
    m_actions.reopenPane->setEnabled(m_panes->canReopen());
    m_actions.backToLive->setEnabled(m_traffic->source() != m_live);
    const bool canUndo = m_workspace && m_workspace->canUndo();
    const bool canRedo = m_workspace && m_workspace->canRedo();
    m_actions.undo->setEnabled(canUndo || m_panes->canUndo(pane));
    m_actions.redo->setEnabled(canRedo || m_panes->canRedo(pane));
    m_actions.undo->setText(canUndo ? tr("&Undo %1").arg(m_workspace->undoText()) : tr("&Undo"));
    m_actions.redo->setText(canRedo ? tr("&Redo %1").arg(m_workspace->redoText()) : tr("&Redo"));
}

void MainWindow::updateCenter()
{
    m_center->setCurrentIndex(m_tabs->count() > 0 ? 1 : 0);
}

void MainWindow::openText(const Opened& what, const QString& text)
{
    const auto* typed = std::get_if<HttpRequest>(&what);
    if (!typed || HistorySecrets(*typed).emptied().isEmpty()) // these are stored
        m_state.addRecent(text);
    m_address->setRecent(m_state.recentAddresses);
    ItemContent content = panefactory::contentOf(what, m_services.settings);
    if (typed && isCurlCommand(text)) // says by itself whether it follows
        std::get<HttpRequest>(content).settings.followRedirects = typed->settings.followRedirects;
    if (typed)
        std::get<HttpRequest>(content).settings.tls.verify = true; // is the pane's alone
    Pane* pane = m_panes->openStopped(content);
    auto* http = qobject_cast<HttpPane*>(pane);
    if (http && typed)
        http->setUnverified(!typed->settings.tls.verify);
    // What is not the whole command is not sent without a look.
    const QStringList notes = openNotes(text);
    if (http && !notes.isEmpty())
        http->showImportNotes(notes);
    else
        pane->trigger(false);
    updateCenter();
}

void MainWindow::openArguments(const QStringList& arguments)
{
    QList<CaptureFolder> captures;
    for (const QString& argument : arguments) {
        const QFileInfo file(argument);
        const QString path = file.absoluteFilePath();
        if (!file.exists()) {
            const Result<Opened> parsed = parseOpenCommand(argument);
            if (parsed)
                openText(*parsed, argument);
            else
                reportFailure(tr("Cannot open “%1”").arg(argument), parsed.error());
        } else if (const auto capture = captureAt(file)) {
            captures += *capture;
        } else {
            openWorkspace(path);
        }
    }
    // One at a time is shown: the first one, the others are offered.
    for (qsizetype i = captures.size() - 1; i > 0; --i) {
        const CaptureFolder& capture = captures.at(i);
        showMessage(MessageBar::Kind::Warning,
                    tr("%1 was not opened: one capture is shown at a time.").arg(capture.path), tr("Open"),
                    [this, capture] { openCapture(capture); });
    }
    if (!captures.isEmpty())
        openCapture(captures.constFirst());
}

void MainWindow::openCapture(const CaptureFolder& capture)
{
    if (capture.segments.isEmpty())
        m_captures->open(capture.path);
    else
        m_captures->open(capture);
}

void MainWindow::startLate()
{
    m_appearance->askDesktop();
    const qint64 cap = m_services.settings.number(QStringLiteral("capture/disk_mb")) * 1'000'000;
    m_captures->findCutShort(m_services.captureFolder, cap);
}

void MainWindow::closePage(int index)
{
    QWidget* page = m_tabs->widget(index);
    if (auto* pane = qobject_cast<Pane*>(page)) {
        m_panes->close(pane);
    } else if (page) {
        m_tabs->removeTab(index);
        delete page;
    }
    updateCenter();
    updateActions();
}

void MainWindow::showRecord(RecordId id, const std::shared_ptr<const RecordSource>& source)
{
    if (source == m_traffic->source())
        m_traffic->showRecord(id);
    m_inspector->showRecord(source, id);
}

void MainWindow::showConversation(ConnectionId id)
{
    const std::shared_ptr<const RecordSource> source = m_traffic->source();
    for (int i = 0; i < m_tabs->count(); ++i) {
        const auto* open = qobject_cast<ConversationPage*>(m_tabs->widget(i));
        if (open && open->source() == source && open->connection() == id) {
            m_tabs->setCurrentIndex(i);
            return;
        }
    }
    auto* page = new ConversationPage(source, id, m_pulse, m_decodeChoices, m_tabs);
    connect(page, &ConversationPage::recordActivated, this,
            [this, source](RecordId record) { showRecord(record, source); });
    m_tabs->addPage(page, page->title());
    m_tabs->setCurrentWidget(page);
    updateCenter();
}

void MainWindow::closeConversations(const RecordSource* source)
{
    for (int i = m_tabs->count() - 1; i >= 0; --i) {
        auto* page = qobject_cast<ConversationPage*>(m_tabs->widget(i));
        if (page && (!source || page->source().get() == source)) {
            m_tabs->removeTab(i);
            delete page;
        }
    }
    updateCenter();
}

void MainWindow::showMessage(MessageBar::Kind kind, const QString& text, const QString& actionText,
                             std::function<void()> action)
{
    m_messages->show({kind, text, actionText, std::move(action)});
}

void MainWindow::reportFailure(const QString& tried, const Error& error)
{
    showMessage(MessageBar::Kind::Error, ErrorText::sentence(tried, error));
}

void MainWindow::reportLeftRunning(ItemId id)
{
    const Workspace::Node& node = *m_workspace->node(id);
    const Pane* pane = m_panes->paneOf(id);
    if (!pane || std::holds_alternative<HttpRequest>(node.content))
        return; // it ends by itself
    const qsizetype clients = pane->openConnections();
    m_messages->retract(m_leftRunningText);
    m_leftRunning = id;
    m_leftRunningText =
        !pane->isRunning() ? (clients == 1 ? tr("%1 has stopped; 1 client is still connected.").arg(node.name)
                                           : tr("%1 has stopped; %2 clients are still connected.")
                                                 .arg(node.name, format::count(quint64(clients))))
        : std::holds_alternative<ServerItem>(node.content) ? tr("%1 still listens.").arg(node.name)
        : std::holds_alternative<UdpItem>(node.content)    ? tr("%1 is still bound.").arg(node.name)
                                                           : tr("%1 still runs.").arg(node.name);
    showMessage(MessageBar::Kind::Information, m_leftRunningText,
                pane->isRunning() ? tr("Stop") : tr("Close all"), [this, id] { m_panes->stopItem(id); });
}

void MainWindow::undoOrRedo(bool isUndo)
{
    // What is typed into an unsaved pane is no step of the workspace.
    Pane* pane = m_panes->currentPane();
    if (pane && m_panes->isScratch(pane) && pane->isAncestorOf(QApplication::focusWidget())) {
        m_panes->undoOrRedo(pane, isUndo);
        updateActions();
        return;
    }
    if (!m_workspace)
        return;
    m_panes->saveEdits();
    const Result<void> done = isUndo ? m_workspace->undo() : m_workspace->redo();
    if (!done)
        reportFailure(isUndo ? tr("Cannot undo") : tr("Cannot redo"), done.error());
    updateActions();
}

void MainWindow::savePane()
{
    const Result<ItemId> saved = m_panes->saveToWorkspace(m_panes->currentPane());
    if (saved)
        m_tree->setCurrentItem(*saved);
    else
        reportFailure(tr("Cannot save the pane to the workspace"), saved.error());
    updateActions();
}

} // namespace wl
