// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/cellranges.h"

#include <QStringList>

#include <optional>
#include <stop_token>
#include <vector>

namespace wl {

/// Cells of a table as text, to be copied: they are read from the body. A value, for the pool.
class TableText
{
public:
    /// `order`: the table's rows as they are shown, nothing = all as they stand; `columns`: their titles.
    TableText(bodyjob::Table table, std::optional<std::vector<quint32>> order, QStringList columns);

    /// With a header line, by RFC 4180. Every row has the columns of all that are chosen: what is chosen
    /// unevenly has empty fields.
    [[nodiscard]] QString csv(const std::vector<cellranges::Block>& chosen,
                              const std::stop_token& stop) const;
    /// Lines with tabs between the cells, which spreadsheets take.
    [[nodiscard]] QString tabs(const std::vector<cellranges::Block>& chosen,
                               const std::stop_token& stop) const;

private:
    [[nodiscard]] JsonTable::Row rowAt(int row) const;
    [[nodiscard]] QString cellText(const JsonTable::Row& row, int column) const;

    bodyjob::Table m_table;
    std::optional<std::vector<quint32>> m_order;
    QStringList m_columns;
};

} // namespace wl
