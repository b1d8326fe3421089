// SPDX-License-Identifier: MIT
#include "ui/traffic/recordorder.h"

#include "query/recordwords.h"
#include "ui/traffic/trafficcells.h"
#include "ui/traffic/trafficmodel.h"

#include <algorithm>
#include <tuple>

namespace wl {

namespace {

constexpr int bytesPerLevel = 8;  ///< of a text: the first 64 decide
constexpr quint64 readAhead = 64; ///< records that a forward read may leave out
constexpr quint32 largeRecord = 4'096;

quint64 signedKey(qint64 value)
{
    return quint64(value) ^ (quint64{1} << 63);
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + ('a' - 'A')) : c;
}

/// Eight bytes of a text as a number that orders as they do, letters in any case.
quint64 textKey(QByteArrayView text, int level)
{
    quint64 key = 0;
    for (qsizetype i = level * bytesPerLevel; i < (level + 1) * bytesPerLevel; ++i)
        key = key << 8 | (i < text.size() ? uchar(lower(text[i])) : 0);
    return key;
}

/// What has no text goes last.
quint64 infoKey(QByteArrayView text, int level, quint64 none)
{
    const quint64 key = textKey(text, level);
    return key == 0 && level == 0 ? none : std::min(key, none - 2);
}

const SocketAddress& addressOf(int column, const ConnectionInfo& info, Direction direction)
{
    const bool isSent = direction == Direction::Sent;
    if (column == TrafficModel::Peer)
        return info.peer;
    return (column == TrafficModel::Source) == isSent ? info.local : info.peer;
}

/// Numbers things by their order, equal ones alike.
template <typename Less>
std::vector<quint32> ranksOf(size_t count, Less less)
{
    std::vector<quint32> order(count);
    for (size_t i = 0; i < count; ++i)
        order[i] = quint32(i);
    std::sort(order.begin(), order.end(), less);
    std::vector<quint32> ranks(count);
    quint32 rank = 0;
    for (size_t i = 0; i < count; ++i)
        ranks[order[i]] = rank += i > 0 && less(order[i - 1], order[i]) ? 1 : 0;
    return ranks;
}

} // namespace

RecordOrder::RecordOrder(std::shared_ptr<const RecordSource> source, const TrafficSort& sort,
                         ListedRecords listed)
    : m_source(std::move(source))
    , m_sort(sort)
    , m_listed(std::move(listed))
    , m_cursor(*m_source)
{
    switch (m_sort.column) {
    case TrafficModel::PaneName:
    case TrafficModel::Peer:
    case TrafficModel::Source:
    case TrafficModel::Destination: rankConnections(); break;
    case TrafficModel::Comment: rankComments(); break;
    default: break;
    }
}

void RecordOrder::rankConnections()
{
    const auto infoOf = [this](quint32 place) -> const ConnectionInfo& {
        return m_source->connection(ConnectionId(place / 2)).info;
    };
    const auto byPane = [&](quint32 a, quint32 b) {
        return infoOf(a).label.compare(infoOf(b).label, Qt::CaseInsensitive) < 0;
    };
    const auto byAddress = [&](quint32 a, quint32 b) {
        const SocketAddress& first = addressOf(m_sort.column, infoOf(a), Direction(a % 2));
        const SocketAddress& second = addressOf(m_sort.column, infoOf(b), Direction(b % 2));
        return std::tie(first.family, first.bytes, first.port) <
               std::tie(second.family, second.bytes, second.port);
    };
    const size_t count = size_t(m_source->connectionCount()) * 2;
    m_ranks = m_sort.column == TrafficModel::PaneName ? ranksOf(count, byPane) : ranksOf(count, byAddress);
}

// Comments by their text, behind them what is only marked.
void RecordOrder::rankComments()
{
    const RecordNotes* notes = m_source->recordNotes();
    if (!notes)
        return;
    std::vector<std::pair<QString, quint64>> texts;
    for (const RecordId id : notes->records()) {
        const QString comment = notes->note(id).comment;
        if (comment.isEmpty())
            m_comments.insert(id.value(), little);
        else
            texts.emplace_back(comment.toLower(), id.value());
    }
    std::sort(texts.begin(), texts.end());
    quint64 rank = 0;
    for (size_t i = 0; i < texts.size(); ++i)
        m_comments.insert(texts[i].second, rank += i > 0 && texts[i].first != texts[i - 1].first ? 1 : 0);
}

int RecordOrder::levels() const
{
    return m_sort.column == TrafficModel::Info ? mostLevels : 1;
}

quint64 RecordOrder::key(quint64 record, int level)
{
    return ordered(ascendingKey(record, level));
}

