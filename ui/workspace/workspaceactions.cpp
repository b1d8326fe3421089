// SPDX-License-Identifier: MIT
#include "ui/workspace/workspaceactions.h"

#include "ui/widgets/icons.h"
#include "ui/workspace/workspacemodel.h"
#include "ui/workspace/workspaceview.h"

#include <algorithm>

namespace wl {
namespace {

[[nodiscard]] ItemContent newServer()
{
    ServerItem item;
    item.server.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), 8080, {}};
    item.responder.kind = ResponderSpec::Kind::Echo;
    return item;
}

[[nodiscard]] ItemContent newClient()
{
    ClientItem item;
    item.client.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), 8080, {}};
    return item;
}

[[nodiscard]] ItemContent newUdp()
{
    UdpItem item;
    item.udp.address = {Scheme::Udp, QStringLiteral("127.0.0.1"), 0, {}};
    return item;
}

} // namespace

WorkspaceActions::WorkspaceActions(WorkspaceView& view)
    : QObject(&view)
    , m_view(view)
{
    addCreating(QStringLiteral("newRequest"), QStringLiteral("http"), tr("New &request"),
                {QKeySequence(Qt::CTRL | Qt::Key_N)}, tr("New request"), HttpRequest());
    addCreating(QStringLiteral("newServer"), QStringLiteral("server"), tr("New &server"), {},
                tr("New server"), newServer());
    addCreating(QStringLiteral("newClient"), QStringLiteral("client"), tr("New &client"), {},
                tr("New client"), newClient());
    addCreating(QStringLiteral("newUdp"), QStringLiteral("udp"), tr("New &UDP socket"), {},
                tr("New UDP socket"), newUdp());
    m_creating.append(add(QStringLiteral("newFolder"), QStringLiteral("folder"), tr("New &folder"),
                          {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)}, &WorkspaceActions::createFolder));
    m_trigger = add(QStringLiteral("triggerItem"), QStringLiteral("play"), tr("Start"),
                    {QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter),
                     QKeySequence(Qt::Key_Space)},
                    &WorkspaceActions::triggerCurrent);
    m_open = add(QStringLiteral("openItem"), QStringLiteral("open"), tr("&Open"), {},
                 &WorkspaceActions::openCurrent);
    m_rename = add(QStringLiteral("renameItem"), QStringLiteral("edit"), tr("Re&name"),
                   {QKeySequence(Qt::Key_F2)}, &WorkspaceActions::renameCurrent);
    m_duplicate = add(QStringLiteral("duplicateItem"), QStringLiteral("duplicate"), tr("&Duplicate"),
                      {QKeySequence(Qt::CTRL | Qt::Key_D)}, &WorkspaceActions::duplicateCurrent);
    m_remove = add(QStringLiteral("deleteItem"), QStringLiteral("trash"), tr("Dele&te"),
                   {QKeySequence(Qt::Key_Delete)}, &WorkspaceActions::removeCurrent);
    m_moveUp = add(QStringLiteral("moveItemUp"), {}, tr("Move &up"),
                   {QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Up)}, &WorkspaceActions::moveCurrentUp);
    m_moveDown = add(QStringLiteral("moveItemDown"), {}, tr("Move do&wn"),
                     {QKeySequence(Qt::ALT | Qt::SHIFT | Qt::Key_Down)}, &WorkspaceActions::moveCurrentDown);
    m_undo = add(QStringLiteral("undoWorkspace"), QStringLiteral("undo"), tr("Undo"),
                 QKeySequence::keyBindings(QKeySequence::Undo), &WorkspaceActions::undoLast);
    m_redo = add(QStringLiteral("redoWorkspace"), QStringLiteral("redo"), tr("Redo"),
                 QKeySequence::keyBindings(QKeySequence::Redo), &WorkspaceActions::redoLast);
    m_ofItem = {m_trigger, m_open,   nullptr,    m_rename, m_duplicate, m_remove,
                nullptr,   m_moveUp, m_moveDown, nullptr,  m_undo,      m_redo};
    update();
}

QAction* WorkspaceActions::add(const QString& name, const QString& icon, const QString& text,
                               const QList<QKeySequence>& keys, void (WorkspaceActions::*slot)())
{
    auto* action = new QAction(icons::icon(icon), text, &m_view);
    action->setObjectName(name);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, slot);
    m_view.addAction(action);
    return action;
}

void WorkspaceActions::addCreating(const QString& name, const QString& icon, const QString& text,
                                   const QList<QKeySequence>& keys, const QString& itemName,
                                   const ItemContent& content)
{
    auto* action = new QAction(icons::icon(icon), text, &m_view);
    action->setObjectName(name);
    action->setShortcuts(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, [this, itemName, content] { create(itemName, content); });
    m_view.addAction(action);
    m_creating.append(action);
}

void WorkspaceActions::setWorkspace(Workspace* workspace)
{
    if (m_workspace)
        m_workspace->disconnect(this);
    m_workspace = workspace;
    if (workspace) {
        connect(workspace, &Workspace::structureChanged, this, &WorkspaceActions::update);
        connect(workspace, &Workspace::contentChanged, this, &WorkspaceActions::update);
    }
    update();
}

