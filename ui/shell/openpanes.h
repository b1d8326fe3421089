// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/pane.h"
#include "ui/shell/panetabs.h"
#include "ui/shell/shellstate.h"
#include "workspace/workspace.h"

#include <QObject>
#include <QTimer>

#include <memory>
#include <vector>

namespace wl {

/// The open panes: which item each one edits, saving what is typed, their marks, what a closed one leaves.
/// Items are those of the open workspace, or of the scratch workspace: the window's own file of panes that
/// nobody has saved. UI thread; the main window owns it.
class OpenPanes : public QObject
{
    Q_OBJECT
public:
    using MakePane = std::function<Pane*(const ItemContent&, const PaneContext&, QWidget* parent)>;

    /// `scratch` may be null (then unsaved panes live only as long as the window). `context`'s
    /// functions are set here. All references outlive this object.
    OpenPanes(PaneTabs& tabs, const PaneContext& context, std::unique_ptr<Workspace> scratch, MakePane make,
              QObject* parent = nullptr);
    ~OpenPanes() override;

    /// Closes the panes of the workspace before. Not owned; null for none.
    void setWorkspace(Workspace* workspace);

    /// Opens the pane of an item, or shows it where it is open.
    Pane* openItem(ItemId id);
    /// A pane for a new, unsaved item.
    Pane* openNew(const ItemContent& content);
    /// The unsaved pane with this content that is open and stopped, else a new one: the same address opened
    /// again and again does not fill the window.
    Pane* openStopped(const ItemContent& content);
    /// Starts, stops or sends an item; opens its pane.
    void triggerItem(ItemId id);
    /// Moves an unsaved pane's item into the workspace; the unsaved copy stays until the workspace is on
    /// disk. Errors: those of Workspace::addItem; NotConnected without a workspace.
    Result<ItemId> saveToWorkspace(Pane* pane);
    [[nodiscard]] bool isScratch(const Pane* pane) const;

    [[nodiscard]] Pane* currentPane() const;
    /// Closes a pane's tab. One of the workspace that runs or has open connections goes on without a tab
    /// until all of that has ended, which leftRunning() tells; an unsaved one ends.
    void close(Pane* pane);
    /// Stops the pane of an item where it runs, with a tab or without; a stopped one closes its connections.
    void stopItem(ItemId id);
    /// The pane that a connection of the live capture belongs or belonged to, its tab shown; null where it is
    /// of none that can be sent from.
    Pane* showPaneOf(ConnectionId connection);
    /// The open pane of an item, with a tab or without; null where there is none.
    [[nodiscard]] const Pane* paneOf(ItemId id) const;
    [[nodiscard]] bool canReopen() const { return !m_closed.isEmpty(); }
    void reopenClosed();

    /// PaneContext::startServerFor.
    void startServerFor(const QString& host, quint16 port, bool udp, QObject* asker,
                        const PaneContext::ServerAnswer& answer);
    /// PaneContext::holderOf.
    [[nodiscard]] QString holderOf(const Error& error, bool udp) const;

    /// Takes what stands in open editors of cells, before something is saved for good.
    void commitEdits();
    /// Saves what was typed since the last time.
    void saveEdits();
    /// Tries again where the last save failed.
    void saveAgain();
    /// Steps of an unsaved pane, which has no other place for them: each is what was typed until it was
    /// saved.
    void undoOrRedo(Pane* pane, bool isUndo);
    [[nodiscard]] bool canUndo(const Pane* pane) const;
    [[nodiscard]] bool canRedo(const Pane* pane) const;
    [[nodiscard]] QList<PanePlace> places() const;
    /// Which of places() is the current pane, or the last one before the current page; −1 = none.
    [[nodiscard]] int currentPlace() const;
    /// Opens the panes at these places, and every other unsaved one.
    void restore(const QList<PanePlace>& places, int current);

signals:
    void recordActivated(wl::RecordId id);
    void connectionActivated(wl::ConnectionId id);
    void itemStateChanged(wl::ItemId id, const wl::PaneState& state);
    /// A pane lives on without a tab: it was running when its tab was closed, or has stopped since and still
    /// has connections.
    void leftRunning(wl::ItemId id);
    void undoChanged(); ///< canUndo() or canRedo() of a pane
    void failed(const QString& tried, const wl::Error& error);

private:
    struct Entry
    {
        Pane* pane = nullptr;
        Workspace* workspace = nullptr;
        ItemId item;
        bool isEdited = false;
        QList<ItemContent> before = {}; ///< of an unsaved one: steps to undo, and to redo
        QList<ItemContent> after = {};
        bool isLeftRunning = false; ///< its tab was closed
        bool wasRunning = false;    ///< when it was last looked at
    };

    Entry* entryOf(const Pane* pane);
    [[nodiscard]] const Entry* entryOf(const Pane* pane) const;
    Entry* entryOf(const Workspace* workspace, ItemId id);
    Pane* add(Workspace* workspace, ItemId id, const ItemContent& content);
    void showPage(Pane* pane, bool isCurrent);
    void connectPane(Pane* pane);
    [[nodiscard]] static bool isAlive(const Pane& pane);
    void updateState(Pane* pane);
    void workspaceChanged();
    void contentChanged(ItemId id);
    void fillSecrets(const Workspace* workspace, ItemId id, const ItemSecrets& secrets);
    void watchSecrets(Workspace* workspace);
    void discard(Pane* pane);
    void keepStep(Entry& entry);
    [[nodiscard]] QString freeName(const ItemContent& content) const;
    void forgetWhenSaved(ItemId unsaved);

    PaneTabs& m_tabs;
    PaneContext m_context;
    std::unique_ptr<Workspace> m_scratch;
    MakePane m_make;
    Workspace* m_workspace = nullptr;
    std::vector<Entry> m_entries;
    QList<ItemContent> m_closed; ///< unsaved panes that were closed, last one last
    QTimer m_saveTimer;
    bool m_isSaving = false;
};

} // namespace wl
