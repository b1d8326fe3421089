// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficmodel.h"

#include <algorithm>

namespace wl {

namespace {
constexpr int trimmedAtOnce = 30; ///< the part of the limit that goes at once: one in thirty
} // namespace

TrafficModel::TrafficModel(int maxRows, QObject* parent)
    : QAbstractTableModel(parent)
    , m_maxRows(maxRows)
{
}

TrafficModel::~TrafficModel() = default;

void TrafficModel::setSource(std::shared_ptr<const RecordSource> source)
{
    beginResetModel();
    m_source = std::move(source);
    m_begin = 0;
    m_cells.setSource(m_source);
    startList();
    endResetModel();
    refresh();
}

void TrafficModel::setFilter(const Query& filter)
{
    beginResetModel();
    m_filter = filter;
    startList();
    endResetModel();
    refresh();
}

void TrafficModel::startList()
{
    m_scan.cancel();
    m_sorter.cancel();
    m_order.reset();
    m_unlisted = 0;
    m_listed = isFiltered() ? ListedRecords::found() : ListedRecords::range(m_begin);
    if (!isFiltered() || !m_source)
        return;
    m_scan.start(m_source, m_filter, contextOf(m_source, m_decodeAs), m_begin, visibleCount());
}

void TrafficModel::setDecodeAs(const DecodeAs& decodeAs)
{
    if (decodeAs == m_decodeAs)
        return;
    m_decodeAs = decodeAs;
    if (m_filter.needsMessages())
        setFilter(Query(m_filter));
}

void TrafficModel::setFirst(quint64 record)
{
    beginResetModel();
    m_begin = std::min(record, visibleCount());
    startList();
    endResetModel();
    refresh();
}

void TrafficModel::setHeld(bool isHeld)
{
    m_heldAt = isHeld ? std::optional(m_source ? m_source->recordCount() : 0) : std::nullopt;
}

quint64 TrafficModel::heldBack() const
{
    return m_source ? m_source->recordCount() - visibleCount() : 0;
}

quint64 TrafficModel::visibleCount() const
{
    const quint64 count = m_source ? m_source->recordCount() : 0;
    return std::min(count, m_heldAt.value_or(count));
}

void TrafficModel::setTimeForms(const TimeForms& forms)
{
    if (forms == m_cells.forms())
        return;
    m_cells.setForms(forms);
    if (m_sort && m_sort->column == Delta)
        setSort(TrafficSort{Delta, m_sort->order, forms.delta});
    emit headerDataChanged(Qt::Horizontal, Time, Delta);
    if (rowCount() > 0)
        emit dataChanged(index(0, Time), index(rowCount() - 1, Delta));
}

void TrafficModel::setSort(const std::optional<TrafficSort>& sort)
{
    m_sort = sort;
    if (m_sort)
        m_sort->delta = timeForms().delta;
    m_sorter.cancel();
    if (m_sort)
        startSorting();
    else if (m_order)
        setOrder(nullptr);
}

void TrafficModel::startSorting()
{
    if (m_source && m_listed.size() > 0)
        m_sorter.start(m_source, *m_sort, m_listed);
}

void TrafficModel::setOrder(TrafficSorter::Order order)
{
    emit aboutToReorder();
    beginResetModel();
    TrafficSorter::retire(std::exchange(m_order, std::move(order)));
    endResetModel();
    emit reordered();
}

void TrafficModel::takeOrder()
{
    if (!m_sort)
        return;
    if (!m_sorter.isStarted())
        startSorting();
    else if (TrafficSorter::Order order = m_sorter.take(m_listed))
        setOrder(std::move(order));
}

void TrafficModel::refresh()
{
    if (!m_source)
        return;
    if (isFiltered())
        appendFiltered();
    else
        appendUnfiltered();
    takeOrder();
}

/// Rows that are in another order than the list come when they are sorted.
void TrafficModel::append(int count, const std::function<void()>& change)
{
    if (m_order) {
        change();
        return;
    }
    beginInsertRows({}, rowCount(), rowCount() + count - 1);
    change();
    endInsertRows();
}

void TrafficModel::appendUnfiltered()
{
    const quint64 pending = visibleCount() - m_listed.rangeEnd();
    if (pending == 0)
        return;
    const int incoming = int(std::min<quint64>(pending, quint64(m_maxRows)));
    trim(incoming);
    if (pending > quint64(incoming)) { // trim() took every row away: only the newest are listed
        m_unlisted += pending - quint64(incoming);
        m_listed = ListedRecords::range(visibleCount() - quint64(incoming));
    }
    append(incoming, [&] { m_listed.grow(quint64(incoming)); });
}

void TrafficModel::appendFiltered()
{
    const std::vector<quint32> more = m_scan.take(visibleCount());
    if (more.empty())
        return;
    const size_t skipped = more.size() > size_t(m_maxRows) ? more.size() - size_t(m_maxRows) : 0;
    const int incoming = int(more.size() - skipped);
    m_unlisted += skipped;
    trim(incoming);
    append(incoming, [&] { m_listed.append(std::span(more).subspan(skipped)); });
}

void TrafficModel::trim(int incoming)
{
    const int rows = int(m_listed.size());
    if (rows <= m_maxRows - incoming)
        return;
    const int removed = std::min(rows, std::max(rows - (m_maxRows - incoming), m_maxRows / trimmedAtOnce));
    if (!m_order)
        beginRemoveRows({}, 0, removed - 1);
    m_listed.removeFirst(quint64(removed));
    m_unlisted += quint64(removed);
    if (!m_order)
        endRemoveRows();
}

/// But for what came since the last look.
bool TrafficModel::isScanned() const
{
    return !isFiltered() || scanProgress() >= 99;
}

RecordChoice TrafficModel::shown() const
{
    RecordChoice choice(m_filter);
    choice.first = m_unlisted > 0 && m_listed.size() > 0 ? m_listed.at(0) : m_begin;
    if (!isFiltered())
        choice.end = m_listed.rangeEnd();
    else
        choice.end = isScanned() ? std::max(m_scan.scannedUpTo(), m_begin) : visibleCount();
    return choice;
}

std::optional<quint64> TrafficModel::shownCount() const
{
    return isScanned() ? std::optional(m_listed.size()) : std::nullopt;
}

int TrafficModel::scanProgress() const
{
    const quint64 count = visibleCount();
    if (!isFiltered() || count == 0)
        return 100;
    return int(m_scan.scannedUpTo() * 100 / count);
}

RecordId TrafficModel::recordAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return {};
    return RecordId(m_order ? (*m_order)[size_t(row)] : m_listed.at(quint64(row)));
}

