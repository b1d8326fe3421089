// SPDX-License-Identifier: MIT
#pragma once

#include <QAbstractTableModel>
#include <QPersistentModelIndex>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace wl {

/// A table of figures that sorts itself; what a row is, the subclass knows. Rows keep their number in the
/// order in which they came, so that selections stay through new figures. UI thread.
class FigureModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    void sort(int column, Qt::SortOrder order) override;
    /// The row's number in the order in which rows came.
    [[nodiscard]] size_t numberAt(int row) const { return m_order[size_t(row)]; }

protected:
    [[nodiscard]] virtual QString textOf(size_t number, int column) const = 0;
    /// The figure of a cell to sort by; nothing where the column is sorted by its text.
    [[nodiscard]] virtual std::optional<double> figureOf(size_t number, int column) const = 0;
    /// Calls `replace`, which gives the rows their new figures, between what views need to be told. There may
    /// be more rows than before; with fewer the model is reset.
    void replaceRows(size_t count, const std::function<void()>& replace);

private:
    void reorder();
    [[nodiscard]] std::vector<size_t> sortedByFigure() const;
    [[nodiscard]] std::vector<size_t> sortedByText() const;

    std::vector<size_t> m_order;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

/// A column of a FigureTable: without `number` it is sorted by its text.
template <typename Row>
struct FigureColumn
{
    using Text = std::function<QString(const Row&)>;
    using Number = std::function<double(const Row&)>;

    FigureColumn(const QString& columnTitle, Text textOf, Number numberOf = Number())
        : title(columnTitle)
        , text(std::move(textOf))
        , number(std::move(numberOf))
    {
    }

    QString title;
    Text text;
    Number number;
};

/// Rows of one type with columns that are said once, where the table is made.
template <typename Row>
class FigureTable final : public FigureModel
{
public:
    explicit FigureTable(std::vector<FigureColumn<Row>> columns, QObject* parent = nullptr)
        : FigureModel(parent)
        , m_columns(std::move(columns))
    {
    }

    /// The first `most` of these rows, which are shared, not copied.
    void setRows(std::shared_ptr<const std::vector<Row>> rows, size_t most)
    {
        const size_t count = std::min(rows->size(), most);
        replaceRows(count, [&] { m_rows = std::move(rows); });
    }
    void setRows(std::vector<Row> rows)
    {
        const size_t count = rows.size();
        setRows(std::make_shared<const std::vector<Row>>(std::move(rows)), count);
    }
    [[nodiscard]] const Row& rowAt(int row) const { return (*m_rows)[numberAt(row)]; }

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_columns.size());
    }
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= int(m_columns.size()))
            return {};
        const FigureColumn<Row>& column = m_columns[size_t(section)];
        if (role == Qt::DisplayRole)
            return column.title;
        if (role == Qt::TextAlignmentRole)
            return int(Qt::AlignVCenter | (column.number ? Qt::AlignRight : Qt::AlignLeft));
        return {};
    }

protected:
    [[nodiscard]] QString textOf(size_t number, int column) const override
    {
        return m_columns[size_t(column)].text((*m_rows)[number]);
    }
    [[nodiscard]] std::optional<double> figureOf(size_t number, int column) const override
    {
        const FigureColumn<Row>& wanted = m_columns[size_t(column)];
        return wanted.number ? std::optional(wanted.number((*m_rows)[number])) : std::nullopt;
    }

private:
    std::vector<FigureColumn<Row>> m_columns;
    std::shared_ptr<const std::vector<Row>> m_rows = std::make_shared<const std::vector<Row>>();
};

} // namespace wl
