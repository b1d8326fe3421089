// SPDX-License-Identifier: MIT
#include "ui/history/historymodel.h"

#include "history/history.h"
#include "ui/history/historywords.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/icons.h"

#include <algorithm>

namespace wl {

namespace {

constexpr int pageRows = 128;
constexpr qsizetype keptEntries = 10'000;

} // namespace

HistoryModel::HistoryModel(History& history, QObject* parent)
    : QAbstractTableModel(parent)
    , m_history(history)
{
}

bool HistoryModel::setIds(const QList<qint64>& ids)
{
    const bool hasGrown = ids.size() >= m_ids.size() && std::equal(m_ids.begin(), m_ids.end(), ids.begin());
    m_asked.clear();
    ++m_generation;
    if (!hasGrown) {
        beginResetModel();
        m_ids = ids;
        endResetModel();
    } else if (ids.size() > m_ids.size()) {
        beginInsertRows({}, 0, int(ids.size() - m_ids.size()) - 1);
        m_ids = ids;
        endInsertRows();
    }
    return hasGrown;
}

void HistoryModel::refresh()
{
    m_asked.clear();
    ++m_generation;
    if (m_entries.size() > keptEntries)
        m_entries.clear();
    if (!m_ids.isEmpty())
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int HistoryModel::rowOf(qint64 id) const
{
    const auto found = std::lower_bound(m_ids.begin(), m_ids.end(), id);
    return found == m_ids.end() || *found != id ? -1 : int(m_ids.end() - found) - 1;
}

const HistoryEntry* HistoryModel::entryAt(int row) const
{
    const auto entry = m_entries.constFind(idAt(row));
    return entry == m_entries.constEnd() ? nullptr : &*entry;
}

int HistoryModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_ids.size());
}

int HistoryModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

void HistoryModel::fetch(int row) const
{
    const int page = int(m_ids.size() - 1 - row) / pageRows;
    if (m_asked.contains(page))
        return;
    m_asked.insert(page);
    const qsizetype from = qsizetype(page) * pageRows;
    auto* self = const_cast<HistoryModel*>(this);
    self->m_history.entries(
        m_ids.sliced(from, std::min<qsizetype>(pageRows, m_ids.size() - from)), self,
        [self, page, generation = m_generation](const Result<QList<HistoryEntry>>& entries) {
            if (entries && generation == self->m_generation)
                self->take(page, *entries);
        });
}

void HistoryModel::take(int page, const QList<HistoryEntry>& entries)
{
    for (const HistoryEntry& entry : entries)
        m_entries.insert(entry.id, entry);
    const int last = int(m_ids.size()) - 1 - page * pageRows;
    emit dataChanged(index(std::max(0, last - pageRows + 1), 0), index(last, ColumnCount - 1));
}

QVariant HistoryModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const bool isRight = index.column() == Duration || index.column() == Size;
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter) | int(isRight ? Qt::AlignRight : Qt::AlignLeft);
    if (role == Qt::DisplayRole)
        fetch(index.row());
    const HistoryEntry* entry = entryAt(index.row());
    if (!entry)
        return {};
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Request: return HistoryWords::request(*entry);
        case Status: return HistoryWords::status(*entry);
        case Time: return HistoryWords::time(*entry);
        case Duration: return HistoryWords::duration(*entry);
        case Size: return HistoryWords::size(*entry);
        default: return {};
        }
    case shortRole: return HistoryWords::shortRequest(*entry);
    case Qt::ToolTipRole:
    case Qt::AccessibleDescriptionRole: return HistoryWords::all(*entry);
    case Qt::DecorationRole:
        return index.column() == Request && entry->isPinned ? icons::icon(QStringLiteral("pin")) : QVariant();
    case Qt::ForegroundRole: {
        const Colors& colors = Colors::current();
        if (index.column() != Status)
            return index.column() == Request ? QVariant() : colors.muted;
        const bool isBad = entry->end != HistoryEntry::End::Done || entry->status >= 400;
        return isBad ? colors.error : entry->status >= 300 ? colors.warning : colors.good;
    }
    default: return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Request: return tr("Request");
    case Status: return tr("Status");
    case Time: return tr("Time");
    case Duration: return tr("Duration");
    case Size: return tr("Size");
    default: return {};
    }
}

} // namespace wl
