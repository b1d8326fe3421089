// SPDX-License-Identifier: MIT
#include "ui/panes/http/findbar.h"

#include "ui/widgets/format.h"

#include <QToolButton>

namespace wl {

namespace {

FindTarget targetOf(BodyTextView* view)
{
    return {view,
            [view] { return view->document() ? view->document()->file : nullptr; },
            [view] { return std::make_pair(view->selectionStart(), view->selectionEnd()); },
            [view](qsizetype start, qsizetype size) { view->select(start, size); },
            [](const QString& text) { return text.toUtf8(); },
            false};
}

} // namespace

FindBar::FindBar(BodyTextView* view, QWidget* parent)
    : FindBar(tr("Find in the body"), targetOf(view), parent)
{
    connect(view, &BodyTextView::findRequested, this, [this, view] { openForSelection(view); });
}

FindBar::FindBar(const QString& name, FindTarget target, QWidget* parent)
    : FindLine(name, target.view, parent)
    , m_target(std::move(target))
    , m_case(addSwitch(QStringLiteral("findCase"), QStringLiteral("Aa"), tr("Match case")))
    , m_words(addSwitch(QStringLiteral("findWords"), QStringLiteral("\u2039w\u203A"), tr("Whole words")))
    , m_pattern(addSwitch(QStringLiteral("findPattern"), QStringLiteral(".*"), tr("Regular expression")))
{
    connect(this, &FindLine::findWanted, this, &FindBar::find);
    connect(this, &FindLine::closed, this, [this] {
        m_job.cancel();
        m_counting.cancel();
    });
}

QToolButton* FindBar::addSwitch(const QString& name, const QString& text, const QString& what)
{
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setText(text);
    button->setAccessibleName(what);
    button->setToolTip(what);
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::toggled, this, [this] { showResult({}); });
    addOption(button);
    return button;
}

void FindBar::openForSelection(BodyTextView* view)
{
    const QString selected = view->document() ? view->selectedText() : QString();
    open(selected.size() < 200 && !selected.contains(u'\n') ? selected : QString());
}

void FindBar::find(const QString& text, bool isBackward)
{
    const auto file = m_target.file();
    if (!file)
        return;
    m_question = {m_pattern->isChecked() ? text.toUtf8() : m_target.needle(text), m_pattern->isChecked(),
                  m_case->isChecked(), m_words->isChecked(), m_target.overBytes};
    m_counting.cancel();
    showResult(tr("Searching…"));
    const auto [start, end] = m_target.selection();
    const qsizetype from = isBackward ? start : start + (end > start ? 1 : 0);
    m_job.start(
        [file, question = m_question, from, isBackward](std::stop_token stop) {
            Found found;
            const auto finder = TextFinder::create(question);
            if (!finder) {
                found.problem = finder.error().text;
                return found;
            }
            const QByteArrayView all = file->view();
            found.place = isBackward ? finder->previous(all, from, stop) : finder->next(all, from, stop);
            found.isWrapped = !found.place;
            if (!found.place)
                found.place =
                    isBackward ? finder->previous(all, all.size(), stop) : finder->next(all, 0, stop);
            return found;
        },
        [this, file](const Found& found) { take(found, file); });
}

void FindBar::take(const Found& found, const std::shared_ptr<const MappedFile>& file)
{
    if (!found.problem.isEmpty()) {
        showResult(found.problem);
        return;
    }
    showFound(found.place.has_value(), found.isWrapped);
    if (!found.place)
        return;
    // The text can have grown meanwhile: what was found stands in it all the same.
    m_found = found.place->offset;
    m_isWrapped = found.isWrapped;
    m_target.select(found.place->offset, found.place->size);
    if (m_countedFile.lock() == file && m_counted == m_question)
        sayPlace();
    else
        count(file);
}

void FindBar::count(const std::shared_ptr<const MappedFile>& file)
{
    m_counting.start(
        [file, question = m_question](std::stop_token stop) {
            const auto finder = TextFinder::create(question);
            return finder ? finder->all(file->view(), stop) : std::vector<qsizetype>();
        },
        [this, file, question = m_question](std::vector<qsizetype> places) {
            m_places = std::move(places);
            m_countedFile = file;
            m_counted = question;
            sayPlace();
        });
}

void FindBar::sayPlace()
{
    const auto at = std::upper_bound(m_places.begin(), m_places.end(), m_found) - m_places.begin();
    const bool isCut = m_places.size() > TextFinder::maxCounted;
    const QString count = format::count(quint64(std::min(m_places.size(), TextFinder::maxCounted)));
    const QString place = isCut ? tr("%1 of more than %2").arg(format::count(quint64(at)), count)
                                : tr("%1 of %2").arg(format::count(quint64(at)), count);
    showResult(m_isWrapped ? tr("%1, around the end").arg(place) : place);
}

} // namespace wl