void WorkspaceActions::update()
{
    const QModelIndex current = m_view.currentIndex();
    const bool hasItem = m_workspace && current.isValid();
    const QString triggerText = current.data(WorkspaceModel::TriggerTextRole).toString();
    const auto state = WorkspaceTree::RunState(current.data(WorkspaceModel::RunStateRole).toInt());
    const bool runs = state == WorkspaceTree::RunState::Busy || state == WorkspaceTree::RunState::Running;
    const bool isRequest =
        current.data(WorkspaceModel::KindRole).toInt() == int(WorkspaceModel::Kind::Request);
    for (QAction* action : std::as_const(m_creating))
        action->setEnabled(m_workspace);
    for (QAction* action : {m_rename, m_duplicate, m_remove, m_moveUp, m_moveDown})
        action->setEnabled(hasItem);
    m_open->setEnabled(!triggerText.isEmpty());
    m_trigger->setEnabled(!triggerText.isEmpty());
    m_trigger->setText(triggerText.isEmpty() ? tr("Start") : triggerText);
    m_trigger->setToolTip(triggerText.isEmpty()
                              ? tr("Select an item to start it or send it")
                              : QStringLiteral("<qt>%1</qt>")
                                    .arg(tr("%1: %2 (Ctrl+Enter)", "Start: name of the item")
                                             .arg(triggerText, current.data().toString().toHtmlEscaped())));
    m_trigger->setIcon(icons::icon(runs        ? QStringLiteral("stop")
                                   : isRequest ? QStringLiteral("send")
                                               : QStringLiteral("play"),
                                   icons::Tint::Accent));
    m_undo->setEnabled(m_workspace && m_workspace->canUndo());
    m_undo->setText(m_undo->isEnabled() ? tr("&Undo: %1").arg(m_workspace->undoText()) : tr("&Undo"));
    m_redo->setEnabled(m_workspace && m_workspace->canRedo());
    m_redo->setText(m_redo->isEnabled() ? tr("&Redo: %1").arg(m_workspace->redoText()) : tr("&Redo"));
}

ItemId WorkspaceActions::targetFolder(int* at) const
{
    const ItemId current = m_view.currentItem();
    const Workspace::Node* node = m_workspace->node(current);
    *at = -1;
    if (!node || node->isFolder)
        return node ? current : ItemId();
    const Workspace::Node* folder = m_workspace->node(node->parent);
    const QList<ItemId> siblings = folder ? folder->children : m_workspace->topLevel();
    *at = int(siblings.indexOf(current)) + 1;
    return node->parent;
}

QString WorkspaceActions::freeName(ItemId folder, const QString& name) const
{
    const Workspace::Node* node = m_workspace->node(folder);
    const QList<ItemId> siblings = node ? node->children : m_workspace->topLevel();
    QString free = name;
    const auto isTaken = [&](ItemId id) { return m_workspace->node(id)->name == free; };
    for (int n = 2; std::any_of(siblings.begin(), siblings.end(), isTaken); ++n)
        free = QStringLiteral("%1 %2").arg(name).arg(n);
    return free;
}

void WorkspaceActions::create(const QString& name, const ItemContent& content)
{
    int at = -1;
    const ItemId folder = targetFolder(&at);
    const auto added = m_workspace->addItem(folder, freeName(folder, name), content, at);
    if (!added) {
        emit failed(tr("Cannot add %1").arg(name), added.error());
        return;
    }
    m_view.setCurrentItem(*added);
    emit itemOpened(*added);
}

void WorkspaceActions::createFolder()
{
    int at = -1;
    const ItemId folder = targetFolder(&at);
    const auto added = m_workspace->addFolder(folder, freeName(folder, tr("New folder")));
    if (!added) {
        emit failed(tr("Cannot add a folder"), added.error());
        return;
    }
    m_view.setCurrentItem(*added);
    m_view.edit(m_view.currentIndex());
}

void WorkspaceActions::openCurrent()
{
    emit itemOpened(m_view.currentItem());
}

void WorkspaceActions::triggerCurrent()
{
    emit itemTriggered(m_view.currentItem());
}

void WorkspaceActions::renameCurrent()
{
    m_view.edit(m_view.currentIndex());
}

void WorkspaceActions::duplicateCurrent()
{
    const auto copy = m_workspace->duplicate(m_view.currentItem());
    if (copy)
        m_view.setCurrentItem(*copy);
    else
        emit failed(tr("Cannot duplicate"), copy.error());
}

void WorkspaceActions::removeCurrent()
{
    const QString name = m_view.currentIndex().data().toString();
    const auto done = m_workspace->remove(m_view.currentItem());
    if (done)
        emit removed(name);
    else
        emit failed(tr("Cannot delete %1").arg(name), done.error());
}

void WorkspaceActions::moveCurrent(int by)
{
    const ItemId id = m_view.currentItem();
    const Workspace::Node& node = *m_workspace->node(id);
    const Workspace::Node* folder = m_workspace->node(node.parent);
    const QList<ItemId> siblings = folder ? folder->children : m_workspace->topLevel();
    const auto at = int(siblings.indexOf(id)) + by;
    if (at < 0 || at >= siblings.size())
        return;
    const auto moved = m_workspace->move(id, node.parent, at);
    if (!moved)
        emit failed(tr("Cannot move"), moved.error());
}

void WorkspaceActions::undoLast()
{
    if (const auto undone = m_workspace->undo(); !undone)
        emit failed(tr("Cannot undo"), undone.error());
}

void WorkspaceActions::redoLast()
{
    if (const auto redone = m_workspace->redo(); !redone)
        emit failed(tr("Cannot redo"), redone.error());
}

} // namespace wl
