// SPDX-License-Identifier: MIT
#include "ui/panes/http/graphqleditor.h"

#include "ui/panes/http/bodysourceedit.h"

namespace wl {

GraphQlEditor::GraphQlEditor(QWidget* parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_query(new BodySourceEdit(this))
    , m_variables(new BodySourceEdit(this))
{
    setObjectName(QStringLiteral("httpGraphQl"));
    setChildrenCollapsible(false);
    addWidget(column(tr("Query"), m_query, QStringLiteral("httpGraphQlQuery"), tr("GraphQL query")));
    addWidget(column(tr("Variables, a JSON object"), m_variables, QStringLiteral("httpGraphQlVariables"),
                     tr("GraphQL variables")));
    setStretchFactor(0, 3);
    setStretchFactor(1, 2);
    m_query->setLanguage(BodyLanguage::GraphQl);
    m_variables->setLanguage(BodyLanguage::Json);
}

QWidget* GraphQlEditor::column(const QString& title, BodySourceEdit* edit, const QString& objectName,
                               const QString& accessibleName)
{
    edit->setObjectName(objectName);
    edit->setAccessibleName(accessibleName);
    auto* side = new QWidget(this);
    auto* label = new QLabel(title, side);
    label->setBuddy(edit);
    label->setTextFormat(Qt::PlainText);
    auto* layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(label);
    layout->addWidget(edit, 1);
    return side;
}

} // namespace wl