quint64 RecordOrder::ordered(quint64 ascendingKey) const
{
    const bool isAsItIs = m_sort.order == Qt::AscendingOrder || ascendingKey >= little;
    return isAsItIs ? ascendingKey : little - 1 - ascendingKey;
}

RecordOrder::Keys RecordOrder::keys(quint64 record)
{
    Keys keys{};
    if (m_sort.column != TrafficModel::Info) {
        keys[0] = key(record, 0);
        return keys;
    }
    const QByteArrayView text = infoText(record);
    for (int level = 0; level < mostLevels; ++level)
        keys[size_t(level)] = ordered(infoKey(text, level, none));
    return keys;
}

bool RecordOrder::isBefore(quint64 first, quint64 second)
{
    const Keys one = keys(first);
    const Keys other = keys(second);
    return std::tie(one, first) < std::tie(other, second);
}

quint64 RecordOrder::ascendingKey(quint64 record, int level)
{
    const RecordEntry entry = m_source->record(RecordId(record));
    switch (m_sort.column) {
    case TrafficModel::Time: return signedKey(entry.timeNs);
    case TrafficModel::Delta: return deltaKey(record, entry);
    case TrafficModel::Conn: return entry.connection;
    case TrafficModel::PaneName:
    case TrafficModel::Peer:
    case TrafficModel::Source:
    case TrafficModel::Destination: return m_ranks[size_t(entry.connection) * 2 + size_t(entry.direction)];
    case TrafficModel::Dir: return quint64(entry.direction);
    case TrafficModel::Protocol: return protocolKey(record, entry);
    case TrafficModel::Length: return entry.kind == RecordKind::Data ? entry.length : none;
    case TrafficModel::Comment: return m_comments.value(record, none);
    case TrafficModel::Info: return infoKey(infoText(record), level, none);
    default: return record;
    }
}

quint64 RecordOrder::deltaKey(quint64 record, const RecordEntry& entry)
{
    RecordId before;
    if (m_sort.delta == TimeForms::Delta::SinceConnection) {
        before = beforeOfConnection(record);
        if (!before.isValid())
            return none;
    } else if (const quint64 index = m_listed.lowerBound(record); index > 0) {
        before = RecordId(m_listed.at(index - 1));
    }
    return signedKey(before.isValid() ? entry.timeNs - m_source->record(before).timeNs : 0);
}

// Records that come in order are looked up in a table of each connection's last one.
RecordId RecordOrder::beforeOfConnection(quint64 record)
{
    if (record < m_passed)
        return recordBeforeOfConnection(*m_source, RecordId(record), recordsLookedBack);
    for (; m_passed < record; ++m_passed) {
        const quint32 connection = m_source->record(RecordId(m_passed)).connection;
        if (connection >= m_lastOfConnection.size())
            m_lastOfConnection.resize(size_t(connection) + 1);
        m_lastOfConnection[connection] = m_passed + 1;
    }
    const RecordEntry entry = m_source->record(RecordId(record));
    const quint64 last =
        entry.connection < m_lastOfConnection.size() ? m_lastOfConnection[entry.connection] : 0;
    const bool isNear = last > 0 && record - (last - 1) <= recordsLookedBack;
    return isNear && entry.kind != RecordKind::Opened ? RecordId(last - 1) : RecordId();
}

quint64 RecordOrder::protocolKey(quint64 record, const RecordEntry& entry)
{
    // "HTTP" and "HTTP/2" come before "TCP", "TLS" and "UDP".
    const bool mayBeHttp = entry.kind == RecordKind::Data && entry.transport != Transport::Udp;
    const QByteArrayView started = mayBeHttp ? startedProtocol(entry, head(record, entry)) : "";
    if (!started.isEmpty())
        return started == "HTTP" ? 0 : 1;
    return quint64(entry.transport) + 2;
}

/// Valid until the next look at a record.
QByteArrayView RecordOrder::infoText(quint64 record)
{
    const RecordEntry entry = m_source->record(RecordId(record));
    if (entry.kind == RecordKind::Data)
        return recordFirstLine(head(record, entry));
    const Role role = m_source->connection(entry.connectionId()).info.role;
    m_words = eventWords(entry, role, head(record, entry));
    return m_words;
}

QByteArrayView RecordOrder::head(quint64 record, const RecordEntry& entry)
{
    const bool isInOrder = record >= m_nextRead && record - m_nextRead < readAhead;
    m_nextRead = record + 1;
    if (isInOrder && entry.length < largeRecord) {
        const auto bytes = m_cursor.payload(RecordId(record), entry);
        return bytes ? bytes->first(std::min(bytes->size(), recordHeadBytes)) : QByteArrayView();
    }
    m_head = m_source->payload(RecordId(record), 0, recordHeadBytes).value_or(QByteArray());
    return m_head;
}

} // namespace wl
