// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficmodel.h"

#include "ui/traffic/recordtext.h"
#include "ui/widgets/format.h"

#include <algorithm>
#include <array>

namespace wl {

namespace {
constexpr int cachedWords = 500;  ///< several screenfuls
constexpr int trimmedAtOnce = 30; ///< the part of the limit that goes at once: one in thirty
} // namespace

TrafficModel::TrafficModel(int maxRows, QObject* parent)
    : QAbstractTableModel(parent)
    , m_maxRows(maxRows)
    , m_words(cachedWords)
{
}

TrafficModel::~TrafficModel() = default;

void TrafficModel::setSource(std::shared_ptr<const RecordSource> source)
{
    beginResetModel();
    m_scan.cancel();
    m_source = std::move(source);
    m_first = 0;
    m_rows = 0;
    m_found.clear();
    m_filteredOut = 0;
    m_words.clear();
    endResetModel();
    if (m_isFiltered)
        setFilter(m_filter);
    else
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

void TrafficModel::setFilter(const TrafficFilter& filter)
{
    beginResetModel();
    m_filter = filter;
    m_isFiltered = !filter.isEmpty();
    m_scan.cancel();
    m_found.clear();
    m_filteredOut = 0;
    m_first = 0;
    m_rows = 0;
    if (m_isFiltered && m_source) {
        m_scan.start(
            m_source,
            [filter](const RecordSource& source, RecordId id, const RecordEntry& entry) {
                return filter.matches(source, id, entry);
            },
            0, visibleCount());
    }
    endResetModel();
    refresh();
}

void TrafficModel::refresh()
{
    if (!m_source)
        return;
    if (m_isFiltered)
        appendFiltered();
    else
        appendUnfiltered();
}

void TrafficModel::appendUnfiltered()
{
    const quint64 count = visibleCount();
    const quint64 pending = count - m_first - quint64(m_rows);
    if (pending == 0)
        return;
    const int incoming = int(std::min<quint64>(pending, quint64(m_maxRows)));
    trim(incoming);
    if (pending > quint64(incoming)) // trim() took every row away: only the newest are listed
        m_first = count - quint64(incoming);
    beginInsertRows({}, m_rows, m_rows + incoming - 1);
    m_rows += incoming;
    endInsertRows();
}

void TrafficModel::appendFiltered()
{
    const std::vector<quint32> more = m_scan.take(visibleCount());
    if (more.empty())
        return;
    const size_t skipped = more.size() > size_t(m_maxRows) ? more.size() - size_t(m_maxRows) : 0;
    const int incoming = int(more.size() - skipped);
    m_filteredOut += skipped;
    trim(incoming);
    beginInsertRows({}, m_rows, m_rows + incoming - 1);
    m_found.insert(m_found.end(), more.begin() + std::ptrdiff_t(skipped), more.end());
    m_rows += incoming;
    endInsertRows();
}

void TrafficModel::trim(int incoming)
{
    if (m_rows <= m_maxRows - incoming)
        return;
    const int removed =
        std::min(m_rows, std::max(m_rows - (m_maxRows - incoming), m_maxRows / trimmedAtOnce));
    beginRemoveRows({}, 0, removed - 1);
    m_rows -= removed;
    if (m_isFiltered) {
        m_found.erase(m_found.begin(), m_found.begin() + removed);
        m_filteredOut += quint64(removed);
    } else {
        m_first += quint64(removed);
    }
    endRemoveRows();
}

int TrafficModel::scanProgress() const
{
    const quint64 count = visibleCount();
    if (!m_isFiltered || count == 0)
        return 100;
    return int(m_scan.scannedUpTo() * 100 / count);
}

RecordId TrafficModel::recordAt(int row) const
{
    if (row < 0 || row >= m_rows)
        return {};
    return m_isFiltered ? RecordId(m_found[size_t(row)]) : RecordId(m_first + quint64(row));
}

int TrafficModel::rowOf(RecordId id) const
{
    if (!id.isValid())
        return -1;
    if (!m_isFiltered)
        return id.value() >= m_first && id.value() < m_first + quint64(m_rows) ? int(id.value() - m_first)
                                                                               : -1;
    const auto found = std::lower_bound(m_found.begin(), m_found.end(), id.value());
    return found != m_found.end() && *found == id.value() ? int(found - m_found.begin()) : -1;
}

int TrafficModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : m_rows;
}

int TrafficModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant TrafficModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows || !m_source)
        return {};
    switch (role) {
    case Qt::DisplayRole: return display(index.row(), index.column());
    case Qt::ToolTipRole: return toolTip(index.row(), index.column());
    case Qt::TextAlignmentRole: {
        const bool isNumber = index.column() == Number || index.column() == Delta || index.column() == Conn ||
                              index.column() == Length;
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    case RecordRole: return recordAt(index.row()).value();
    case KindRole: return int(m_source->record(recordAt(index.row())).kind);
    case DirectionRole: return int(m_source->record(recordAt(index.row())).direction);
    case ConnectionRole: return m_source->record(recordAt(index.row())).connection;
    default: return {};
    }
}

