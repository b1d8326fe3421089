// SPDX-License-Identifier: MIT
#include "ui/inspect/inspector.h"
#include "ui/shell/addressbar.h"
#include "ui/shell/appearance.h"
#include "ui/shell/captureactions.h"
#include "ui/shell/capturebar.h"
#include "ui/shell/capturetasks.h"
#include "ui/shell/commandpalette.h"
#include "ui/shell/exchangememory.h"
#include "ui/shell/helpdialogs.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagestack.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panefactory.h"
#include "ui/shell/panetabs.h"
#include "ui/shell/startpage.h"
#include "ui/shell/statuspanel.h"
#include "ui/shell/trafficactions.h"
#include "ui/shell/windowplace.h"
#include "ui/traffic/trafficnotes.h"
#include "ui/traffic/trafficview.h"
#include "ui/widgets/format.h"
#include "ui/widgets/icons.h"
#include "ui/workspace/workspacetree.h"

#include <QBoxLayout>
#include <QDockWidget>
#include <QMenuBar>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabBar>
#include <QToolBar>
#include <QToolButton>

/// How the main window is put together; what it does is in mainwindow.cpp.
namespace wl {

void MainWindow::setUpCenter()
{
    auto* middle = new QWidget(this);
    auto* message = new MessageBar(middle);
    m_messages = new MessageStack(*message, this);
    m_center = new QStackedWidget(middle);
    m_tabs = new PaneTabs(m_center);
    m_center->addWidget(new StartPage(m_actions.makers(), m_center));
    m_center->addWidget(m_tabs);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(message);
    column->addWidget(m_center, 1);
    setCentralWidget(middle);
    m_palette = new CommandPalette(this);
}

QDockWidget* MainWindow::addDock(const QString& title, const QString& name, QWidget* content,
                                 Qt::DockWidgetArea area)
{
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(name);
    dock->setWidget(content);
    addDockWidget(area, dock);
    return dock;
}

void MainWindow::setUpDocks()
{
    setDockNestingEnabled(true);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::BottomDockWidgetArea);
    m_tree = new WorkspaceTree(this);
    m_inspector = new Inspector(m_pulse, m_decodeChoices, this);
    auto* traffic = new QWidget(this);
    m_captureBar = new CaptureBar(traffic);
    m_traffic = new TrafficView(m_pulse, traffic);
    m_traffic->setSource(m_live);
    auto* column = new QVBoxLayout(traffic);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_captureBar);
    column->addWidget(m_traffic, 1);
    m_workspaceDock =
        addDock(tr("Workspace"), QStringLiteral("workspaceDock"), m_tree, Qt::LeftDockWidgetArea);
    m_historyDock =
        addDock(tr("History"), QStringLiteral("historyDock"), &m_memory->view(), Qt::LeftDockWidgetArea);
    m_inspectorDock =
        addDock(tr("Inspector"), QStringLiteral("inspectorDock"), m_inspector, Qt::RightDockWidgetArea);
    m_trafficDock = addDock(tr("Traffic"), QStringLiteral("trafficDock"), traffic, Qt::BottomDockWidgetArea);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(new StatusPanel(m_services.capture, m_services.sessions, m_pulse, this), 1);
    resetLayout();
}

void MainWindow::resetLayout()
{
    for (QDockWidget* dock : {m_workspaceDock, m_historyDock, m_inspectorDock, m_trafficDock}) {
        dock->setFloating(false);
        dock->show();
    }
    addDockWidget(Qt::LeftDockWidgetArea, m_workspaceDock);
    addDockWidget(Qt::LeftDockWidgetArea, m_historyDock);
    tabifyDockWidget(m_workspaceDock, m_historyDock);
    m_workspaceDock->raise();
    addDockWidget(Qt::RightDockWidgetArea, m_inspectorDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_trafficDock);
    m_hasDefaultLayout = true;
    resizeDocksToWindow();
}

void MainWindow::resizeDocksToWindow()
{
    const windowplace::DockSizes sizes = windowplace::dockSizes(size());
    resizeDocks({m_workspaceDock, m_inspectorDock}, {sizes.workspaceWidth, sizes.inspectorWidth},
                Qt::Horizontal);
    // The line of an opened capture takes nothing from the rows.
    resizeDocks({m_trafficDock}, {sizes.trafficHeight + m_captureBar->openedHeight()}, Qt::Vertical);
}

