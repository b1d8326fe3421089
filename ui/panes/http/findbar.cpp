// SPDX-License-Identifier: MIT
#include "ui/panes/http/findbar.h"

#include "ui/panes/http/bodyjob.h"
#include "ui/widgets/icons.h"

#include <QKeyEvent>
#include <QLineEdit>

namespace wl {

FindBar::FindBar(BodyTextView* view, QWidget* parent)
    : QWidget(parent)
    , m_view(view)
    , m_text(new QLineEdit(this))
    , m_case(new QCheckBox(tr("Match case"), this))
    , m_result(new QLabel(this))
{
    m_text->setObjectName(QStringLiteral("findText"));
    m_text->setAccessibleName(tr("Find in the body"));
    m_text->setPlaceholderText(tr("Find (Enter next, Shift+Enter previous)"));
    m_text->setClearButtonEnabled(true);
    m_case->setObjectName(QStringLiteral("findCase"));
    m_case->setAccessibleName(m_case->text());
    m_result->setObjectName(QStringLiteral("findResult"));
    m_result->setTextFormat(Qt::PlainText);
    auto* closeButton = new QToolButton(this);
    closeButton->setObjectName(QStringLiteral("findClose"));
    closeButton->setIcon(icons::icon(QStringLiteral("close")));
    closeButton->setAutoRaise(true);
    closeButton->setAccessibleName(tr("Close find"));
    closeButton->setToolTip(tr("Close find (Esc)"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(4, 4, 4, 4);
    row->setSpacing(8);
    row->addWidget(m_text, 1);
    row->addWidget(m_case);
    row->addWidget(m_result);
    row->addWidget(closeButton);
    connect(closeButton, &QToolButton::clicked, this, &FindBar::close);
    connect(m_text, &QLineEdit::textChanged, this, [this] { m_result->clear(); });
    connect(m_view, &BodyTextView::findRequested, this, &FindBar::open);
    hide();
}

void FindBar::open()
{
    const QString selected = m_view->document() ? m_view->selectedText() : QString();
    if (!selected.isEmpty() && selected.size() < 200 && !selected.contains(u'\n'))
        m_text->setText(selected);
    show();
    m_text->setFocus();
    m_text->selectAll();
}

void FindBar::close()
{
    m_job.cancel();
    hide();
    m_view->setFocus();
}

bool FindBar::event(QEvent* event)
{
    // Esc closes this line before it is anybody's shortcut.
    if (event->type() == QEvent::ShortcutOverride &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void FindBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        find(event->modifiers().testFlag(Qt::ShiftModifier));
    else
        QWidget::keyPressEvent(event);
}

void FindBar::find(bool backward)
{
    const auto document = m_view->document();
    const QByteArray needle = m_text->text().toUtf8();
    if (!document || needle.isEmpty())
        return;
    m_result->setText(tr("Searching…"));
    const bool isSelected = m_view->selectionEnd() > m_view->selectionStart();
    const qsizetype from =
        backward ? m_view->selectionStart() : m_view->selectionStart() + (isSelected ? 1 : 0);
    const bool matchCase = m_case->isChecked();
    m_job.start(
        [document, needle, from, backward, matchCase](std::stop_token stop) {
            const QByteArrayView text = document->text();
            const qsizetype found = bodyjob::find(text, needle, from, backward, matchCase, stop);
            if (found >= 0)
                return std::make_pair(found, false);
            const qsizetype again = backward ? text.size() : 0;
            return std::make_pair(bodyjob::find(text, needle, again, backward, matchCase, stop), true);
        },
        [this, document, size = needle.size()](const std::pair<qsizetype, bool>& found) {
            if (m_view->document() == document)
                showFound(found.first, size, found.second);
        });
}

void FindBar::showFound(qsizetype at, qsizetype size, bool wrapped)
{
    if (at < 0) {
        m_result->setText(tr("Not found"));
        return;
    }
    m_result->setText(wrapped ? tr("From the other end") : QString());
    m_view->select(at, size);
}

} // namespace wl
