// SPDX-License-Identifier: MIT
#include "ui/panes/http/findbar.h"

#include "ui/panes/http/bodyjob.h"

namespace wl {

FindBar::FindBar(BodyTextView* view, QWidget* parent)
    : FindLine(tr("Find in the body"), view, parent)
    , m_view(view)
    , m_case(new QCheckBox(tr("Match case"), this))
{
    m_case->setObjectName(QStringLiteral("findCase"));
    m_case->setAccessibleName(m_case->text());
    addOption(m_case);
    connect(this, &FindLine::findWanted, this, &FindBar::find);
    connect(this, &FindLine::closed, this, [this] { m_job.cancel(); });
    connect(m_view, &BodyTextView::findRequested, this, &FindBar::openForSelection);
}

void FindBar::openForSelection()
{
    const QString selected = m_view->document() ? m_view->selectedText() : QString();
    open(selected.size() < 200 && !selected.contains(u'\n') ? selected : QString());
}

void FindBar::find(const QString& text, bool isBackward)
{
    const auto document = m_view->document();
    const QByteArray needle = text.toUtf8();
    if (!document)
        return;
    showResult(tr("Searching…"));
    const bool isSelected = m_view->selectionEnd() > m_view->selectionStart();
    const qsizetype from =
        isBackward ? m_view->selectionStart() : m_view->selectionStart() + (isSelected ? 1 : 0);
    const bool matchCase = m_case->isChecked();
    m_job.start(
        [document, needle, from, isBackward, matchCase](std::stop_token stop) {
            const QByteArrayView all = document->text();
            const qsizetype found = bodyjob::find(all, needle, from, isBackward, matchCase, stop);
            if (found >= 0)
                return std::make_pair(found, false);
            const qsizetype again = isBackward ? all.size() : 0;
            return std::make_pair(bodyjob::find(all, needle, again, isBackward, matchCase, stop), true);
        },
        [this, document, size = needle.size()](const std::pair<qsizetype, bool>& found) {
            if (m_view->document() != document)
                return;
            showFound(found.first >= 0, found.second);
            if (found.first >= 0)
                m_view->select(found.first, size);
        });
}

} // namespace wl
