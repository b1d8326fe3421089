// SPDX-License-Identifier: MIT
#include "query/recordfacts.h"

#include "query/recordwords.h"

namespace wl {

namespace {

constexpr qsizetype connectionsRemembered = 4096;

const char* kindName(RecordKind kind)
{
    switch (kind) {
    case RecordKind::Data: return "data";
    case RecordKind::Opened: return "opened";
    case RecordKind::HalfClosed: return "half-closed";
    case RecordKind::Closed: return "closed";
    case RecordKind::Reset: return "reset";
    case RecordKind::Failed: return "failed";
    case RecordKind::Note: return "note";
    }
    return "";
}

QString protocolOf(const RecordEntry& entry, QByteArrayView payload)
{
    if (const char* started = startedProtocol(entry, payload); *started != '\0')
        return QString::fromLatin1(started);
    switch (entry.transport) {
    case Transport::Tcp: return QStringLiteral("TCP");
    case Transport::Tls: return QStringLiteral("TLS");
    case Transport::Udp: return QStringLiteral("UDP");
    }
    return {};
}

} // namespace

RecordFacts RecordFactsReader::factsOf(RecordId id, const RecordEntry& entry, QByteArrayView payload)
{
    const Connection& connection = connectionOf(entry.connection);
    const bool isSent = entry.direction == Direction::Sent;
    RecordFacts facts;
    facts.number = id.value() + 1;
    facts.time = timeOf(entry.time());
    facts.connection = quint64(entry.connection) + 1;
    facts.pane = connection.pane;
    facts.direction = isSent ? "out" : "in";
    facts.kind = kindName(entry.kind);
    facts.source = isSent ? connection.local : connection.peer;
    facts.destination = isSent ? connection.peer : connection.local;
    facts.protocol = protocolOf(entry, payload);
    facts.length = entry.kind == RecordKind::Data ? entry.length : 0;
    facts.info = QString::fromUtf8(infoOf(entry, connection.role, payload));
    return facts;
}

/// isoTime(), of which all but the microseconds is the same for many records.
QString RecordFactsReader::timeOf(Timestamp time)
{
    constexpr qint64 billion = 1'000'000'000;
    constexpr qsizetype fractionAt = 20; // behind "2026-11-20T12:01:07."
    constexpr qsizetype digits = 6;
    const qint64 rest = (time.ns % billion + billion) % billion; // also before 1970
    const qint64 second = time.ns / billion - (time.ns % billion < 0 ? 1 : 0);
    if (second != m_second) {
        m_second = second;
        m_secondText = isoTime(time);
    }
    QString text = m_secondText;
    qint64 micros = rest / 1000;
    for (qsizetype at = fractionAt + digits - 1; at >= fractionAt; --at, micros /= 10)
        text[at] = QChar(u'0' + char16_t(micros % 10));
    return text;
}

const RecordFactsReader::Connection& RecordFactsReader::connectionOf(quint32 id)
{
    if (const auto known = m_connections.constFind(id); known != m_connections.constEnd())
        return *known;
    if (m_connections.size() >= connectionsRemembered)
        m_connections.clear();
    const ConnectionInfo& info = m_source.connection(ConnectionId(id)).info;
    return *m_connections.insert(id, {info.label, info.local.toString(), info.peer.toString(), info.role});
}

} // namespace wl
