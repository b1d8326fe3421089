// SPDX-License-Identifier: MIT
#pragma once

#include <QLineEdit>

class QAction;

namespace wl {

class ProblemEdge;

/// The filter box of the traffic list. A filter that cannot be read is marked by an outline and an icon in
/// the error color; the words are its tooltip and its description for screen readers. UI thread.
class FilterField : public QLineEdit
{
    Q_OBJECT
public:
    explicit FilterField(QWidget* parent = nullptr);

    /// Empty: nothing is wrong.
    void setProblem(const QString& problem);
    [[nodiscard]] bool hasProblem() const { return !m_problem.isEmpty(); }

private:
    ProblemEdge* m_edge = nullptr;
    QAction* m_sign = nullptr;
    QString m_problem;
};

} // namespace wl
