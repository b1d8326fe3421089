// SPDX-License-Identifier: MIT
#include "ui/panes/http/jsontablemodel.h"

#include "decode/jsonstring.h"
#include "ui/widgets/colors.h"

#include <QTextDocument>

namespace wl {

namespace {

constexpr qsizetype cachedRows = 256;
constexpr qsizetype shownBytes = 500;
constexpr qsizetype toolTipBytes = 4000;

} // namespace

void JsonTableModel::setTable(bodyjob::Table table)
{
    beginResetModel();
    m_cache.clear();
    m_table = std::move(table);
    m_order.reset();
    endResetModel();
}

void JsonTableModel::setOrder(std::optional<std::vector<quint32>> rows)
{
    beginResetModel();
    m_cache.clear();
    m_order = std::move(rows);
    endResetModel();
}

void JsonTableModel::sort(int column, Qt::SortOrder order)
{
    emit sortWanted(column, order);
}

qint64 JsonTableModel::tableRow(int row) const
{
    return m_order ? qint64((*m_order)[size_t(row)]) : row;
}

int JsonTableModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid() || !m_table.table)
        return 0;
    const qint64 rows = m_order ? qint64(m_order->size()) : m_table.table->rowCount();
    return int(std::min<qint64>(maxRows, rows));
}

int JsonTableModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() || !m_table.table ? 0 : int(m_table.table->columns().size());
}

const JsonTable::Row& JsonTableModel::rowAt(int row) const
{
    const auto found = m_cache.constFind(row);
    if (found != m_cache.cend())
        return *found;
    if (m_cache.size() >= cachedRows)
        m_cache.clear();
    return *m_cache.insert(row, m_table.table->row(m_table.file->view(), tableRow(row)));
}

QString JsonTableModel::cellText(int row, int column, qsizetype maxBytes) const
{
    QStringList values;
    for (const JsonTable::Range& range : rowAt(row).cells[size_t(column)]) {
        const qsizetype size = std::min(range.size, maxBytes);
        QString text = jsonValueText(m_table.file->view().sliced(range.offset, size));
        if (size < range.size)
            text += u'…';
        values << text;
    }
    return values.join(QStringLiteral(" | "));
}

TableText JsonTableModel::text() const
{
    QStringList columns;
    for (int column = 0; column < columnCount(); ++column)
        columns << headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
    return {m_table, m_order, columns};
}

QString JsonTableModel::fullText(int row, int column) const
{
    return cellText(row, column, std::numeric_limits<qsizetype>::max());
}

QVariant JsonTableModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const auto& cells = rowAt(index.row()).cells[size_t(index.column())];
    const char first = cells.empty() ? '\0' : m_table.file->view()[cells.front().offset];
    switch (role) {
    case Qt::DisplayRole:
        return cellText(index.row(), index.column(), shownBytes).replace(u'\n', QStringLiteral(" \u23CE "));
    case Qt::ToolTipRole:
        return Qt::convertFromPlainText(cellText(index.row(), index.column(), toolTipBytes));
    case Qt::TextAlignmentRole:
        // Numbers to the right, so that their digits stand below each other.
        return first == '-' || (first >= '0' && first <= '9') ? int(Qt::AlignRight | Qt::AlignVCenter)
                                                              : int(Qt::AlignLeft | Qt::AlignVCenter);
    case Qt::ForegroundRole: return first == 'n' ? QVariant(Colors::current().muted) : QVariant();
    default: return {};
    }
}

QVariant JsonTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || section < 0)
        return {};
    if (orientation == Qt::Vertical)
        return section < rowCount() ? QVariant(tableRow(section) + 1) : QVariant();
    if (section >= columnCount())
        return {};
    return section == m_table.table->valueColumn() ? (columnCount() == 1 ? tr("Value") : tr("(no object)"))
                                                   : m_table.table->columns().at(section);
}

} // namespace wl
