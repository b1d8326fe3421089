// SPDX-License-Identifier: MIT
#include "ui/panes/common/morebutton.h"

namespace wl {

MoreButton::MoreButton(QWidget* parent)
    : QToolButton(parent)
{
    setCheckable(true);
    setAutoRaise(true);
    setFocusPolicy(Qt::StrongFocus);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setArrowType(Qt::RightArrow);
    setText(tr("More options"));
    setAccessibleName(tr("More options"));
    connect(this, &QToolButton::toggled, this,
            [this](bool on) { setArrowType(on ? Qt::DownArrow : Qt::RightArrow); });
}

void MoreButton::setPanel(QWidget* panel)
{
    panel->setVisible(isChecked());
    connect(this, &QToolButton::toggled, panel, &QWidget::setVisible);
}

void MoreButton::setShort(bool isShort)
{
    const QString shown = isShort ? tr("More", "options") : tr("More options");
    if (shown != text())
        setText(shown);
}

} // namespace wl
