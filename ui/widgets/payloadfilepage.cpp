// SPDX-License-Identifier: MIT
#include "ui/widgets/payloadfilepage.h"

#include "ui/widgets/droppedfiles.h"

#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

namespace wl {

PayloadFilePage::PayloadFilePage(QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
{
    setAcceptDrops(true);
    m_line->setAcceptDrops(false); // it would take a file for the text "file:///…"
    m_line->setObjectName(QStringLiteral("payloadFile"));
    m_line->setAccessibleName(tr("File to send"));
    m_line->setPlaceholderText(tr("Path of a file; its bytes are sent as they are"));
    auto* button = new QPushButton(tr("Choose…"), this);
    button->setObjectName(QStringLiteral("payloadChooseFile"));
    button->setAccessibleName(tr("Choose a file to send"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(m_line, 1);
    row->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->addLayout(row);
    column->addStretch(1);
    connect(m_line, &QLineEdit::textEdited, this, &PayloadFilePage::edited);
    connect(button, &QPushButton::clicked, this, &PayloadFilePage::choose);
}

void PayloadFilePage::setPath(const QString& path)
{
    if (m_line->text() != path)
        m_line->setText(path);
}

QString PayloadFilePage::path() const
{
    return m_line->text();
}

void PayloadFilePage::choose()
{
    auto* dialog = new QFileDialog(this, tr("Choose a file to send"), QFileInfo(path()).path());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& chosen) {
        setPath(chosen);
        emit edited();
    });
    dialog->open();
}

void PayloadFilePage::dragEnterEvent(QDragEnterEvent* event)
{
    if (droppedFiles(*event->mimeData()).size() == 1)
        event->acceptProposedAction();
}

void PayloadFilePage::dropEvent(QDropEvent* event)
{
    setPath(droppedFiles(*event->mimeData()).value(0));
    event->acceptProposedAction();
    emit edited();
}

} // namespace wl
