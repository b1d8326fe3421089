// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonquery.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QLineEdit;

namespace wl {

class ProblemEdge;

/// The line that filters a body of JSON by a JSONPath query while it is typed. A query that cannot be read
/// says where; the one before stays in force. UI thread.
class QueryLine : public QWidget
{
    Q_OBJECT
public:
    explicit QueryLine(QWidget* parent = nullptr);

    /// The query in force; none where the field is empty.
    [[nodiscard]] const std::optional<JsonQuery>& query() const { return m_query; }
    void setText(const QString& text);
    [[nodiscard]] QString text() const;

signals:
    void queryChanged();

private:
    void take();

    QLineEdit* m_text = nullptr;
    QLabel* m_problem = nullptr;
    ProblemEdge* m_edge = nullptr;
    QTimer m_timer;
    std::optional<JsonQuery> m_query;
    QString m_taken; ///< the text of m_query
};

} // namespace wl
