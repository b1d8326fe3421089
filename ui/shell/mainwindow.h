// SPDX-License-Identifier: MIT
#pragma once

#include "base/settings.h"
#include "capture/capturestore.h"
#include "session/commandline.h"
#include "session/sessions.h"
#include "ui/panes/pane.h"
#include "ui/shell/shellactions.h"
#include "ui/shell/shellstate.h"
#include "ui/traffic/decodechoices.h"
#include "ui/widgets/messagebar.h"
#include "ui/widgets/pulse.h"
#include "workspace/workspace.h"

#include <QMainWindow>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

class QDockWidget;
class QStackedWidget;

namespace wl {

class AddressBar;
class Appearance;
class CaptureActions;
class CaptureBar;
class CaptureTasks;
struct CaptureFolder;
class CommandPalette;
class ExchangeMemory;
class FileWriter;
class Inspector;
class MessageStack;
class OpenPanes;
class PaneTabs;
class SecretStore;
struct PayloadSum;
class TrafficActions;
class TrafficView;
class WorkspaceTree;

/// What the window works with; the program owns it and it outlives the window.
struct ShellServices
{
    Settings& settings;
    CaptureStore& capture;
    Sessions& sessions;
    QString dataFolder;             ///< window state, unsaved panes, the Playground
    QString captureFolder;          ///< parent of autosaved captures
    SecretStore* secrets = nullptr; ///< keeps what is secret in items; null: nothing does
};

/// The window: docks, tabs of panes, address bar, status. It puts the parts together and carries what one
/// asks to another; each part knows only its own business.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(const ShellServices& services, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens what the command line names: files are captures or workspaces, all else an address with options,
    /// which is started.
    void openArguments(const QStringList& arguments);
    /// Work that can wait until the first frame is painted: the desktop's look, captures that were cut short.
    void startLate();

    /// Says where the settings could not be read, or what in them was not understood.
    void reportSettings();
    /// A message in the bar above the panes. `action` runs when its button is clicked.
    void showMessage(MessageBar::Kind kind, const QString& text, const QString& actionText = {},
                     std::function<void()> action = {});

    [[nodiscard]] PaneTabs& tabs() { return *m_tabs; }
    [[nodiscard]] TrafficView& traffic() { return *m_traffic; }
    [[nodiscard]] OpenPanes& panes() { return *m_panes; }
    [[nodiscard]] Pulse& pulse() { return m_pulse; }

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    // mainwindowsetup.cpp
    void setUpCenter();
    void setUpDocks();
    void setUpToolBar();
    void setUpMenus();
    void setUpThemeMenu(QMenu& menu);
    QDockWidget* addDock(const QString& title, const QString& name, QWidget* content,
                         Qt::DockWidgetArea area);
    void connectActions();
    void connectPanes();
    void connectTraffic();
    void setUpTrafficActions();
    void setUpCaptureActions();
    void connectCaptures();
    void connectMemory();
    void resetLayout();
    void resizeDocksToWindow();
    [[nodiscard]] bool isLayoutDefault() const;

    // mainwindow.cpp
    void restoreState();
    void fitToScreen(const QRect& wanted);
    void saveState();
    void saveStateSoon();
    void openWorkspaceAtStart();
    void openPlayground();
    void openWorkspace(const QString& path);
    void setWorkspace(std::unique_ptr<Workspace> workspace);
    void useWorkspace(std::unique_ptr<Workspace> workspace); ///< and at the next start
    void updateActions();
    void updateCenter();
    void openText(const Opened& what, const QString& text);
    void closePage(int index);
    void showRecord(RecordId id, const std::shared_ptr<const RecordSource>& source);
    void showConversation(ConnectionId id);
    void closeConversations(const RecordSource* source);
    void showLive();
    void openCaptureDialog();
    void saveCaptureDialog();
    void newWorkspaceDialog();
    void openWorkspaceDialog();
    void retire(std::unique_ptr<Workspace> workspace);
    void connectWriter();
    void reportUnsaved(const QString& path, const Error& error);
    void showPalette();
    void find();
    void cycleParts(int step);
    void goToMarked(int step);
    void focusPart(QWidget& part);
    void reportSavedPayload(const QString& path, const PayloadSum& sum);
    void reportFailure(const QString& tried, const Error& error);
    void reportLeftRunning(ItemId id);
    void undoOrRedo(bool isUndo);
    void openCapture(const CaptureFolder& capture);
    [[nodiscard]] bool isSaving() const;
    void closeIfSaved();
    void savePane();
    void offerRecovery(const CaptureFolder& folder, quint64 records);

    ShellServices m_services;
    std::shared_ptr<FileWriter> m_writer; ///< of all workspaces and of the window's state
    ShellState m_state;
    std::shared_ptr<const RecordSource> m_live;
    Pulse m_pulse;
    DecodeChoices m_decodeChoices;
    ShellActions m_actions;
    QTimer m_stateTimer;
    bool m_closesWhenSaved = false;  ///< somebody closed the window while a file was being saved
    bool m_hasDefaultLayout = false; ///< nobody has moved the docks' edges
    std::unique_ptr<Workspace> m_workspace;
    std::vector<std::unique_ptr<Workspace>> m_retired; ///< closed, and not on disk yet
    QString m_unsavedPath; ///< a file that could not be written, and what was said of it
    QString m_unsavedText;
    Appearance* m_appearance = nullptr;
    CaptureTasks* m_captures = nullptr;
    ExchangeMemory* m_memory = nullptr;
    OpenPanes* m_panes = nullptr;

    AddressBar* m_address = nullptr;
    QStackedWidget* m_center = nullptr;
    MessageStack* m_messages = nullptr;
    ItemId m_leftRunning; ///< what the message is about, which offers to stop it
    QString m_leftRunningText;
    PaneTabs* m_tabs = nullptr;
    WorkspaceTree* m_tree = nullptr;
    Inspector* m_inspector = nullptr;
    TrafficView* m_traffic = nullptr;
    TrafficActions* m_trafficActions = nullptr;
    CaptureActions* m_captureActions = nullptr;
    CaptureBar* m_captureBar = nullptr;
    CommandPalette* m_palette = nullptr;
    QDockWidget* m_workspaceDock = nullptr;
    QDockWidget* m_historyDock = nullptr;
    QDockWidget* m_inspectorDock = nullptr;
    QDockWidget* m_trafficDock = nullptr;
};

} // namespace wl
