// SPDX-License-Identifier: MIT
#include "ui/shell/startpage.h"

#include <QAction>
#include <QBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace wl {

StartPage::StartPage(const QList<QAction*>& actions, QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("startPage"));
    auto* title = new QLabel(tr("Nothing is open"), this);
    title->setTextFormat(Qt::PlainText);
    QFont font = title->font();
    font.setPointSizeF(font.pointSizeF() * 1.3);
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    auto* text = new QLabel(
        tr("Pick an entry of the workspace, type an address above, or begin with one of these:"), this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignHCenter);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addStretch();
    for (QAction* action : actions) {
        auto* button = new QToolButton(this);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
        button->setIconSize(QSize(20, 20));
        button->setMinimumWidth(88);
        button->setObjectName(QStringLiteral("start_") + action->objectName());
        button->setAccessibleName(action->text());
        row->addWidget(button);
    }
    row->addStretch();
    auto* column = new QVBoxLayout(this);
    column->addStretch(2);
    column->addWidget(title, 0, Qt::AlignHCenter);
    column->addWidget(text);
    column->addSpacing(8);
    column->addLayout(row);
    column->addStretch(3);
}

} // namespace wl
