// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryproblem.h"
#include "ui/traffic/filtermemory.h"

#include <QLineEdit>

#include <optional>

class QAction;

namespace wl {

class FilterCompleter;
class ProblemEdge;
class RecordSource;

/// The filter box of the traffic list: what cannot be read is underlined, with an outline and an icon in the
/// error color; the words are its tooltip and its description for screen readers. Completes while typing and
/// on Ctrl+Space; Up and Down walk through filters that were used. UI thread.
class FilterField : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterField(QWidget* parent = nullptr);

    /// None: nothing is wrong.
    void setProblem(const std::optional<QueryProblem>& problem);
    [[nodiscard]] const std::optional<QueryProblem>& problem() const { return m_problem; }
    /// Whose panes and addresses are offered; it outlives its being set. May be nullptr.
    void setSource(const RecordSource* source) { m_source = source; }
    /// The filters that Up and Down bring, newest first.
    void setUsed(const QStringList& used) { m_used = used; }

    /// Where the underline of the problem is, in pixels from the left; empty where there is none.
    [[nodiscard]] QRect problemPlace() const;

protected:
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void complete(bool isAsked);
    void insertCompletion(const QString& text);
    void walk(bool isBack);
    [[nodiscard]] int leftOf(qsizetype offset) const;

    FilterCompleter* m_completer = nullptr;
    ProblemEdge* m_edge = nullptr;
    QAction* m_sign = nullptr;
    const RecordSource* m_source = nullptr;
    std::optional<QueryProblem> m_problem;
    QStringList m_used;
    FilterWalk m_walk;
    bool m_isWalking = false;
    qsizetype m_wordOffset = 0; ///< what a completion replaces
    qsizetype m_wordLength = 0;
};

} // namespace wl
