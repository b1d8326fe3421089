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
    m_unlisted = 0;
    m_listed = isFiltered() ? ListedRecords::found() : ListedRecords::range(0);
    if (!isFiltered() || !m_source)
        return;
    QueryContext context;
    context.notes = {m_source, m_source->recordNotes()};
    m_scan.start(m_source, m_filter, context, 0, visibleCount());
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
    emit headerDataChanged(Qt::Horizontal, Time, Delta);
    if (rowCount() > 0)
        emit dataChanged(index(0, Time), index(rowCount() - 1, Delta));
}

void TrafficModel::refresh()
{
    if (!m_source)
        return;
    if (isFiltered())
        appendFiltered();
    else
        appendUnfiltered();
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
    beginInsertRows({}, rowCount(), rowCount() + incoming - 1);
    m_listed.grow(quint64(incoming));
    endInsertRows();
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
    beginInsertRows({}, rowCount(), rowCount() + incoming - 1);
    m_listed.append(std::span(more).subspan(skipped));
    endInsertRows();
}

void TrafficModel::trim(int incoming)
{
    const int rows = rowCount();
    if (rows <= m_maxRows - incoming)
        return;
    const int removed = std::min(rows, std::max(rows - (m_maxRows - incoming), m_maxRows / trimmedAtOnce));
    beginRemoveRows({}, 0, removed - 1);
    m_listed.removeFirst(quint64(removed));
    m_unlisted += quint64(removed);
    endRemoveRows();
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
    return row < 0 || row >= rowCount() ? RecordId() : RecordId(m_listed.at(quint64(row)));
}

int TrafficModel::rowOf(RecordId id) const
{
    return int(m_listed.indexOf(id));
}

int TrafficModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_listed.size());
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
    case ConnectionRole: return m_source->record(id).connection;
    default: return {};
    }
}

QVariant TrafficModel::display(int row, int column) const
{
    const RecordId before = column == Delta ? recordAt(row - 1) : RecordId();
    return m_cells.text(recordAt(row), column, before);
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
