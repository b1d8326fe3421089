// SPDX-License-Identifier: MIT
#include "ui/statistics/figuremodel.h"

#include <algorithm>
#include <numeric>

namespace wl {

int FigureModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_order.size());
}

QVariant FigureModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::DisplayRole)
        return textOf(numberAt(index.row()), index.column());
    if (role == Qt::TextAlignmentRole)
        return headerData(index.column(), Qt::Horizontal, Qt::TextAlignmentRole);
    return {};
}

void FigureModel::sort(int column, Qt::SortOrder order)
{
    if (column >= columnCount())
        return;
    m_sortColumn = column;
    m_sortOrder = order;
    reorder();
}

void FigureModel::replaceRows(size_t count, const std::function<void()>& replace)
{
    const size_t before = m_order.size();
    if (count < before) {
        beginResetModel();
        replace();
        m_order.resize(count);
        std::iota(m_order.begin(), m_order.end(), size_t{0});
        endResetModel();
        reorder();
        return;
    }
    if (count > before)
        beginInsertRows({}, int(before), int(count) - 1);
    replace();
    for (size_t number = before; number < count; ++number)
        m_order.push_back(number);
    if (count > before)
        endInsertRows();
    if (before > 0)
        emit dataChanged(index(0, 0), index(int(before) - 1, columnCount() - 1));
    reorder();
}

std::vector<size_t> FigureModel::sortedByFigure() const
{
    std::vector<std::pair<double, size_t>> keys;
    keys.reserve(m_order.size());
    for (size_t number = 0; number < m_order.size(); ++number)
        keys.emplace_back(figureOf(number, m_sortColumn).value_or(0), number);
    const bool isRising = m_sortOrder == Qt::AscendingOrder;
    std::stable_sort(keys.begin(), keys.end(), [isRising](const auto& a, const auto& b) {
        return isRising ? a.first < b.first : b.first < a.first;
    });
    std::vector<size_t> order(keys.size());
    std::transform(keys.begin(), keys.end(), order.begin(), [](const auto& key) { return key.second; });
    return order;
}

std::vector<size_t> FigureModel::sortedByText() const
{
    std::vector<QString> texts;
    texts.reserve(m_order.size());
    for (size_t number = 0; number < m_order.size(); ++number)
        texts.push_back(textOf(number, m_sortColumn));
    std::vector<size_t> order(m_order.size());
    std::iota(order.begin(), order.end(), size_t{0});
    const bool isRising = m_sortOrder == Qt::AscendingOrder;
    std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return isRising ? texts[a] < texts[b] : texts[b] < texts[a];
    });
    return order;
}

void FigureModel::reorder()
{
    std::vector<size_t> order(m_order.size());
    std::iota(order.begin(), order.end(), size_t{0});
    if (m_sortColumn >= 0 && !m_order.empty())
        order = figureOf(0, m_sortColumn) ? sortedByFigure() : sortedByText();
    if (order == m_order)
        return;
    emit layoutAboutToBeChanged({}, VerticalSortHint);
    std::vector<int> places(order.size());
    for (size_t row = 0; row < order.size(); ++row)
        places[order[row]] = int(row);
    const QModelIndexList from = persistentIndexList();
    QModelIndexList to;
    for (const QModelIndex& old : from)
        to.append(index(places[m_order[size_t(old.row())]], old.column()));
    m_order = std::move(order);
    changePersistentIndexList(from, to);
    emit layoutChanged({}, VerticalSortHint);
}

} // namespace wl
