// SPDX-License-Identifier: MIT
#include "ui/traffic/filterfield.h"

#include "query/querycompletion.h"
#include "ui/traffic/filtercompleter.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/problemedge.h"

#include <QAction>
#include <QKeyEvent>
#include <QPainter>
#include <QScopedValueRollback>

namespace wl {

namespace {
constexpr int waveHeight = 2;
constexpr int leastPlace = 6; ///< pixels: something missing at the end is shown too
} // namespace

FilterField::FilterField(QWidget* parent)
    : QLineEdit(parent)
    , m_completer(new FilterCompleter(*this))
{
    setObjectName(QStringLiteral("trafficFilter"));
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Filter: conn == 3 and text contains \"GET\""));
    setClearButtonEnabled(true);
    m_edge = new ProblemEdge(*this);
    m_sign = addAction(QIcon(), QLineEdit::LeadingPosition);
    setProblem({});
    connect(this, &QLineEdit::textEdited, this, [this] {
        if (m_isWalking)
            return;
        m_walk.leave();
        complete(false);
    });
    connect(m_completer, &FilterCompleter::chosen, this, &FilterField::insertCompletion);
}

void FilterField::setProblem(const std::optional<QueryProblem>& problem)
{
    m_problem = problem;
    const QString words = problem ? problem->text : QString();
    const QString help =
        tr("Words are looked for in the bytes; fields are compared: conn == 3, peer == 10.0.0.0/8, "
           "http.status >= 400, payload contains \"GET\". Ctrl+Space completes, Up and Down bring back "
           "earlier filters.");
    m_sign->setIcon(problem ? icons::icon(QStringLiteral("alert"), icons::Tint::Error)
                            : icons::icon(QStringLiteral("filter"), icons::Tint::Muted));
    m_sign->setToolTip(words);
    setToolTip(problem ? words : help);
    setAccessibleDescription(words);
    m_edge->setVisible(problem.has_value());
    update();
}

// The line edit does not tell where a character is, but where the cursor is.
int FilterField::leftOf(qsizetype offset) const
{
    const auto widthTo = [this](qsizetype end) { return fontMetrics().horizontalAdvance(text().left(end)); };
    return cursorRect().center().x() + widthTo(offset) - widthTo(cursorPosition());
}

QRect FilterField::problemPlace() const
{
    if (!m_problem || text().isEmpty())
        return {};
    const int left = leftOf(m_problem->offset);
    const int right = std::max(left + leastPlace, leftOf(m_problem->offset + m_problem->length));
    const int bottom = rect().center().y() + fontMetrics().height() / 2 + 1;
    return {left, bottom, right - left, waveHeight};
}

void FilterField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    const QRect place = problemPlace();
    if (place.isEmpty())
        return;
    QPainter painter(this);
    painter.setClipRect(rect().adjusted(height(), 0, -height(), 0)); // between the icons at the ends
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Colors::current().error, 1.5));
    QPolygon wave;
    for (int x = place.left(); x <= place.right(); x += waveHeight)
        wave << QPoint(x, place.top() + (wave.size() % 2 == 0 ? 0 : waveHeight));
    painter.drawPolyline(wave);
}

bool FilterField::focusNextPrevChild(bool next)
{
    return !m_completer->isOpen() && QLineEdit::focusNextPrevChild(next);
}

void FilterField::keyPressEvent(QKeyEvent* event)
{
    const int key = event->key();
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    const bool isEnter = key == Qt::Key_Return || key == Qt::Key_Enter;
    if (m_completer->isOpen() && isEnter && !m_completer->hasChoice())
        m_completer->close(); // it was not about the list
    if (m_completer->isOpen() &&
        (isEnter || key == Qt::Key_Tab || key == Qt::Key_Backtab || key == Qt::Key_Escape))
        event->ignore();
    else if (key == Qt::Key_Space && event->modifiers() == Qt::ControlModifier)
        complete(true);
    else if (isPlain && (key == Qt::Key_Up || key == Qt::Key_Down))
        walk(key == Qt::Key_Up);
    else
        QLineEdit::keyPressEvent(event);
}

void FilterField::walk(bool isBack)
{
    const auto text = isBack ? m_walk.older(m_used, this->text()) : m_walk.newer(m_used);
    if (!text)
        return;
    const QScopedValueRollback guard(m_isWalking, true);
    selectAll();
    insert(*text); // as if it were typed: it can be undone
}

/// `isAsked`: also where nothing of a word is there yet.
void FilterField::complete(bool isAsked)
{
    const QueryCompletions found = queryCompletions(text(), cursorPosition(), m_source);
    const qsizetype typed = cursorPosition() - found.offset;
    const bool isWhole = found.items.size() == 1 &&
                         found.items.constFirst().text == QStringView(text()).mid(found.offset, typed);
    m_wordOffset = found.offset;
    m_wordLength = found.length;
    if (found.items.isEmpty() || isWhole || (typed == 0 && !isAsked))
        m_completer->close();
    else
        m_completer->open(found.items, leftOf(found.offset));
}

void FilterField::insertCompletion(const QString& chosen)
{
    setSelection(int(m_wordOffset), int(m_wordLength));
    insert(chosen + u' ');
    complete(true);
}

} // namespace wl
