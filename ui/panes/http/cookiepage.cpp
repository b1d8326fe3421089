// SPDX-License-Identifier: MIT
#include "ui/panes/http/cookiepage.h"

#include "ui/widgets/rowlist.h"
#include "ui/widgets/tablefind.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QShortcut>
#include <QTableView>
#include <QTextDocument>
#include <QVBoxLayout>

namespace wl {

namespace {
constexpr int tableRowHeight = 22;
}

void CookieRowModel::setRows(const QList<CookieRow>& rows)
{
    if (rows == m_rows)
        return;
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

int CookieRowModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CookieRowModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CookieRowModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const CookieRow& row = m_rows.at(index.row());
    const QString* const cells[] = {&row.name,    &row.value, &row.domain, &row.path,
                                    &row.expires, &row.flags, &row.note,   &row.host};
    const QString& text = *cells[index.column()];
    if (role == Qt::DisplayRole)
        return text;
    if (role == Qt::ToolTipRole)
        return Qt::convertFromPlainText(text.left(4000));
    return {};
}

QVariant CookieRowModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal)
        return {};
    switch (section) {
    case Name: return tr("Name");
    case Value: return tr("Value");
    case Domain: return tr("Domain");
    case Path: return tr("Path");
    case Expires: return tr("Expires");
    case Flags: return tr("Flags");
    case Note: return tr("Note");
    case Host: return tr("Set by");
    default: return {};
    }
}

CookiePage::CookiePage(QWidget* parent)
    : QWidget(parent)
    , m_table(new QTableView(this))
    , m_find(new TableFind(tr("Find in the cookies"), m_table, this))
    , m_model(new CookieRowModel(this))
{
    m_table->setObjectName(QStringLiteral("httpCookies"));
    m_table->setAccessibleName(tr("Cookies of the response"));
    m_table->setModel(m_model);
    setUpRowList(*m_table, tableRowHeight);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    QHeaderView* header = m_table->horizontalHeader();
    header->setStretchLastSection(true);
    for (const auto& [column, width] :
         {std::pair(CookieRowModel::Name, 90), std::pair(CookieRowModel::Value, 120),
          std::pair(CookieRowModel::Domain, 110), std::pair(CookieRowModel::Path, 60),
          std::pair(CookieRowModel::Expires, 120), std::pair(CookieRowModel::Flags, 130),
          std::pair(CookieRowModel::Note, 190)})
        header->resizeSection(column, width);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_find);
    auto* copyKey = new QShortcut(QKeySequence::Copy, m_table, nullptr, nullptr, Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &CookiePage::copy);
}

bool CookiePage::setHops(const QList<HttpHop>& hops)
{
    m_model->setRows(CookieRows::of(hops));
    return m_model->rowCount() > 0;
}

void CookiePage::find()
{
    m_find->open();
}

void CookiePage::copy()
{
    QStringList lines;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows(CookieRowModel::Name))
        lines << index.data().toString() + u'=' +
                     index.siblingAtColumn(CookieRowModel::Value).data().toString();
    QGuiApplication::clipboard()->setText(lines.join(u'\n'));
}

} // namespace wl
