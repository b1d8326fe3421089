// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficcells.h"

#include "ui/traffic/recordtext.h"
#include "ui/traffic/trafficmodel.h"
#include "ui/widgets/format.h"

namespace wl {

namespace {

constexpr int cached = 500; ///< several screenfuls

SocketAddress addressOf(const RecordEntry& entry, const ConnectionInfo& info, bool isSource)
{
    return (entry.direction == Direction::Sent) == isSource ? info.local : info.peer;
}

} // namespace

RecordId recordBeforeOfConnection(const RecordSource& source, RecordId id, quint64 most)
{
    const RecordEntry entry = source.record(id);
    if (entry.kind == RecordKind::Opened)
        return {};
    for (quint64 back = 1; back <= std::min(most, id.value()); ++back) {
        const RecordId before(id.value() - back);
        if (source.record(before).connection == entry.connection)
            return before;
    }
    return {};
}

TrafficCells::TrafficCells()
    : m_words(cached)
    , m_sinceConnection(cached)
{
}

void TrafficCells::setSource(std::shared_ptr<const RecordSource> source)
{
    m_source = std::move(source);
    m_start.reset();
    m_words.clear();
    m_sinceConnection.clear();
}

QString TrafficCells::text(RecordId id, int column, RecordId before) const
{
    if (!m_start)
        m_start = m_source->record(RecordId(0)).time();
    const RecordEntry entry = m_source->record(id);
    const ConnectionInfo& info = m_source->connection(entry.connectionId()).info;
    switch (column) {
    case TrafficModel::Number: return recordtext::number(id);
    case TrafficModel::Time: return time(entry);
    case TrafficModel::Delta: return delta(id, entry, before);
    case TrafficModel::Conn: return recordtext::number(entry.connectionId());
    case TrafficModel::PaneName: return info.label;
    case TrafficModel::Dir: return recordtext::arrow(entry.direction);
    case TrafficModel::Source: return addressOf(entry, info, true).toString();
    case TrafficModel::Destination: return addressOf(entry, info, false).toString();
    case TrafficModel::Peer: return info.peer.toString();
    case TrafficModel::Protocol: return wordsOf(id, entry).protocol;
    case TrafficModel::Length:
        return entry.kind == RecordKind::Data ? format::count(entry.length) : QString();
    case TrafficModel::Comment: return comment(id);
    case TrafficModel::Info: return wordsOf(id, entry).info;
    default: return {};
    }
}

QString TrafficCells::time(const RecordEntry& entry) const
{
    if (m_forms.time == TimeForms::Time::WallClock)
        return clockTime(entry.time());
    return format::delta(entry.time() - *m_start);
}

QString TrafficCells::delta(RecordId id, const RecordEntry& entry, RecordId before) const
{
    if (m_forms.delta == TimeForms::Delta::SinceListed) {
        const Timestamp since = before.isValid() ? m_source->record(before).time() : entry.time();
        return format::delta(entry.time() - since);
    }
    if (const QString* known = m_sinceConnection.object(id.value()))
        return *known;
    const RecordId found = recordBeforeOfConnection(*m_source, id, recordsLookedBack);
    auto* text = new QString(found.isValid() ? format::delta(entry.time() - m_source->record(found).time())
                                             : QString());
    m_sinceConnection.insert(id.value(), text);
    return *text;
}

/// In one line; the tooltip has all.
QString TrafficCells::comment(RecordId id) const
{
    const RecordNotes* notes = m_source->recordNotes();
    return notes ? notes->note(id).comment.replace(u'\n', u' ') : QString();
}

QString TrafficCells::toolTip(RecordId id, int column) const
{
    const RecordEntry entry = m_source->record(id);
    switch (column) {
    case TrafficModel::Time: return isoTime(entry.time());
    case TrafficModel::Dir: return recordtext::direction(entry.direction);
    case TrafficModel::Length:
        return entry.kind == RecordKind::Data ? format::exactSize(entry.length) : QString();
    case TrafficModel::Number:
    case TrafficModel::Comment:
        return m_source->recordNotes() ? m_source->recordNotes()->note(id).comment : QString();
    default: return {};
    }
}

const TrafficCells::Words& TrafficCells::wordsOf(RecordId id, const RecordEntry& entry) const
{
    if (const Words* known = m_words.object(id.value()))
        return *known;
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

bool TrafficCells::isNumber(int column)
{
    return column == TrafficModel::Number || column == TrafficModel::Delta || column == TrafficModel::Conn ||
           column == TrafficModel::Length;
}

QString TrafficCells::header(int column)
{
    switch (column) {
    case TrafficModel::Number: return tr("#");
    case TrafficModel::Time: return tr("Time");
    case TrafficModel::Delta: return tr("Δ");
    case TrafficModel::Conn: return tr("Conn");
    case TrafficModel::PaneName: return tr("Pane");
    case TrafficModel::Dir: return tr("Dir");
    case TrafficModel::Source: return tr("Source");
    case TrafficModel::Destination: return tr("Destination");
    case TrafficModel::Peer: return tr("Peer");
    case TrafficModel::Protocol: return tr("Proto");
    case TrafficModel::Length: return tr("Length");
    case TrafficModel::Comment: return tr("Comment");
    case TrafficModel::Info: return tr("Info");
    default: return {};
    }
}

QString TrafficCells::columnName(int column)
{
    switch (column) {
    case TrafficModel::Number: return tr("Number");
    case TrafficModel::Delta: return tr("Δ (Time Between)");
    case TrafficModel::Conn: return tr("Connection");
    case TrafficModel::Dir: return tr("Direction");
    case TrafficModel::Protocol: return tr("Protocol");
    default: return header(column);
    }
}

QString TrafficCells::headerToolTip(int column) const
{
    switch (column) {
    case TrafficModel::Number: return tr("Number of the record");
    case TrafficModel::Time:
        return m_forms.time == TimeForms::Time::WallClock ? tr("When it was read or sent, local time")
                                                          : tr("Seconds since the first record");
    case TrafficModel::Delta:
        return m_forms.delta == TimeForms::Delta::SinceListed
                   ? tr("Seconds since the record listed before it")
                   : tr("Seconds since the record before of the same connection");
    case TrafficModel::Conn: return tr("Number of the connection");
    case TrafficModel::PaneName: return tr("Whose connection it is");
    case TrafficModel::Dir: return tr("→ sent by us, ← received");
    case TrafficModel::Source: return tr("Address of the sender");
    case TrafficModel::Destination: return tr("Address of the receiver");
    case TrafficModel::Peer: return tr("Address of the other side");
    case TrafficModel::Protocol: return tr("Protocol");
    case TrafficModel::Length: return tr("Bytes");
    case TrafficModel::Comment: return tr("What you noted");
    case TrafficModel::Info: return tr("Start of the content");
    default: return {};
    }
}

} // namespace wl
