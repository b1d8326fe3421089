// SPDX-License-Identifier: MIT
#include "reportsink.h"

namespace wl::cli {

namespace {

using Kind = TrafficEvent::Kind;

Kind eventKind(RecordKind kind)
{
    switch (kind) {
    case RecordKind::Data: return Kind::Data;
    case RecordKind::Opened: return Kind::Opened;
    case RecordKind::HalfClosed: return Kind::HalfClosed;
    case RecordKind::Closed:
    case RecordKind::Reset: return Kind::Closed;
    case RecordKind::Failed: return Kind::Failed;
    case RecordKind::Note: return Kind::Note;
    }
    return Kind::Note;
}

QByteArray eventText(RecordKind kind, Direction direction, QStringView text)
{
    if (!text.isEmpty() || kind != RecordKind::Reset)
        return text.toUtf8();
    return direction == Direction::Received ? QByteArrayLiteral("reset by the peer")
                                            : QByteArrayLiteral("reset by us");
}

/// The code whose name an event's text begins with.
ErrorCode failureOf(RecordKind kind, QStringView text)
{
    const qsizetype end = text.indexOf(u' ');
    const auto code = errorCodeOf(end < 0 ? text : text.first(end));
    return kind == RecordKind::Failed && code ? *code : ErrorCode::None;
}

} // namespace

ReportSink::ReportSink(TrafficSink* next, EventQueue& queue, ReportNeeds needs)
    : m_next(next)
    , m_queue(queue)
    , m_needs(needs)
{
}

ConnectionId ReportSink::addConnection(const ConnectionInfo& info)
{
    const ConnectionId id = m_next ? m_next->addConnection(info)
                                   : ConnectionId(m_nextConnection.fetch_add(1, std::memory_order_relaxed));
    m_totals.connections.fetch_add(1, std::memory_order_relaxed);
    if (m_needs.turningPoints || m_needs.sentData || m_needs.receivedData) {
        TrafficEvent event;
        event.kind = Kind::Known;
        event.conn = id;
        event.info = std::make_shared<ConnectionInfo>(info);
        m_queue.push(std::move(event));
    }
    return id;
}

void ReportSink::data(ConnectionId id, Direction direction, Timestamp time, QByteArrayView bytes)
{
    if (m_next)
        m_next->data(id, direction, time, bytes);
    const auto size = quint64(bytes.size());
    bool isWanted = false;
    if (direction == Direction::Received) {
        m_totals.recordsIn.fetch_add(1, std::memory_order_relaxed);
        m_totals.bytesIn.fetch_add(size, std::memory_order_relaxed);
        m_totals.lastReceivedNs.store(time.ns, std::memory_order_relaxed);
        isWanted = m_needs.receivedData;
    } else {
        m_totals.recordsOut.fetch_add(1, std::memory_order_relaxed);
        m_totals.bytesOut.fetch_add(size, std::memory_order_relaxed);
        isWanted = m_needs.sentData;
    }
    if (!isWanted)
        return;
    TrafficEvent event;
    event.kind = Kind::Data;
    event.direction = direction;
    event.conn = id;
    event.time = time;
    event.bytes = bytes.toByteArray();
    m_queue.push(std::move(event));
}

void ReportSink::event(ConnectionId id, RecordKind kind, Direction direction, Timestamp time,
                       QStringView text)
{
    if (m_next)
        m_next->event(id, kind, direction, time, text);
    if (kind == RecordKind::Failed || kind == RecordKind::Opened)
        m_totals.lastFailure.store(failureOf(kind, text), std::memory_order_relaxed);
    if (!tells(kind))
        return;
    TrafficEvent event;
    event.kind = eventKind(kind);
    event.direction = direction;
    event.conn = id;
    event.time = time;
    event.bytes = eventText(kind, direction, text);
    m_queue.push(std::move(event));
}

/// Whoever is told of a connection is told of its end.
bool ReportSink::tells(RecordKind kind) const
{
    const bool isEnd = kind == RecordKind::Closed || kind == RecordKind::Reset || kind == RecordKind::Failed;
    return m_needs.turningPoints || (isEnd && (m_needs.sentData || m_needs.receivedData));
}

void ReportSink::kernelDropped(EndpointId endpoint, quint64 count)
{
    if (m_next)
        m_next->kernelDropped(endpoint, count);
    m_totals.datagramsDropped.fetch_add(count, std::memory_order_relaxed);
}

bool ReportSink::isCongested() const
{
    return m_queue.isCongested() || (m_next && m_next->isCongested());
}

} // namespace wl::cli
