// SPDX-License-Identifier: MIT
#include "ui/panes/http/tabletext.h"

#include "decode/jsonstring.h"

#include <set>

namespace wl {

namespace {

/// A field as CSV has it (RFC 4180 §2).
QString csvField(QString text)
{
    const bool isPlain =
        !text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n') && !text.contains(u'\r');
    return isPlain ? text : u'"' + text.replace(u'"', QLatin1String("\"\"")) + u'"';
}

} // namespace

TableText::TableText(bodyjob::Table table, std::optional<std::vector<quint32>> order, QStringList columns)
    : m_table(std::move(table))
    , m_order(std::move(order))
    , m_columns(std::move(columns))
{
}

JsonTable::Row TableText::rowAt(int row) const
{
    return m_table.table->row(m_table.file->view(), m_order ? qint64((*m_order)[size_t(row)]) : row);
}

QString TableText::cellText(const JsonTable::Row& row, int column) const
{
    QStringList values;
    for (const JsonTable::Range& range : row.cells[size_t(column)])
        values << jsonValueText(m_table.file->view().sliced(range.offset, range.size));
    return values.join(QStringLiteral(" | "));
}

QString TableText::csv(const std::vector<cellranges::Block>& chosen, const std::stop_token& stop) const
{
    std::set<int> columns;
    for (const cellranges::Block& block : chosen) {
        for (int column = block.left; column <= block.right; ++column)
            columns.insert(column);
    }
    QStringList line;
    for (const int column : columns)
        line << csvField(m_columns.value(column));
    QString text;
    for (cellranges::Walk walk(chosen); walk.hasNext() && !stop.stop_requested();) {
        auto [cell, isFirst] = walk.next();
        if (isFirst) {
            text += line.join(u',') + QLatin1String("\r\n"); // the header, or the row before
            line.clear();
        }
        const JsonTable::Row row = rowAt(cell.row);
        for (auto column = columns.begin(); column != columns.end(); ++column) {
            const bool isChosen = *column == cell.column;
            line << (isChosen ? csvField(cellText(row, *column)) : QString());
            if (isChosen && walk.hasNext() && !walk.startsRow())
                cell = walk.next().first;
        }
    }
    return text + line.join(u',') + QLatin1String("\r\n");
}

QString TableText::tabs(const std::vector<cellranges::Block>& chosen, const std::stop_token& stop) const
{
    QString text;
    JsonTable::Row row;
    for (cellranges::Walk walk(chosen); walk.hasNext() && !stop.stop_requested();) {
        const auto [cell, isFirst] = walk.next();
        if (isFirst)
            row = rowAt(cell.row);
        if (isFirst && !text.isEmpty())
            text += u'\n';
        else if (!isFirst)
            text += u'\t';
        text += cellText(row, cell.column);
    }
    return text;
}

} // namespace wl
