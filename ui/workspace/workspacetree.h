// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "workspace/item.h"

#include <QWidget>

#include <memory>

namespace wl {

class Workspace;

/// The tree of the open workspace: a search box, one row per folder and item, a Send or Start/Stop button on
/// each row. It edits the workspace itself (new, rename, duplicate, delete, move, undo) and only asks the
/// shell to open and to run. Its actions (QWidget::actions()) have shortcuts that hold while it has the
/// focus.
class WorkspaceTree : public QWidget
{
    Q_OBJECT
public:
    /// What the shell knows about an item's endpoint or exchange.
    enum class RunState : quint8 { Idle, Busy, Running, Failed };

    explicit WorkspaceTree(QWidget* parent = nullptr);
    ~WorkspaceTree() override;

    /// Not owned; null shows the empty state. Must be set to null before the workspace dies.
    void setWorkspace(Workspace* workspace);

    /// The mark and the word ("Listening", "200") of an item's row; its button says Stop while Busy or
    /// Running.
    void setItemState(ItemId id, RunState state, const QString& word);
    void clearItemStates();

    [[nodiscard]] ItemId currentItem() const; ///< invalid where nothing is selected
    void setCurrentItem(ItemId id);           ///< selects, opens the folders above, scrolls there

signals:
    /// Open the item's pane (Enter, double click, a new item).
    void itemActivated(wl::ItemId id);
    /// Send, start or stop it (the row's button, Ctrl+Enter).
    void itemTriggered(wl::ItemId id);
    /// Something that was asked for here failed ("Cannot rename …"); show it where the person looks.
    void failed(const QString& tried, const wl::Error& error);
    /// From the empty state: there is no workspace.
    void newWorkspaceRequested();
    void openWorkspaceRequested();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl
