// SPDX-License-Identifier: MIT
#pragma once

#include <QPersistentModelIndex>
#include <QStyledItemDelegate>

namespace wl {

/// Paints a row of the tree: icon, name, state, and the button that sends, starts or stops. The view asks
/// where the button is and tells which one is under the pointer.
class WorkspaceDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// In the coordinates of `row`, which is the item's rectangle; empty where there is no button.
    [[nodiscard]] static QRect buttonRect(const QRect& row, const QModelIndex& index);
    void setHoveredButton(const QModelIndex& index) { m_hovered = index; }
    void setPressedButton(const QModelIndex& index) { m_pressed = index; }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

private:
    static void paintSelection(QPainter* painter, const QStyleOptionViewItem& option);
    int paintState(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                   int right) const;
    void paintButton(QPainter* painter, const QRect& rect, const QModelIndex& index) const;

    QPersistentModelIndex m_hovered;
    QPersistentModelIndex m_pressed;
};

} // namespace wl
