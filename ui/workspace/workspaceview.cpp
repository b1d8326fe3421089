// SPDX-License-Identifier: MIT
#include "ui/workspace/workspaceview.h"

#include "ui/workspace/workspacedelegate.h"
#include "ui/workspace/workspacemodel.h"

#include <QAction>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QToolTip>

namespace wl {

WorkspaceView::WorkspaceView(WorkspaceModel& model, QWidget* parent)
    : QTreeView(parent)
    , m_model(model)
    , m_delegate(new WorkspaceDelegate(this))
{
    setObjectName(QStringLiteral("workspaceItems"));
    setAccessibleName(tr("Workspace"));
    setModel(&model);
    setItemDelegate(m_delegate);
    setHeaderHidden(true);
    setUniformRowHeights(true);
    setIndentation(16);
    setFrameShape(QFrame::NoFrame);
    setExpandsOnDoubleClick(true);
    setEditTriggers(EditKeyPressed);
    setDragDropMode(InternalMove);
    setDefaultDropAction(Qt::MoveAction);
    setDropIndicatorShown(true);
    setAutoExpandDelay(600);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &WorkspaceView::rememberPlace);
    connect(&model, &QAbstractItemModel::modelReset, this, &WorkspaceView::restorePlace);
    connect(this, &QTreeView::collapsed, this, [this](const QModelIndex& index) {
        if (!m_isRestoring && !m_model.isFiltered())
            m_closed.insert(WorkspaceModel::idOf(index));
    });
    connect(this, &QTreeView::expanded, this, [this](const QModelIndex& index) {
        if (!m_isRestoring && !m_model.isFiltered())
            m_closed.remove(WorkspaceModel::idOf(index));
    });
    connect(this, &QTreeView::doubleClicked, this, [this](const QModelIndex& index) {
        if (!index.data(WorkspaceModel::TriggerTextRole).toString().isEmpty())
            emit itemOpened(WorkspaceModel::idOf(index));
    });
}

ItemId WorkspaceView::currentItem() const
{
    return WorkspaceModel::idOf(currentIndex());
}

void WorkspaceView::setCurrentItem(ItemId id)
{
    const QModelIndex index = m_model.indexOf(id);
    for (QModelIndex folder = index.parent(); folder.isValid(); folder = folder.parent())
        expand(folder);
    setCurrentIndex(index);
    if (index.isValid())
        scrollTo(index);
}

void WorkspaceView::openAllFolders()
{
    m_closed.clear();
    restorePlace();
}

void WorkspaceView::rememberPlace()
{
    m_current = currentItem();
    m_row = currentIndex().row();
    m_parent = WorkspaceModel::idOf(currentIndex().parent());
}

void WorkspaceView::restorePlace()
{
    m_isRestoring = true;
    expandAll();
    if (!m_model.isFiltered()) {
        for (const ItemId id : std::as_const(m_closed))
            setExpanded(m_model.indexOf(id), false);
    }
    m_isRestoring = false;
    QModelIndex index = m_model.indexOf(m_current);
    if (!index.isValid() && m_current.isValid()) {
        // What was selected is gone: its neighbor, else the folder it was in.
        const QModelIndex folder = m_model.indexOf(m_parent);
        const int row = qMin(m_row, m_model.rowCount(folder) - 1);
        index = row >= 0 ? m_model.index(row, 0, folder) : folder;
    }
    if (index.isValid())
        setCurrentIndex(index);
    emit currentItemChanged();
}

void WorkspaceView::currentChanged(const QModelIndex& current, const QModelIndex& previous)
{
    QTreeView::currentChanged(current, previous);
    emit currentItemChanged();
}

QModelIndex WorkspaceView::buttonAt(const QPoint& position) const
{
    const QModelIndex index = indexAt(position);
    return index.isValid() && WorkspaceDelegate::buttonRect(visualRect(index), index).contains(position)
               ? index
               : QModelIndex();
}

void WorkspaceView::hover(const QModelIndex& button)
{
    m_delegate->setHoveredButton(button);
    m_delegate->setPressedButton(m_pressed);
    viewport()->update();
}

void WorkspaceView::mousePressEvent(QMouseEvent* event)
{
    const QModelIndex button = buttonAt(event->position().toPoint());
    if (event->button() != Qt::LeftButton || !button.isValid()) {
        QTreeView::mousePressEvent(event);
        return;
    }
    m_pressed = button;
    // A row that is partly covered must not scroll away from under the button that is being clicked.
    setAutoScroll(false);
    setCurrentIndex(button);
    setAutoScroll(true);
    hover(button);
}

void WorkspaceView::mouseMoveEvent(QMouseEvent* event)
{
    hover(buttonAt(event->position().toPoint()));
    if (!m_pressed.isValid())
        QTreeView::mouseMoveEvent(event);
}

void WorkspaceView::mouseReleaseEvent(QMouseEvent* event)
{
    if (!m_pressed.isValid()) {
        QTreeView::mouseReleaseEvent(event);
        return;
    }
    const QModelIndex pressed = m_pressed;
    m_pressed = QModelIndex();
    const QModelIndex button = buttonAt(event->position().toPoint());
    hover(button);
    if (button == pressed)
        emit itemTriggered(WorkspaceModel::idOf(pressed));
}

void WorkspaceView::mouseDoubleClickEvent(QMouseEvent* event)
{
    // The second press of a double click on a button is a press of its own.
    if (buttonAt(event->position().toPoint()).isValid())
        mousePressEvent(event);
    else
        QTreeView::mouseDoubleClickEvent(event);
}

void WorkspaceView::leaveEvent(QEvent* event)
{
    hover({});
    QTreeView::leaveEvent(event);
}

bool WorkspaceView::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QModelIndex button = buttonAt(help->pos());
        if (button.isValid()) {
            QToolTip::showText(help->globalPos(), button.data(WorkspaceModel::TriggerTextRole).toString(),
                               this);
            return true;
        }
    }
    return QTreeView::viewportEvent(event);
}

QAction* WorkspaceView::actionFor(const QKeyEvent& event) const
{
    const QKeySequence pressed(event.keyCombination());
    for (QAction* action : actions()) {
        if (action->isEnabled() && action->shortcuts().contains(pressed))
            return action;
    }
    return nullptr;
}

bool WorkspaceView::event(QEvent* event)
{
    // With the focus here, keys of our actions are ours even where the window has the same ones.
    if (event->type() == QEvent::ShortcutOverride && state() != EditingState &&
        actionFor(*static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QTreeView::event(event);
}

void WorkspaceView::keyPressEvent(QKeyEvent* event)
{
    QAction* action = state() == EditingState ? nullptr : actionFor(*event);
    if (action) {
        action->trigger();
        event->accept();
        return;
    }
    const bool isOpen = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const QModelIndex current = currentIndex();
    if (!isOpen || event->modifiers() & ~Qt::KeypadModifier || !current.isValid()) {
        QTreeView::keyPressEvent(event);
        return;
    }
    if (current.data(WorkspaceModel::TriggerTextRole).toString().isEmpty())
        setExpanded(current, !isExpanded(current));
    else
        emit itemOpened(WorkspaceModel::idOf(current));
}

} // namespace wl
