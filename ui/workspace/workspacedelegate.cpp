// SPDX-License-Identifier: MIT
#include "ui/workspace/workspacedelegate.h"

#include "ui/widgets/colors.h"
#include "ui/widgets/icons.h"
#include "ui/workspace/workspacemodel.h"

#include <QLineEdit>
#include <QPainter>

namespace wl {
namespace {

constexpr int rowHeight = 28;
constexpr int iconSize = 16;
constexpr int gap = 6;
constexpr int buttonSize = 24;
constexpr int focusBarWidth = 2;
constexpr int wordGap = 2;         ///< from the mark to the state's word
constexpr int leastWordWidth = 30; ///< less than that of the state's word says nothing

using RunState = WorkspaceTree::RunState;

[[nodiscard]] RunState stateOf(const QModelIndex& index)
{
    return RunState(index.data(WorkspaceModel::RunStateRole).toInt());
}

[[nodiscard]] QRect iconRect(const QRect& row)
{
    return {row.left() + 2, row.center().y() - iconSize / 2 + 1, iconSize, iconSize};
}

struct Mark
{
    QString icon;
    icons::Tint tint = icons::Tint::Muted;
};

[[nodiscard]] Mark markOf(RunState state)
{
    switch (state) {
    case RunState::Busy: return {QStringLiteral("mark-busy"), icons::Tint::Warning};
    case RunState::Running: return {QStringLiteral("mark-active"), icons::Tint::Good};
    case RunState::Failed: return {QStringLiteral("mark-failed"), icons::Tint::Error};
    case RunState::Idle: break;
    }
    return {};
}

[[nodiscard]] QString buttonIcon(const QModelIndex& index)
{
    const RunState state = stateOf(index);
    if (state == RunState::Busy || state == RunState::Running)
        return QStringLiteral("stop");
    const auto kind = WorkspaceModel::Kind(index.data(WorkspaceModel::KindRole).toInt());
    return kind == WorkspaceModel::Kind::Request ? QStringLiteral("send") : QStringLiteral("play");
}

} // namespace

QRect WorkspaceDelegate::buttonRect(const QRect& row, const QModelIndex& index)
{
    if (index.data(WorkspaceModel::TriggerTextRole).toString().isEmpty())
        return {};
    return {row.right() - buttonSize - focusBarWidth, row.center().y() - buttonSize / 2 + 1, buttonSize,
            buttonSize};
}

QSize WorkspaceDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int text = option.fontMetrics.horizontalAdvance(index.data().toString());
    return {iconSize + text + buttonSize + 4 * gap, qMax(rowHeight, option.fontMetrics.height() + gap)};
}

void WorkspaceDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    const Colors& colors = Colors::current();
    painter->save();
    painter->setFont(option.font);
    paintSelection(painter, option);
    const QIcon icon = index.data(Qt::DecorationRole).value<QIcon>();
    icon.paint(painter, iconRect(option.rect));
    const QRect button = buttonRect(option.rect, index);
    int right = button.isNull() ? option.rect.right() - gap : button.left() - gap;
    right = paintState(painter, option, index, right);
    const int left = iconRect(option.rect).right() + gap;
    const QRect room(left, option.rect.top(), qMax(0, right - left), option.rect.height());
    painter->setPen(colors.text);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    if (!button.isNull())
        paintButton(painter, button, index);
    painter->restore();
}

/// A selected row is filled; with the keyboard's focus it has a bar as well, which does not lean on color
/// alone.
void WorkspaceDelegate::paintSelection(QPainter* painter, const QStyleOptionViewItem& option)
{
    const Colors& colors = Colors::current();
    const bool isSelected = option.state.testFlag(QStyle::State_Selected);
    if (isSelected)
        painter->fillRect(option.rect, colors.selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        painter->fillRect(option.rect, colors.alternate);
    if (option.state.testFlag(QStyle::State_HasFocus)) {
        QRect bar = option.rect;
        bar.setLeft(bar.right() - focusBarWidth + 1);
        painter->fillRect(bar, colors.accent);
    }
}

/// The mark and what there is room for of the word beside the whole name; returns where the name has to end.
int WorkspaceDelegate::paintState(QPainter* painter, const QStyleOptionViewItem& option,
                                  const QModelIndex& index, int right) const
{
    const Mark mark = markOf(stateOf(index));
    const QString word = index.data(WorkspaceModel::StateWordRole).toString();
    const int nameLeft = iconRect(option.rect).right() + gap;
    const int nameWidth = option.fontMetrics.horizontalAdvance(index.data().toString()) + 1; // it is rounded
    const int markWidth = mark.icon.isEmpty() ? 0 : iconSize;
    const int fullWidth = option.fontMetrics.horizontalAdvance(word);
    const int wordWidth = qMin(fullWidth, right - nameLeft - nameWidth - markWidth - wordGap - gap);
    if (!word.isEmpty() && wordWidth >= qMin(fullWidth, leastWordWidth)) {
        const QRect rect(right - wordWidth, option.rect.top(), wordWidth, option.rect.height());
        painter->setPen(Colors::current().muted);
        painter->drawText(rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                          option.fontMetrics.elidedText(word, Qt::ElideRight, wordWidth));
        right = rect.left() - wordGap;
    }
    if (!mark.icon.isEmpty()) {
        const QRect rect(right - iconSize, iconRect(option.rect).top(), iconSize, iconSize);
        icons::icon(mark.icon, mark.tint).paint(painter, rect);
        right = rect.left();
    }
    return right - gap;
}

void WorkspaceDelegate::paintButton(QPainter* painter, const QRect& rect, const QModelIndex& index) const
{
    const Colors& colors = Colors::current();
    const bool isHovered = m_hovered == index;
    if (isHovered) {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(colors.border);
        painter->setBrush(m_pressed == index ? colors.selection : colors.base);
        painter->drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    }
    const QRect inner(rect.center().x() - iconSize / 2 + 1, rect.center().y() - iconSize / 2 + 1, iconSize,
                      iconSize);
    icons::icon(buttonIcon(index), icons::Tint::Accent).paint(painter, inner);
}

QWidget* WorkspaceDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                                         const QModelIndex& index) const
{
    QWidget* editor = QStyledItemDelegate::createEditor(parent, option, index);
    editor->setAccessibleName(tr("New name"));
    editor->setObjectName(QStringLiteral("workspaceRename"));
    return editor;
}

void WorkspaceDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                                             const QModelIndex& index) const
{
    const QRect button = buttonRect(option.rect, index);
    QRect rect = option.rect;
    rect.setLeft(iconRect(rect).right() + 2);
    if (!button.isNull())
        rect.setRight(button.left() - 2);
    editor->setGeometry(rect);
}

} // namespace wl
