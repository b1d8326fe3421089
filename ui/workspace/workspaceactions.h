// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "workspace/item.h"

#include <QAction>
#include <QObject>

namespace wl {

class Workspace;
class WorkspaceView;

/// What can be done in the tree, as actions with shortcuts that hold while the view has the focus. They edit
/// the workspace; what fails is told.
class WorkspaceActions final : public QObject
{
    Q_OBJECT
public:
    explicit WorkspaceActions(WorkspaceView& view);

    void setWorkspace(Workspace* workspace);
    /// Enables and names the actions by what is selected.
    void update();

    /// New request, server, client, UDP socket, folder.
    [[nodiscard]] const QList<QAction*>& creating() const { return m_creating; }
    /// What goes into the context menu of an item, in groups; null separates.
    [[nodiscard]] const QList<QAction*>& ofItem() const { return m_ofItem; }
    [[nodiscard]] QAction* trigger() const { return m_trigger; }
    [[nodiscard]] QAction* undo() const { return m_undo; }

signals:
    void itemOpened(wl::ItemId id);
    void itemTriggered(wl::ItemId id);
    void failed(const QString& tried, const wl::Error& error);
    void removed(const QString& name);

private:
    QAction* add(const QString& name, const QString& icon, const QString& text,
                 const QList<QKeySequence>& keys, void (WorkspaceActions::*slot)());
    void addCreating(const QString& name, const QString& icon, const QString& text,
                     const QList<QKeySequence>& keys, const QString& itemName, const ItemContent& content);
    void create(const QString& name, const ItemContent& content);
    void createFolder();
    void openCurrent();
    void triggerCurrent();
    void renameCurrent();
    void duplicateCurrent();
    void removeCurrent();
    void moveCurrentUp() { moveCurrent(-1); }
    void moveCurrentDown() { moveCurrent(1); }
    void moveCurrent(int by);
    void undoLast();
    void redoLast();
    /// The folder that is selected, or the one of the selected item, and the place behind it.
    [[nodiscard]] ItemId targetFolder(int* at) const;
    [[nodiscard]] QString freeName(ItemId folder, const QString& name) const;

    WorkspaceView& m_view;
    Workspace* m_workspace = nullptr;
    QList<QAction*> m_creating;
    QList<QAction*> m_ofItem;
    QAction* m_open = nullptr;
    QAction* m_trigger = nullptr;
    QAction* m_rename = nullptr;
    QAction* m_duplicate = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_moveUp = nullptr;
    QAction* m_moveDown = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
};

} // namespace wl
