// SPDX-License-Identifier: MIT
#include "ui/panes/http/querypage.h"

#include "http/pathvariables.h"
#include "ui/panes/http/fieldrows.h"
#include "ui/panes/http/urlquery.h"
#include "ui/widgets/keyvalueeditor.h"
#include "ui/widgets/keyvaluetable.h"

#include <QHeaderView>

namespace wl {

namespace {
constexpr int mostPathRows = 5;
} // namespace

QueryPage::QueryPage(QWidget* parent)
    : QWidget(parent)
    , m_path(new KeyValueTable(KeyValueTable::Plain, this))
    , m_query(new KeyValueEditor(KeyValueTable::Secrets, bulkrows::Style::Equals, QStringLiteral("httpQuery"),
                                 tr("Query parameters"), this))
{
    setUpPath();
    setUpQuery();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(m_path);
    column->addWidget(m_query, 1);
    connect(m_query, &KeyValueEditor::neededHeightChanged, this, &QueryPage::neededHeightChanged);
    showPath({});
}

void QueryPage::setUpPath()
{
    m_path->setObjectName(QStringLiteral("httpPath"));
    m_path->setAccessibleName(tr("Path variables"));
    m_path->setToolTip(tr("Values of the :name segments of the URL; one that is off is sent as it stands"));
    m_path->rows().setNameTitle(tr("Path variable"));
    connect(&m_path->rows(), &KeyValueModel::edited, this, [this] {
        m_pathRows.rows = m_path->rows().rows();
        showPath(pathrows::forNames(pathVariableNames(m_url), m_pathRows));
        emit edited();
    });
}

void QueryPage::setUpQuery()
{
    KeyValueModel& rows = m_query->table().rows();
    rows.setAddText(tr("Add a parameter"));
    rows.setFixedTraits(tr("Stands in the URL as it is typed there; editing it here edits the URL."), true);
    connect(m_query, &KeyValueEditor::edited, this, &QueryPage::edited);
    connect(&rows, &KeyValueModel::fixedEdited, this, [this](int row, int column, const QString& text) {
        urlquery::Parameter parameter = urlquery::parameters(m_url).value(row);
        if (column == KeyValueModel::Name)
            parameter.name = text;
        else
            parameter.value = text;
        parameter.hasEquals = parameter.hasEquals || !parameter.value.isEmpty();
        emit urlEdited(urlquery::withParameter(m_url, row, parameter));
    });
}

void QueryPage::showPath(const pathrows::Rows& rows)
{
    m_pathRows = rows;
    m_path->rows().setRows(rows.rows);
    m_path->rows().setGiven(rows.used, tr("Not in the URL: not sent. Delete takes it away."));
    m_path->setVisible(!rows.rows.isEmpty());
    const int shown = std::min(int(rows.rows.size()), mostPathRows);
    m_path->setFixedHeight(m_path->horizontalHeader()->sizeHint().height() +
                           shown * m_path->verticalHeader()->defaultSectionSize() + 2 * m_path->frameWidth());
    emit neededHeightChanged();
}

void QueryPage::setRequest(const HttpRequest& request)
{
    pathrows::Rows rows;
    rows.rows = fieldrows::fromFields(request.pathVariables);
    m_url = request.url;
    showPath(pathrows::forNames(pathVariableNames(m_url), rows));
    m_query->setRows(fieldrows::fromFields(request.query));
}

void QueryPage::store(HttpRequest& request) const
{
    request.pathVariables = fieldrows::toFields(m_path->rows().rows());
    request.query = fieldrows::toFields(m_query->rows());
}

void QueryPage::showUrl(const QString& url)
{
    m_url = url;
    const pathrows::Rows path = pathrows::forNames(pathVariableNames(url), m_pathRows);
    if (path != m_pathRows)
        showPath(path);
    QList<KeyValueRow> rows;
    for (const auto& parameter : urlquery::parameters(url)) {
        KeyValueRow row;
        row.name = parameter.name;
        row.value = parameter.value;
        rows << row;
    }
    m_query->table().rows().setFixedRows(rows);
    m_query->setNote(rows.isEmpty()     ? QString()
                     : rows.size() == 1 ? tr("The first row is the URL's own")
                                        : tr("The first %1 rows are the URL's own").arg(rows.size()));
}

int QueryPage::neededHeight() const
{
    return m_query->neededHeight() + (m_path->isVisibleTo(this) ? m_path->height() + 4 : 0);
}

bool QueryPage::focusEmptyVariable()
{
    for (int row = 0; row < m_pathRows.used; ++row) {
        const KeyValueRow& variable = m_pathRows.rows.at(row);
        if (!variable.enabled || !variable.value.isEmpty())
            continue;
        m_path->setCurrentIndex(m_path->rows().index(row, KeyValueModel::Value));
        m_path->setFocus();
        return true;
    }
    return false;
}

int QueryPage::activeRows() const
{
    return fieldrows::activeCount(m_query->rows()) + int(m_query->table().rows().fixedRows().size()) +
           m_pathRows.used;
}

} // namespace wl