void MainWindow::setUpToolBar()
{
    auto* bar = new QToolBar(tr("Address bar"), this);
    bar->setObjectName(QStringLiteral("addressToolBar"));
    bar->setMovable(false);
    auto* make = new QToolButton(bar);
    make->setObjectName(QStringLiteral("newButton"));
    make->setText(tr("New"));
    make->setAccessibleName(tr("New"));
    make->setToolTip(tr("Open a new server, client, UDP socket or request"));
    make->setIcon(icons::icon(QStringLiteral("plus")));
    make->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    make->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(make);
    menu->addActions(m_actions.makers());
    make->setMenu(menu);
    bar->addWidget(make);
    m_address = new AddressBar(bar);
    bar->addWidget(m_address);
    addToolBar(bar);
    bar->toggleViewAction()->setEnabled(false); // the way in is not hidden by accident
    connect(m_address, &AddressBar::opened, this, &MainWindow::openText);
}

void MainWindow::setUpMenus()
{
    QMenu* file = menuBar()->addMenu(tr("&File"));
    file->setObjectName(QStringLiteral("fileMenu"));
    QMenu* make = file->addMenu(icons::icon(QStringLiteral("plus")), tr("&New"));
    make->addActions(m_actions.makers());
    file->addSeparator();
    file->addActions({m_actions.openCapture, m_actions.saveCapture, m_actions.backToLive});
    file->addSeparator();
    file->addActions({m_actions.newWorkspace, m_actions.openWorkspace});
    file->addSeparator();
    file->addAction(m_actions.quit);

    QMenu* edit = menuBar()->addMenu(tr("&Edit"));
    edit->addActions({m_actions.undo, m_actions.redo});
    edit->addSeparator();
    edit->addActions({m_actions.find, m_actions.palette});

    QMenu* view = menuBar()->addMenu(tr("&View"));
    view->addActions({m_workspaceDock->toggleViewAction(), m_historyDock->toggleViewAction(),
                      m_inspectorDock->toggleViewAction(), m_trafficDock->toggleViewAction()});
    view->addActions({m_actions.searchHistory, m_actions.showCookies});
    view->addSeparator();
    setUpThemeMenu(*view->addMenu(tr("&Theme")));
    view->addSeparator();
    view->addActions(
        {m_actions.focusAddress, m_actions.nextPart, m_actions.previousPart, m_actions.resetLayout});

    QMenu* pane = menuBar()->addMenu(tr("&Pane"));
    pane->addActions({m_actions.trigger, m_actions.savePane});
    pane->addSeparator();
    pane->addActions({m_actions.nextPane, m_actions.previousPane, m_actions.reopenPane, m_actions.closePane});

    QMenu* traffic = menuBar()->addMenu(tr("&Traffic"));
    traffic->setObjectName(QStringLiteral("trafficMenu"));
    traffic->setToolTipsVisible(true);
    traffic->addActions({m_actions.pauseTraffic, m_actions.clearTraffic, m_actions.filterTraffic});
    traffic->addSeparator();
    traffic->addActions({m_actions.showConversation, m_actions.hideConnection});
    traffic->addSeparator();
    traffic->addActions({m_actions.markRecords, m_actions.nextMarked, m_actions.previousMarked,
                         m_actions.editComment, m_actions.coloringRules});

    QMenu* workspace = menuBar()->addMenu(tr("&Workspace"));
    workspace->addActions(m_tree->actions());

    QMenu* help = menuBar()->addMenu(tr("&Help"));
    help->addActions({m_actions.shortcuts, m_actions.about});
}

void MainWindow::setUpThemeMenu(QMenu& menu)
{
    menu.addActions(m_actions.theme->actions());
    const auto check = [this] {
        const Appearance::Choice choice = m_appearance->choice();
        QAction* action = choice == Appearance::Choice::Light  ? m_actions.themeLight
                          : choice == Appearance::Choice::Dark ? m_actions.themeDark
                                                               : m_actions.themeSystem;
        action->setChecked(true);
    };
    check();
    connect(m_appearance, &Appearance::changed, this, check);
    connect(m_actions.theme, &QActionGroup::triggered, this, [this](const QAction* action) {
        const auto choice = action == m_actions.themeLight  ? Appearance::Choice::Light
                            : action == m_actions.themeDark ? Appearance::Choice::Dark
                                                            : Appearance::Choice::System;
        if (const Result<void> stored = m_appearance->choose(choice); !stored)
            reportFailure(tr("Cannot save the setting"), stored.error());
    });
}

