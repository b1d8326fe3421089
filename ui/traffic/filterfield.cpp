// SPDX-License-Identifier: MIT
#include "ui/traffic/filterfield.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/problemedge.h"

#include <QAction>

namespace wl {

FilterField::FilterField(QWidget* parent)
    : QLineEdit(parent)
{
    setObjectName(QStringLiteral("trafficFilter"));
    setAccessibleName(tr("Filter"));
    setPlaceholderText(tr("Filter: text, conn:3, pane:Echo, peer:127.0.0.1, proto:http, dir:in"));
    setClearButtonEnabled(true);
    m_edge = new ProblemEdge(*this);
    m_sign = addAction(QIcon(), QLineEdit::LeadingPosition);
    setProblem({});
}

void FilterField::setProblem(const QString& problem)
{
    m_problem = problem;
    const QString help =
        tr("Every word must be found. conn:3, pane:Echo, peer:127.0.0.1, proto:http, dir:in and "
           "dir:out look at the columns of these names, all else at the bytes.");
    m_sign->setIcon(problem.isEmpty() ? icons::icon(QStringLiteral("filter"), icons::Tint::Muted)
                                      : icons::icon(QStringLiteral("alert"), icons::Tint::Error));
    m_sign->setToolTip(problem);
    setToolTip(problem.isEmpty() ? help : problem);
    setAccessibleDescription(problem);
    m_edge->setVisible(hasProblem());
}

} // namespace wl