int TrafficModel::rowOf(RecordId id) const
{
    if (!m_order || !id.isValid())
        return int(m_listed.indexOf(id));
    const auto found = std::find(m_order->begin(), m_order->end(), id.value());
    return found == m_order->end() ? -1 : int(found - m_order->begin());
}

std::vector<int> TrafficModel::rowsOf(std::vector<quint64> records) const
{
    std::vector<int> rows;
    if (records.empty())
        return rows;
    std::sort(records.begin(), records.end());
    if (!m_order) {
        for (const quint64 record : records) {
            if (const qint64 row = m_listed.indexOf(RecordId(record)); row >= 0)
                rows.push_back(int(row));
        }
        return rows;
    }
    std::vector<bool> mayBe(65'536); // so that nearly all are passed over at once
    for (const quint64 record : records)
        mayBe[record % mayBe.size()] = true;
    for (size_t row = 0; row < m_order->size(); ++row) {
        const quint32 record = (*m_order)[row];
        if (mayBe[record % mayBe.size()] && std::binary_search(records.begin(), records.end(), record))
            rows.push_back(int(row));
    }
    return rows;
}

RecordId TrafficModel::listedBefore(RecordId id) const
{
    const quint64 index = m_listed.lowerBound(id.value());
    return index == 0 ? RecordId() : RecordId(m_listed.at(index - 1));
}

int TrafficModel::rowCount(const QModelIndex& parent) const
{
    if (parent.isValid())
        return 0;
    return int(m_order ? m_order->size() : m_listed.size());
}

int TrafficModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant TrafficModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || !m_source)
        return {};
    const RecordId id = recordAt(index.row());
    switch (role) {
    case Qt::DisplayRole: return display(index.row(), index.column());
    case Qt::ToolTipRole: {
        const QString tip = m_cells.toolTip(id, index.column());
        return tip.isEmpty() ? QVariant() : QVariant(tip);
    }
    case Qt::TextAlignmentRole:
        return int((TrafficCells::isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) |
                   Qt::AlignVCenter);
    case RecordRole: return id.value();
    case KindRole: return int(m_source->record(id).kind);
    case DirectionRole: return int(m_source->record(id).direction);
    case MarkedRole: return m_source->recordNotes() && m_source->recordNotes()->isMarked(id);
    case Qt::AccessibleTextRole: return accessibleText(index.row(), index.column());
    case ConnectionRole: return m_source->record(id).connection;
    default: return {};
    }
}

QVariant TrafficModel::display(int row, int column) const
{
    const RecordId id = recordAt(row);
    return m_cells.text(id, column, column == Delta ? listedBefore(id) : RecordId());
}

/// A mark is painted; in words it is told with the number.
QString TrafficModel::accessibleText(int row, int column) const
{
    const QString text = display(row, column).toString();
    const bool isMarked = column == Number && index(row, column).data(MarkedRole).toBool();
    return isMarked ? tr("%1, marked").arg(text) : text;
}

QVariant TrafficModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    switch (role) {
    case Qt::TextAlignmentRole:
        return int((TrafficCells::isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::DisplayRole: return TrafficCells::header(section);
    case Qt::ToolTipRole: return m_cells.headerToolTip(section);
    default: return {};
    }
}

} // namespace wl
