// SPDX-License-Identifier: MIT
#include "ui/widgets/findline.h"

#include "ui/widgets/icons.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>

namespace wl {

FindLine::FindLine(const QString& name, QWidget* view, QWidget* parent)
    : QWidget(parent)
    , m_view(view)
    , m_text(new QLineEdit(this))
    , m_result(new QLabel(this))
    , m_row(new QHBoxLayout(this))
{
    m_text->setObjectName(QStringLiteral("findText"));
    m_text->setAccessibleName(name);
    m_text->setPlaceholderText(tr("Find (Enter next, Shift+Enter previous)"));
    m_text->setClearButtonEnabled(true);
    m_result->setObjectName(QStringLiteral("findResult"));
    m_result->setTextFormat(Qt::PlainText);
    auto* closeButton = new QToolButton(this);
    closeButton->setObjectName(QStringLiteral("findClose"));
    closeButton->setIcon(icons::icon(QStringLiteral("close")));
    closeButton->setAutoRaise(true);
    closeButton->setAccessibleName(tr("Close find"));
    closeButton->setToolTip(tr("Close find (Esc)"));
    m_row->setContentsMargins(4, 4, 4, 4);
    m_row->setSpacing(8);
    m_row->addWidget(m_text, 1);
    m_row->addWidget(m_result);
    m_row->addWidget(closeButton);
    connect(closeButton, &QToolButton::clicked, this, &FindLine::close);
    connect(m_text, &QLineEdit::textChanged, m_result, &QLabel::clear);
    hide();
}

void FindLine::open(const QString& text)
{
    if (!text.isEmpty())
        m_text->setText(text);
    show();
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
}

QString FindLine::text() const
{
    return m_text->text();
}

void FindLine::showResult(const QString& words)
{
    m_result->setText(words);
}

void FindLine::showFound(bool isFound, bool isWrapped)
{
    m_result->setText(!isFound ? tr("Not found") : isWrapped ? tr("From the other end") : QString());
}

void FindLine::addOption(QWidget* option)
{
    m_row->insertWidget(1, option);
}

void FindLine::close()
{
    hide();
    m_result->clear();
    m_view->setFocus();
    emit closed();
}

bool FindLine::event(QEvent* event)
{
    // Esc closes this line before it is anybody's shortcut.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void FindLine::keyPressEvent(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape)
        close();
    else if (!isEnter)
        QWidget::keyPressEvent(event);
    else if (!m_text->text().isEmpty())
        emit findWanted(m_text->text(), event->modifiers().testFlag(Qt::ShiftModifier));
}

} // namespace wl
