// SPDX-License-Identifier: MIT
#include "ui/panes/common/connectionmodel.h"

#include "ui/panes/common/connectionwords.h"
#include "ui/widgets/colors.h"
#include "ui/widgets/format.h"

namespace wl {

namespace {

constexpr qsizetype sweepPerPull = 4096;
constexpr qint64 rateIntervalMs = 500;

} // namespace

ConnectionModel::ConnectionModel(const RecordSource& source, QObject* parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_seen(source.connectionCount())
{
}

void ConnectionModel::addEndpoint(EndpointId endpoint)
{
    if (endpoint.isValid())
        m_endpoints.insert(endpoint);
}

bool ConnectionModel::pull()
{
    QList<ConnectionId> added;
    const quint32 count = m_source.connectionCount();
    for (; m_seen < count; ++m_seen) {
        const ConnectionId id(m_seen);
        if (m_endpoints.contains(m_source.connection(id).info.endpoint))
            added.append(id);
    }
    if (!added.isEmpty()) {
        const int first = int(m_rows.size());
        beginInsertRows({}, first, first + int(added.size()) - 1);
        m_rows.append(added);
        endInsertRows();
        m_open.append(added);
    }
    sweepOpen();
    return !added.isEmpty();
}

/// Takes out connections that have ended, at most sweepPerPull looks a call.
void ConnectionModel::sweepOpen()
{
    for (qsizetype looks = std::min(sweepPerPull, m_open.size()); looks > 0 && !m_open.isEmpty(); --looks) {
        if (m_sweepAt >= m_open.size())
            m_sweepAt = 0;
        if (isOpen(m_open.at(m_sweepAt))) {
            ++m_sweepAt;
        } else {
            m_open[m_sweepAt] = m_open.constLast();
            m_open.removeLast();
        }
    }
}

bool ConnectionModel::hasEnded(ConnectionState state)
{
    return state == ConnectionState::Closed || state == ConnectionState::Reset ||
           state == ConnectionState::Failed;
}

bool ConnectionModel::isOpen(ConnectionId id) const
{
    return id.isValid() && id.value() < m_source.connectionCount() &&
           !hasEnded(m_source.connection(id).state.load(std::memory_order_relaxed));
}

bool ConnectionModel::hasOpen(EndpointId endpoint) const
{
    return std::any_of(m_open.begin(), m_open.end(),
                       [&](ConnectionId id) { return endpointOf(id) == endpoint && isOpen(id); });
}

bool ConnectionModel::isOfEndpoints(ConnectionId id) const
{
    return m_endpoints.contains(endpointOf(id));
}

EndpointId ConnectionModel::endpointOf(ConnectionId id) const
{
    return m_source.connection(id).info.endpoint;
}

QString ConnectionModel::peerOf(ConnectionId id) const
{
    return m_source.connection(id).info.peer.toString();
}

ConnectionState ConnectionModel::stateOf(ConnectionId id) const
{
    return m_source.connection(id).state.load(std::memory_order_relaxed);
}

void ConnectionModel::dropEnded()
{
    beginResetModel();
    m_rows.removeIf([this](ConnectionId id) {
        const bool isGone = !isOpen(id);
        if (isGone)
            m_dropped.insert(id);
        return isGone;
    });
    m_open = m_rows;
    m_sweepAt = 0;
    m_samples.clear();
    m_muted.removeIf([this](ConnectionId id) { return !isOpen(id); });
    endResetModel();
}

ConversationSelection ConnectionModel::unmuted() const
{
    return {{}, m_endpoints, m_muted.isEmpty() ? m_dropped : m_muted + m_dropped};
}

ConnectionId ConnectionModel::connectionAt(int row) const
{
    return row >= 0 && row < m_rows.size() ? m_rows.at(row) : ConnectionId();
}

int ConnectionModel::rowOf(ConnectionId id) const
{
    const auto at = std::lower_bound(m_rows.begin(), m_rows.end(), id);
    return at != m_rows.end() && *at == id ? int(at - m_rows.begin()) : -1;
}

bool ConnectionModel::refresh(Sample& sample, const ConnectionRow& row, qint64 nowMs) const
{
    const Sample before = sample;
    sample.bytesIn = row.bytesReceived.load(std::memory_order_relaxed);
    sample.bytesOut = row.bytesSent.load(std::memory_order_relaxed);
    sample.messages = row.messagesReceived.load(std::memory_order_relaxed) +
                      row.messagesSent.load(std::memory_order_relaxed);
    sample.state = row.state.load(std::memory_order_relaxed);
    const qint64 elapsed = nowMs - sample.rateFromMs;
    if (elapsed >= rateIntervalMs) {
        sample.rateIn = double(sample.bytesIn - sample.rateFromIn) * 1000 / double(elapsed);
        sample.rateOut = double(sample.bytesOut - sample.rateFromOut) * 1000 / double(elapsed);
        sample.rateFromIn = sample.bytesIn;
        sample.rateFromOut = sample.bytesOut;
        sample.rateFromMs = nowMs;
    }
    sample.takenMs = nowMs;
    return sample.bytesIn != before.bytesIn || sample.bytesOut != before.bytesOut ||
           sample.messages != before.messages || sample.state != before.state ||
           sample.rateIn != before.rateIn || sample.rateOut != before.rateOut;
}

void ConnectionModel::refreshVisible(int first, int last, qint64 nowMs)
{
    first = std::max(first, 0);
    last = std::min(last, int(m_rows.size()) - 1);
    std::erase_if(m_samples, [&](const auto& entry) { return entry.first < first || entry.first > last; });
    int changedFirst = -1;
    int changedLast = -1;
    for (int row = first; row <= last; ++row) {
        const ConnectionRow& connection = m_source.connection(m_rows.at(row));
        const auto [entry, isNew] = m_samples.try_emplace(row);
        Sample& sample = entry->second;
        if (isNew) {
            sample.rateFromMs = nowMs;
            sample.rateFromIn = connection.bytesReceived.load(std::memory_order_relaxed);
            sample.rateFromOut = connection.bytesSent.load(std::memory_order_relaxed);
        }
        if (refresh(sample, connection, nowMs) || isNew) {
            changedFirst = changedFirst < 0 ? row : changedFirst;
            changedLast = row;
        }
    }
    if (changedFirst >= 0)
        emit dataChanged(index(changedFirst, 0), index(changedLast, ColumnCount - 1),
                         {Qt::DisplayRole, Qt::ForegroundRole});
}

void ConnectionModel::setMuted(const QList<ConnectionId>& ids, bool muted)
{
    for (const ConnectionId id : ids) {
        if (muted)
            m_muted.insert(id);
        else
            m_muted.remove(id);
        if (const int row = rowOf(id); row >= 0)
            emit dataChanged(index(row, State), index(row, State));
    }
}

int ConnectionModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ConnectionModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant ConnectionModel::value(int row, int column) const
{
    const ConnectionRow& connection = m_source.connection(m_rows.at(row));
    const auto sample = m_samples.find(row);
    switch (column) {
    case Peer: return connection.info.peer.toString();
    case State: return int(connection.state.load(std::memory_order_relaxed));
    case BytesIn: return connection.bytesReceived.load(std::memory_order_relaxed);
    case BytesOut: return connection.bytesSent.load(std::memory_order_relaxed);
    case RateIn: return sample == m_samples.end() ? 0.0 : sample->second.rateIn;
    case RateOut: return sample == m_samples.end() ? 0.0 : sample->second.rateOut;
    case MessagesIn: return connection.messagesReceived.load(std::memory_order_relaxed);
    case MessagesOut: return connection.messagesSent.load(std::memory_order_relaxed);
    case Since: return connection.since.ns;
    default: return {};
    }
}

QString ConnectionModel::display(int row, int column) const
{
    const QVariant number = value(row, column);
    switch (column) {
    case Peer: return number.toString();
    case State: {
        const QString word = ConnectionWords::state(ConnectionState(number.toInt()));
        return isMuted(m_rows.at(row)) ? tr("%1, muted", "state of a connection").arg(word) : word;
    }
    case BytesIn:
    case BytesOut: return format::size(number.toLongLong());
    case RateIn:
    case RateOut: return format::rate(number.toDouble());
    case MessagesIn:
    case MessagesOut: return format::count(number.toULongLong());
    case Since: return clockTime(Timestamp{number.toLongLong()}).first(8); // the rest is in the tooltip
    default: return {};
    }
}

QVariant ConnectionModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const int row = index.row();
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole: return display(row, column);
    case ValueRole: return value(row, column);
    case Qt::ToolTipRole:
        if (column == BytesIn || column == BytesOut)
            return format::exactSize(value(row, column).toLongLong());
        if (column == Peer || column == State) // what a narrow table does not show
            return tr("%1 in, %2 out · %3 messages in, %4 out", "rates and numbers of a connection")
                .arg(display(row, RateIn), display(row, RateOut), display(row, MessagesIn),
                     display(row, MessagesOut));
        return column == Since ? QVariant(isoTime(Timestamp{value(row, column).toLongLong()})) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(Qt::AlignVCenter | (column > State ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::ForegroundRole:
        if (const auto state = ConnectionState(value(row, State).toInt()); hasEnded(state))
            return column == State && state != ConnectionState::Closed ? Colors::current().error
                                                                       : Colors::current().muted;
        return {};
    default: return {};
    }
}

QVariant ConnectionModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignVCenter | (section > State ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::DisplayRole)
        return ConnectionWords::header(section);
    if (role == Qt::ToolTipRole)
        return ConnectionWords::headerToolTip(section);
    return {};
}

} // namespace wl