void MainWindow::connectActions()
{
    const auto on = [this](QAction* action, auto&& slot) {
        connect(action, &QAction::triggered, this, [slot] { slot(); });
    };
    on(m_actions.newServer, [this] { m_panes->openNew(panefactory::newServer(m_services.settings)); });
    on(m_actions.newClient, [this] { m_panes->openNew(panefactory::newClient(m_services.settings)); });
    on(m_actions.newUdp, [this] { m_panes->openNew(panefactory::newUdp()); });
    on(m_actions.newRequest, [this] { m_panes->openNew(panefactory::newRequest(m_services.settings)); });
    on(m_actions.openCapture, [this] { openCaptureDialog(); });
    on(m_actions.saveCapture, [this] { saveCaptureDialog(); });
    on(m_actions.backToLive, [this] { showLive(); });
    on(m_actions.newWorkspace, [this] { newWorkspaceDialog(); });
    on(m_actions.openWorkspace, [this] { openWorkspaceDialog(); });
    on(m_actions.quit, [this] { close(); });
    on(m_actions.undo, [this] { undoOrRedo(true); });
    on(m_actions.redo, [this] { undoOrRedo(false); });
    on(m_actions.find, [this] { find(); });
    on(m_actions.palette, [this] { showPalette(); });
    on(m_actions.nextPart, [this] { cycleParts(1); });
    on(m_actions.previousPart, [this] { cycleParts(-1); });
    on(m_actions.focusAddress, [this] { m_address->focusField(); });
    on(m_actions.resetLayout, [this] { resetLayout(); });
    on(m_actions.trigger, [this] {
        if (Pane* pane = m_panes->currentPane())
            pane->trigger(true);
    });
    on(m_actions.savePane, [this] { savePane(); });
    on(m_actions.closePane, [this] { closePage(m_tabs->currentIndex()); });
    on(m_actions.reopenPane, [this] { m_panes->reopenClosed(); });
    on(m_actions.nextPane, [this] { m_tabs->selectNext(); });
    on(m_actions.previousPane, [this] { m_tabs->selectPrevious(); });
    on(m_actions.filterTraffic, [this] {
        m_trafficDock->show();
        m_traffic->focusFilter();
    });
    on(m_actions.showConversation, [this] {
        if (m_traffic->currentRecord().isValid())
            showConversation(m_traffic->source()->record(m_traffic->currentRecord()).connectionId());
    });
    on(m_actions.markRecords, [this] { m_traffic->notes().toggleMarks(); });
    on(m_actions.nextMarked, [this] { goToMarked(1); });
    on(m_actions.previousMarked, [this] { goToMarked(-1); });
    on(m_actions.editComment, [this] { m_traffic->notes().editComment(); });
    on(m_actions.hideConnection, [this] { m_traffic->hideConnection(); });
    on(m_actions.clearTraffic, [this] { m_traffic->clear(); });
    on(m_actions.searchHistory, [this] {
        m_historyDock->show();
        m_historyDock->raise();
        m_memory->view().focusSearch();
    });
    on(m_actions.showCookies, [this] { m_memory->showCookies({}); });
    on(m_actions.coloringRules, [this] { m_traffic->editColoringRules(); });
    connect(m_actions.pauseTraffic, &QAction::toggled, m_traffic, &TrafficView::setPaused);
    connect(m_traffic, &TrafficView::pausedChanged, m_actions.pauseTraffic, &QAction::setChecked);
    on(m_actions.shortcuts, [this] { helpdialogs::showShortcuts(*this); });
    on(m_actions.about, [this] { helpdialogs::showAbout(*this); });
}

