// SPDX-License-Identifier: MIT
#include "ui/traffic/coloringrulesmodel.h"

#include "query/query.h"
#include "ui/traffic/filtermemory.h"
#include "ui/traffic/rowtint.h"

namespace wl {

ColoringRulesModel::ColoringRulesModel(QList<ColoringRule> rules, QObject* parent)
    : QAbstractTableModel(parent)
    , m_rules(std::move(rules))
{
}

bool ColoringRulesModel::accepts(const QString& filter)
{
    QString reason;
    if (filter.trimmed().isEmpty())
        reason = tr("A rule needs a filter.");
    else if (filter.size() > FilterMemory::maxChars)
        reason = tr("%1 characters are the most.").arg(FilterMemory::maxChars);
    else if (const QueryResult<Query> parsed = Query::parse(filter); !parsed)
        reason = tr("Not a filter: %1.").arg(parsed.error().text);
    if (!reason.isEmpty())
        emit refused(reason);
    return reason.isEmpty();
}

bool ColoringRulesModel::add(const ColoringRule& rule)
{
    if (!accepts(rule.filter))
        return false;
    if (m_rules.size() >= ColoringRule::maxRules) {
        emit refused(tr("%1 rules are the most.").arg(ColoringRule::maxRules));
        return false;
    }
    beginInsertRows({}, rowCount(), rowCount());
    m_rules += rule;
    endInsertRows();
    emit edited();
    return true;
}

void ColoringRulesModel::remove(int row)
{
    if (row < 0 || row >= rowCount())
        return;
    beginRemoveRows({}, row, row);
    m_removed.push_back({row, m_rules.takeAt(row)});
    endRemoveRows();
    emit edited();
}

void ColoringRulesModel::undoRemove()
{
    if (m_removed.empty())
        return;
    const Removed removed = m_removed.back();
    m_removed.pop_back();
    const int row = std::min(removed.row, rowCount());
    beginInsertRows({}, row, row);
    m_rules.insert(row, removed.rule);
    endInsertRows();
    emit edited();
}

int ColoringRulesModel::move(int row, int step)
{
    const int to = row + step;
    if (row < 0 || row >= rowCount() || to < 0 || to >= rowCount())
        return row;
    beginMoveRows({}, row, row, {}, step > 0 ? to + 1 : to);
    m_rules.move(row, to);
    endMoveRows();
    emit edited();
    return to;
}

int ColoringRulesModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rules.size());
}

int ColoringRulesModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ColoringRulesModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const ColoringRule& rule = m_rules.at(index.row());
    const bool isFilter = index.column() == Filter;
    switch (role) {
    case Qt::DisplayRole: return isFilter ? rule.filter : rowtint::label(rule.color);
    case Qt::EditRole: return isFilter ? rule.filter : rule.color;
    case Qt::CheckStateRole:
        return isFilter ? QVariant(int(rule.isOn ? Qt::Checked : Qt::Unchecked)) : QVariant();
    case Qt::BackgroundRole: return rowtint::background(rule.color, Colors::current());
    case Qt::ForegroundRole: return Colors::current().text;
    default: return {};
    }
}

bool ColoringRulesModel::setData(const QModelIndex& index, const QVariant& value, int role)
{
    if (!index.isValid() || index.row() >= rowCount())
        return false;
    ColoringRule& rule = m_rules[index.row()];
    if (role == Qt::CheckStateRole && index.column() == Filter)
        rule.isOn = value.toInt() == Qt::Checked;
    else if (role == Qt::EditRole && index.column() == Filter && accepts(value.toString()))
        rule.filter = value.toString().trimmed();
    else if (role == Qt::EditRole && index.column() == Color && rowtint::names().contains(value.toString()))
        rule.color = value.toString();
    else
        return false;
    emit dataChanged(index.siblingAtColumn(Filter), index.siblingAtColumn(Color));
    emit edited();
    return true;
}

QVariant ColoringRulesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section < 0 || section >= ColumnCount)
        return {};
    return section == Filter ? tr("Filter") : tr("Color");
}

Qt::ItemFlags ColoringRulesModel::flags(const QModelIndex& index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid())
        flags |= Qt::ItemIsEditable;
    if (index.isValid() && index.column() == Filter)
        flags |= Qt::ItemIsUserCheckable;
    return flags;
}

} // namespace wl
