// SPDX-License-Identifier: MIT
#pragma once

#include "workspace/item.h"

#include <QTreeView>

namespace wl {

class WorkspaceDelegate;
class WorkspaceModel;

/// The tree view: mouse on the rows' buttons, keys of the actions, folders that stay open when the model is
/// reset.
class WorkspaceView final : public QTreeView
{
    Q_OBJECT
public:
    explicit WorkspaceView(WorkspaceModel& model, QWidget* parent = nullptr);

    [[nodiscard]] ItemId currentItem() const;
    void setCurrentItem(ItemId id);
    /// Forgets which folders were closed.
    void openAllFolders();

signals:
    void itemOpened(wl::ItemId id);
    void itemTriggered(wl::ItemId id);
    void currentItemChanged();

protected:
    bool event(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    [[nodiscard]] QModelIndex buttonAt(const QPoint& position) const;
    [[nodiscard]] QAction* actionFor(const QKeyEvent& event) const;
    void hover(const QModelIndex& button);
    void rememberPlace();
    void restorePlace();

    WorkspaceModel& m_model;
    WorkspaceDelegate* m_delegate = nullptr;
    QPersistentModelIndex m_pressed;
    QSet<ItemId> m_closed; ///< folders that the user closed
    ItemId m_current;      ///< while the model is reset
    int m_row = 0;         ///< of it, for its neighbor where it is gone
    ItemId m_parent;
    bool m_isRestoring = false;
};

} // namespace wl
