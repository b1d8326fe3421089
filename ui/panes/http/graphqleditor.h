// SPDX-License-Identifier: MIT
#pragma once

#include <QSplitter>

namespace wl {

class BodySourceEdit;

/// The query of a GraphQL request beside its variables. UI thread.
class GraphQlEditor : public QSplitter
{
    Q_OBJECT
public:
    explicit GraphQlEditor(QWidget* parent = nullptr);

    [[nodiscard]] BodySourceEdit& query() { return *m_query; }
    [[nodiscard]] BodySourceEdit& variables() { return *m_variables; }

private:
    QWidget* column(const QString& title, BodySourceEdit* edit, const QString& objectName,
                    const QString& accessibleName);

    BodySourceEdit* m_query = nullptr;
    BodySourceEdit* m_variables = nullptr;
};

} // namespace wl
