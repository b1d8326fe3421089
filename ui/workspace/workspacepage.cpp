// SPDX-License-Identifier: MIT
#include "ui/workspace/workspacepage.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

namespace wl {

WorkspacePage::WorkspacePage(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
    , m_first(new QPushButton(this))
    , m_second(new QPushButton(this))
{
    m_text->setObjectName(QStringLiteral("workspaceEmptyText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignCenter);
    m_first->setObjectName(QStringLiteral("workspaceEmptyAction"));
    m_second->setObjectName(QStringLiteral("workspaceEmptyOther"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addStretch(1);
    layout->addWidget(m_text);
    layout->addWidget(m_first, 0, Qt::AlignHCenter);
    layout->addWidget(m_second, 0, Qt::AlignHCenter);
    layout->addStretch(2);
    connect(m_first, &QPushButton::clicked, this, [this] {
        if (m_reason == Reason::NoWorkspace)
            emit newWorkspaceRequested();
        else if (m_reason == Reason::NothingFound)
            emit searchCleared();
    });
    connect(m_second, &QPushButton::clicked, this, &WorkspacePage::openWorkspaceRequested);
}

void WorkspacePage::show(const QString& text, const QString& first, const QString& second)
{
    m_text->setText(text);
    m_first->setText(first);
    m_first->setMenu(nullptr);
    m_second->setText(second);
    m_second->setVisible(!second.isEmpty());
}

void WorkspacePage::showNoWorkspace()
{
    m_reason = Reason::NoWorkspace;
    show(tr("No workspace is open. A workspace keeps your requests, servers and clients in one file."),
         tr("New workspace…"), tr("Open workspace…"));
}

void WorkspacePage::showNoItems(QMenu* creating)
{
    m_reason = Reason::NoItems;
    show(tr("This workspace is empty. Add a request, a server or a client."), tr("New"));
    m_first->setMenu(creating);
}

void WorkspacePage::showNothingFound(const QString& text)
{
    m_reason = Reason::NothingFound;
    show(tr("Nothing here is called \"%1\".").arg(text), tr("Clear search"));
}

} // namespace wl