void MainWindow::connectPanes()
{
    connect(m_panes, &OpenPanes::undoChanged, this, &MainWindow::updateActions);
    connect(m_panes, &OpenPanes::failed, this, &MainWindow::reportFailure);
    connect(m_panes, &OpenPanes::leftRunning, this, &MainWindow::reportLeftRunning);
    connect(m_panes, &OpenPanes::recordActivated, this, [this](RecordId id) { showRecord(id, m_live); });
    connect(m_panes, &OpenPanes::connectionActivated, this, [this](ConnectionId id) {
        if (m_traffic->source() == m_live)
            m_traffic->markConnection(id);
    });
    connect(m_panes, &OpenPanes::itemStateChanged, this, [this](ItemId id, const PaneState& state) {
        using Run = WorkspaceTree::RunState;
        const Run run = state.mark == PaneState::Mark::Busy       ? Run::Busy
                        : state.mark == PaneState::Mark::Active   ? Run::Running
                        : state.mark == PaneState::Mark::HalfOpen ? Run::Running
                        : state.mark == PaneState::Mark::Failed   ? Run::Failed
                                                                  : Run::Idle;
        m_tree->setItemState(id, run, state.word);
        const bool isOver = run == Run::Idle || run == Run::Failed;
        if (isOver && id == m_leftRunning)
            m_messages->retract(m_leftRunningText);
    });
    connect(m_tabs, &QTabWidget::tabCloseRequested, this, &MainWindow::closePage);
    connect(m_tabs, &QTabWidget::currentChanged, this, [this] {
        updateCenter();
        updateActions();
        saveStateSoon();
    });
    connect(m_tabs->tabBar(), &QTabBar::tabMoved, this, &MainWindow::saveStateSoon);
    connect(m_tree, &WorkspaceTree::itemActivated, m_panes, &OpenPanes::openItem);
    connect(m_tree, &WorkspaceTree::itemTriggered, m_panes, &OpenPanes::triggerItem);
    connect(m_tree, &WorkspaceTree::failed, this, &MainWindow::reportFailure);
    connect(m_tree, &WorkspaceTree::newWorkspaceRequested, this, &MainWindow::newWorkspaceDialog);
    connect(m_tree, &WorkspaceTree::openWorkspaceRequested, this, &MainWindow::openWorkspaceDialog);
}

void MainWindow::connectTraffic()
{
    connect(m_traffic, &TrafficView::undoOffered, this,
            [this](const QString& text, const std::function<void()>& undo) {
                showMessage(MessageBar::Kind::Information, text, tr("Undo"), undo);
            });
    connect(m_traffic, &TrafficView::memoryChanged, this, &MainWindow::saveStateSoon);
    connect(m_traffic, &TrafficView::recordSelected, this,
            [this](RecordId id) { m_inspector->showRecord(m_traffic->source(), id); });
    connect(m_inspector, &Inspector::recordRequested, this, &MainWindow::showRecord);
    connect(m_traffic, &TrafficView::conversationRequested, this, &MainWindow::showConversation);
    connect(m_traffic, &TrafficView::copiedInPart, this,
            [this](const QString& missing) { showMessage(MessageBar::Kind::Warning, missing); });
    connect(m_traffic, &TrafficView::savingProgress, this, [this](const QString& path, int percent) {
        m_captureBar->showSaving(CaptureBar::Saving::Payload, tr("Saving %1").arg(path), percent);
    });
    connect(m_traffic, &TrafficView::saved, this, &MainWindow::reportSavedPayload);
    connect(m_traffic, &TrafficView::saveFailed, this, [this](const QString& path, const Error& error) {
        m_captureBar->hideSaving(CaptureBar::Saving::Payload);
        if (error.code != ErrorCode::Canceled)
            reportFailure(tr("Cannot save the payload to %1").arg(path), error);
    });
}

void MainWindow::setUpTrafficActions()
{
    m_trafficActions =
        new TrafficActions({*m_traffic, m_services.sessions, *m_panes, *m_tabs, m_pulse, m_live}, this);
    auto* menu = menuBar()->findChild<QMenu*>(QStringLiteral("trafficMenu"));
    menu->addSeparator();
    menu->addActions(m_trafficActions->actions());
    m_traffic->setRowActions(m_trafficActions->actions());
    connect(m_trafficActions, &TrafficActions::message, this,
            [this](MessageBar::Kind kind, const QString& text) { showMessage(kind, text); });
    connect(m_trafficActions, &TrafficActions::recordActivated, this,
            [this](RecordId id) { showRecord(id, m_live); });
}

void MainWindow::setUpCaptureActions()
{
    m_captureActions = new CaptureActions({*m_traffic, *m_tabs, m_pulse, m_live, this}, this);
    menuBar()
        ->findChild<QMenu*>(QStringLiteral("fileMenu"))
        ->insertAction(m_actions.backToLive, m_captureActions->exportAction());
    auto* menu = menuBar()->findChild<QMenu*>(QStringLiteral("trafficMenu"));
    menu->addSeparator();
    menu->addActions(m_captureActions->actions());
    connect(m_captureActions, &CaptureActions::message, this,
            [this](MessageBar::Kind kind, const QString& text) { showMessage(kind, text); });
    connect(m_captureActions, &CaptureActions::listWanted, m_trafficDock, &QWidget::show);
    CaptureExports* exports = &m_captureActions->exports();
    connect(exports, &CaptureExports::progressed, this, [this](const QString& path, int percent) {
        m_captureBar->showSaving(CaptureBar::Saving::Export, tr("Exporting to %1").arg(path), percent);
    });
    connect(exports, &CaptureExports::finished, this, [this] {
        m_captureBar->hideSaving(CaptureBar::Saving::Export);
        closeIfSaved();
    });
}

