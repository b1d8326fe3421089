// SPDX-License-Identifier: MIT
#include "capture/captureappender.h"

#include "base/limits.h"

#include <algorithm>

namespace wl {

namespace {

constexpr auto relaxed = std::memory_order_relaxed;

// Only the appender writes these counters, under its lock: no atomic addition needed.
void increase(std::atomic<quint64>& counter, quint64 by)
{
    counter.store(counter.load(relaxed) + by, relaxed);
}

} // namespace

CaptureAppender::CaptureAppender(qint64 segmentBytes, Hooks hooks)
    : m_segmentBytes(static_cast<quint64>(segmentBytes))
    , m_hooks(std::move(hooks))
    , m_stream(m_hooks.chunkReady)
{
    m_interfaces.writeSection(m_stream);
    m_stream.publish();
}

CaptureAppender::~CaptureAppender() = default;

quint64 CaptureAppender::unwritten() const
{
    const quint64 written = m_stream.written(); // first: the difference is never negative
    return m_stream.published() - written;
}

bool CaptureAppender::declareIdle()
{
    if (unwritten() != 0) {
        return false; // without getting in the way of who appends
    }
    const std::lock_guard lock(m_lock);
    m_writerIdle = m_stream.published() == m_stream.written();
    return m_writerIdle;
}

// Returns whether the writer wants to be woken.
bool CaptureAppender::publish()
{
    m_stream.publish();
    m_records.publish();
    return std::exchange(m_writerIdle, false);
}

ConnectionId CaptureAppender::addConnection(const ConnectionInfo& info)
{
    const Timestamp since = now();
    bool wake = false;
    ConnectionId id;
    {
        const std::lock_guard lock(m_lock);
        id = ConnectionId(static_cast<quint32>(m_connections.appended()));
        Connection& connection = m_connections.append();
        connection.row.info = info;
        connection.row.since = since;
        connection.row.lastTimeNs.store(since.ns, relaxed);
        connection.flow = Flow::initialState(id);
        connection.interface = m_interfaces.interfaceOf(info, m_stream);
        connection.isMirror = m_mirrors.add(id, info);
        m_connections.publish();
        wake = publish();
    }
    if (wake) {
        m_hooks.wakeWriter();
    }
    return id;
}

void CaptureAppender::data(ConnectionId id, Direction direction, Timestamp time, QByteArrayView bytes)
{
    bool wake = false;
    {
        const std::lock_guard lock(m_lock);
        Connection& connection = connectionAt(id);
        appendData(id, connection, direction, monotonic(time), bytes);
        wake = publish();
    }
    if (wake) [[unlikely]] {
        m_hooks.wakeWriter();
    }
}

void CaptureAppender::appendData(ConnectionId id, Connection& connection, Direction direction, qint64 timeNs,
                                 QByteArrayView bytes)
{
    FlowTemplates& templates = templatesOf(connection);
    const Transport transport = connection.row.info.transport;
    const qsizetype most = Flow::maximumRecord(transport, templates);
    do {
        const QByteArrayView part = bytes.first(std::min(most, bytes.size()));
        bytes = bytes.sliced(part.size());
        if (!hasRoom(part.size())) [[unlikely]] {
            lose(connection, direction, part.size());
            continue;
        }
        if (connection.recordsLost != 0) [[unlikely]] {
            tellLoss(id, connection, timeNs);
        }
        beginSegmentIfDue();
        Flow flow(m_stream, connection.flow, templates);
        const RecordPlace place = transport == Transport::Udp ? flow.udpData(direction, timeNs, part)
                                                              : flow.tcpData(direction, timeNs, part);
        addRecord(id, connection, RecordKind::Data, timeNs, place);
    } while (!bytes.isEmpty());
}

void CaptureAppender::event(ConnectionId id, RecordKind kind, Direction direction, Timestamp time,
                            QStringView text)
{
    bool wake = false;
    {
        const std::lock_guard lock(m_lock);
        Connection& connection = connectionAt(id);
        const qint64 timeNs = monotonic(time);
        if (hasRoom(text.size())) {
            if (connection.recordsLost != 0) {
                tellLoss(id, connection, timeNs);
            }
            appendEvent(id, connection, kind, direction, timeNs, text);
        } else {
            lose(connection, direction, 0);
        }
        setState(connection, kind, direction);
        if (isEnd(kind)) {
            releaseTemplates(connection);
            m_mirrors.end(id, connection.row.info);
        }
        wake = publish();
    }
    if (wake) {
        m_hooks.wakeWriter();
    }
}

void CaptureAppender::appendEvent(ConnectionId id, Connection& connection, RecordKind kind,
                                  Direction direction, qint64 timeNs, QStringView text)
{
    beginSegmentIfDue();
    Flow flow(m_stream, connection.flow, templatesOf(connection));
    const ConnectionInfo& info = connection.row.info;
    const RecordPlace place = info.transport == Transport::Udp
                                  ? flow.udpEvent(kind, direction, timeNs, text)
                                  : flow.tcpEvent(info.role, kind, direction, timeNs, text);
    addRecord(id, connection, kind, timeNs, place);
}

void CaptureAppender::addRecord(ConnectionId id, Connection& connection, RecordKind kind, qint64 timeNs,
                                const RecordPlace& place)
{
    ConnectionRow& row = connection.row;
    m_records.append(RecordEntry{timeNs, place.position, id.value(), place.length, kind, place.direction,
                                 row.info.transport, place.pieces, place.payloadOffset});
    m_interfaces.count(connection.interface, timeNs, place.packets);
    row.lastTimeNs.store(timeNs, relaxed);
    if (kind == RecordKind::Data) {
        const bool sent = place.direction == Direction::Sent;
        increase(sent ? row.bytesSent : row.bytesReceived, place.length);
        increase(sent ? row.messagesSent : row.messagesReceived, 1);
        if (row.state.load(relaxed) == ConnectionState::Connecting) [[unlikely]] {
            setState(connection, kind, place.direction);
        }
    }
}

void CaptureAppender::setState(Connection& connection, RecordKind kind, Direction direction)
{
    std::atomic<ConnectionState>& state = connection.row.state;
    state.store(stateAfter(state.load(relaxed), kind, direction), relaxed);
}

// While the disk refuses, records are kept in memory up to the limit; while it is only slow, streams stop
// reading at the limit, and what comes all the same (datagrams, many streams at once) has as much again.
bool CaptureAppender::hasRoom(qsizetype bytes) const
{
    const auto limit = static_cast<quint64>(limits::sinkUnwrittenBytes);
    const quint64 after = m_stream.published() - m_stream.written() + static_cast<quint64>(bytes);
    if (after <= limit) [[likely]] {
        return !m_records.isFull();
    }
    return after <= 2 * limit && !m_hooks.isDiskFailing() && !m_records.isFull();
}

void CaptureAppender::lose(Connection& connection, Direction direction, qsizetype bytes)
{
    ++connection.recordsLost;
    connection.bytesLost[index(direction)] += static_cast<quint64>(bytes);
    increase(m_lost, 1);
}

// The lost bytes keep their sequence numbers, so that other programs see the gap too.
void CaptureAppender::tellLoss(ConnectionId id, Connection& connection, qint64 timeNs)
{
    const quint32 records = std::exchange(connection.recordsLost, 0);
    const std::array<quint64, 2> bytes = std::exchange(connection.bytesLost, {});
    Flow flow(m_stream, connection.flow, templatesOf(connection));
    flow.skip(Direction::Sent, bytes[index(Direction::Sent)]);
    flow.skip(Direction::Received, bytes[index(Direction::Received)]);
    const QString text =
        QStringLiteral("%1 records with %2 bytes were not captured: the disk did not take them")
            .arg(records)
            .arg(bytes[0] + bytes[1]);
    appendEvent(id, connection, RecordKind::Note, Direction::Received, timeNs, text);
}

qint64 CaptureAppender::monotonic(Timestamp time)
{
    m_lastNs = std::max(m_lastNs, time.ns);
    return m_lastNs;
}

void CaptureAppender::beginSegmentIfDue()
{
    if (m_segmentBytes != 0 && m_stream.position() - m_stream.segment().position >= m_segmentBytes)
        [[unlikely]] {
        m_stream.startSegment(m_records.appended());
        m_interfaces.writeSection(m_stream);
    }
}

FlowTemplates& CaptureAppender::templatesOf(Connection& connection)
{
    if (!connection.templates) [[unlikely]] {
        const FlowTemplates fresh(connection.row.info, connection.interface, connection.isMirror);
        if (m_freeTemplates.empty()) {
            m_templates.push_back(std::make_unique<FlowTemplates>(fresh));
            connection.templates = m_templates.back().get();
        } else {
            connection.templates = m_freeTemplates.back();
            m_freeTemplates.pop_back();
            *connection.templates = fresh;
        }
    }
    return *connection.templates;
}

void CaptureAppender::releaseTemplates(Connection& connection)
{
    if (connection.templates) {
        m_freeTemplates.push_back(std::exchange(connection.templates, nullptr));
    }
}

void CaptureAppender::kernelDropped(EndpointId endpoint, quint64 count)
{
    const std::lock_guard lock(m_lock);
    m_interfaces.countDropped(endpoint, count);
    increase(m_dropped, count);
}

void CaptureAppender::finish()
{
    const std::lock_guard lock(m_lock);
    m_interfaces.writeStatistics(m_stream);
    m_stream.publish();
}

} // namespace wl