QVariant TrafficModel::display(int row, int column) const
{
    const RecordId id = recordAt(row);
    const RecordEntry entry = m_source->record(id);
    switch (column) {
    case Number: return recordtext::number(id);
    case Time: return clockTime(entry.time());
    case Delta: return deltaAt(row);
    case Conn: return recordtext::number(entry.connectionId());
    case PaneName: return m_source->connection(entry.connectionId()).info.label;
    case Dir: return recordtext::arrow(entry.direction);
    case Peer: return m_source->connection(entry.connectionId()).info.peer.toString();
    case Protocol: return wordsOf(id, entry).protocol;
    case Length: return entry.kind == RecordKind::Data ? format::count(entry.length) : QString();
    case Info: return wordsOf(id, entry).info;
    default: return {};
    }
}

QVariant TrafficModel::toolTip(int row, int column) const
{
    const RecordEntry entry = m_source->record(recordAt(row));
    switch (column) {
    case Time: return isoTime(entry.time());
    case Dir: return recordtext::direction(entry.direction);
    case Length:
        return entry.kind == RecordKind::Data ? QVariant(format::exactSize(entry.length)) : QVariant();
    default: return {};
    }
}

QString TrafficModel::deltaAt(int row) const
{
    if (row == 0)
        return format::delta(std::chrono::nanoseconds(0));
    return format::delta(m_source->record(recordAt(row)).time() - m_source->record(recordAt(row - 1)).time());
}

const TrafficModel::Words& TrafficModel::wordsOf(RecordId id, const RecordEntry& entry) const
{
    if (const Words* cached = m_words.object(id.value()))
        return *cached;
    auto* words = new Words;
    const Result<QByteArray> bytes = m_source->payload(id, 0, recordtext::infoBytes);
    const QByteArray first = bytes.value_or(QByteArray());
    const Role role = m_source->connection(entry.connectionId()).info.role;
    words->protocol = recordtext::protocol(entry, first);
    words->info = bytes || entry.kind != RecordKind::Data
                      ? recordtext::info(entry, role, first)
                      : tr("(no longer on disk: the capture's cap let these bytes go)");
    m_words.insert(id.value(), words);
    return *words;
}

QVariant TrafficModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool isNumber = section == Number || section == Delta || section == Conn || section == Length;
        return int((isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    const bool isTip = role == Qt::ToolTipRole;
    switch (section) {
    case Number: return isTip ? tr("Number of the record") : tr("#");
    case Time: return isTip ? tr("When it was read or sent, local time") : tr("Time");
    case Delta: return isTip ? tr("Seconds since the row above") : tr("Δ");
    case Conn: return isTip ? tr("Number of the connection") : tr("Conn");
    case PaneName: return isTip ? tr("Whose connection it is") : tr("Pane");
    case Dir: return isTip ? tr("→ sent by us, ← received") : tr("Dir");
    case Peer: return isTip ? tr("Address of the other side") : tr("Peer");
    case Protocol: return isTip ? tr("Protocol") : tr("Proto");
    case Length: return isTip ? tr("Bytes") : tr("Length");
    case Info: return isTip ? tr("Start of the content") : tr("Info");
    default: return {};
    }
}

} // namespace wl