void MainWindow::connectCaptures()
{
    connect(&m_decodeChoices, &DecodeChoices::changed, this, [this](const RecordSource* source) {
        if (source == m_traffic->source().get())
            m_traffic->setDecodeAs(m_decodeChoices.of(*source));
    });
    connect(m_captureBar, &CaptureBar::openingCanceled, m_captures, &CaptureTasks::cancelOpening);
    connect(m_captureBar, &CaptureBar::savingCanceled, this, [this](CaptureBar::Saving what) {
        if (what == CaptureBar::Saving::Capture)
            m_captures->cancelSaving();
        else if (what == CaptureBar::Saving::Payload)
            m_traffic->cancelSaving();
        else
            m_captureActions->exports().cancel();
    });
    connect(m_captureBar, &CaptureBar::liveRequested, this, &MainWindow::showLive);
    connect(m_captures, &CaptureTasks::openedCapture, this, [this](const QString& name) {
        m_inspector->clear();
        closeConversations(m_live == m_traffic->source() ? nullptr : m_traffic->source().get());
        if (m_live != m_traffic->source())
            m_decodeChoices.forget(*m_traffic->source());
        m_traffic->setSource(m_captures->opened());
        m_traffic->setDecodeAs({});
        m_trafficDock->show();
        m_captureBar->showOpened(name, 0);
        if (m_hasDefaultLayout)
            resizeDocksToWindow();
        updateActions();
    });
    connect(m_captures, &CaptureTasks::openingProgress, this,
            [this](const QString& name, int percent, quint64 records) {
                m_captureBar->showOpened(tr("Opened capture: %1, %2").arg(name, format::records(records)),
                                         percent);
            });
    connect(m_captures, &CaptureTasks::openFailed, this, [this](const QString& path, const Error& error) {
        reportFailure(tr("Cannot open %1").arg(path), error);
    });
    connect(m_captures, &CaptureTasks::openedCutShort, this, [this](const QString& name, const Error& error) {
        reportFailure(tr("Only a part of %1 could be read").arg(name), error);
    });
    connect(m_captures, &CaptureTasks::savingProgress, this, [this](const QString& path, int percent) {
        m_captureBar->showSaving(CaptureBar::Saving::Capture, tr("Saving %1").arg(path), percent);
    });
    connect(m_captures, &CaptureTasks::saved, this, [this](const QString& path, const SaveResult& result) {
        m_captureBar->hideSaving(CaptureBar::Saving::Capture);
        const QString saved =
            tr("Saved %1 (%2) to %3.").arg(format::records(result.records), format::size(result.bytes), path);
        if (result.recordsDropped == 0)
            showMessage(MessageBar::Kind::Information, saved);
        else
            showMessage(MessageBar::Kind::Warning,
                        tr("%1 Left out: %2, whose bytes the cap on disk use had dropped before.")
                            .arg(saved, format::records(result.recordsDropped)));
    });
    connect(m_captures, &CaptureTasks::saveFailed, this, [this](const QString& path, const Error& error) {
        m_captureBar->hideSaving(CaptureBar::Saving::Capture);
        if (error.code != ErrorCode::Canceled)
            reportFailure(tr("Cannot save the capture to %1").arg(path), error);
    });
    connect(m_captures, &CaptureTasks::saved, this, &MainWindow::closeIfSaved);
    connect(m_captures, &CaptureTasks::saveFailed, this, &MainWindow::closeIfSaved);
    connect(m_traffic, &TrafficView::saved, this, &MainWindow::closeIfSaved);
    connect(m_traffic, &TrafficView::saveFailed, this, &MainWindow::closeIfSaved);
    connect(m_captures, &CaptureTasks::foundCutShort, this, &MainWindow::offerRecovery);
}

void MainWindow::connectMemory()
{
    m_memory->setPlaces(*m_panes, *m_tabs);
    connect(m_memory, &ExchangeMemory::message, this,
            [this](MessageBar::Kind kind, const QString& text, const QString& actionText,
                   const std::function<void()>& action) { showMessage(kind, text, actionText, action); });
    connect(m_memory, &ExchangeMemory::pageOpened, this, [this] {
        updateCenter();
        updateActions();
    });
    connect(&m_memory->view(), &HistoryView::memoryChanged, this, &MainWindow::saveStateSoon);
    connect(m_memory, &ExchangeMemory::jarChanged, this, &MainWindow::saveStateSoon);
}

} // namespace wl
