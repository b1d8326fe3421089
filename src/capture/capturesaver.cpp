// SPDX-License-Identifier: MIT
#include "capture/capturesaver.h"

#include "capture/eventplan.h"
#include "capture/notecomments.h"

namespace wl {

namespace {

constexpr qsizetype writeBytes = qsizetype{1024} * 1024;
constexpr size_t templatesInUse = 1024; // of 576 bytes; made again when their connection comes again

} // namespace

CaptureSaver::CaptureSaver(const RecordSource& source, const RecordNotes* notes, Write write)
    : m_source(source)
    , m_notes(notes)
    , m_write(std::move(write))
{
    m_interfaces.writeSection(m_buffer);
}

Result<void> CaptureSaver::add(RecordId id)
{
    const RecordEntry entry = m_source.record(id);
    const auto payload = m_source.payload(id);
    if (!payload && payload.error().code == ErrorCode::FileNotFound) {
        ++m_recordsDropped;
        leaveOut(entry);
        return {};
    }
    if (!payload)
        return tl::make_unexpected(payload.error());
    return add(id, entry, *payload);
}

Result<void> CaptureSaver::add(RecordId id, const RecordEntry& entry, QByteArrayView payload)
{
    m_options = m_notes && m_notes->count() > 0 ? commentOptions(m_notes->note(id)) : QByteArray();
    write(entry, payload);
    ++m_records;
    return m_buffer.size() >= writeBytes ? flush() : Result<void>();
}

void CaptureSaver::leaveOut(const RecordEntry& entry)
{
    if (entry.kind == RecordKind::Data && entry.transport != Transport::Udp)
        leaveOut(entry.connectionId(), entry.direction, entry.length);
}

void CaptureSaver::leaveOut(ConnectionId connection, Direction direction, quint64 bytes)
{
    if (bytes > 0 && m_connections.contains(connection))
        m_leftOut[connection][index(direction)] += bytes;
}

Result<void> CaptureSaver::flush()
{
    const QByteArray blocks = m_buffer.take();
    m_bytes += blocks.size();
    return m_write(blocks);
}

Result<void> CaptureSaver::finish()
{
    m_interfaces.writeStatistics(m_buffer);
    return flush();
}

CaptureSaver::Connection& CaptureSaver::connection(ConnectionId id)
{
    const auto known = m_connections.find(id);
    if (known != m_connections.end())
        return *known;
    const ConnectionInfo& info = m_source.connection(id).info;
    const quint32 interface = m_interfaces.interfaceOf(info, m_buffer);
    return *m_connections.insert(id, {Flow::initialState(id), interface, m_mirrors.add(id, info)});
}

const FlowTemplates& CaptureSaver::templatesOf(ConnectionId id, const Connection& conn)
{
    const auto known = m_templates.find(id);
    if (known != m_templates.end())
        return known->second;
    if (m_templates.size() >= templatesInUse)
        m_templates.clear();
    const FlowTemplates made(m_source.connection(id).info, conn.interface, conn.isMirror);
    return m_templates.emplace(id, made).first->second;
}

void CaptureSaver::write(const RecordEntry& entry, QByteArrayView payload)
{
    const ConnectionInfo& info = m_source.connection(entry.connectionId()).info;
    Connection& conn = connection(entry.connectionId());
    const FlowTemplates& templates = templatesOf(entry.connectionId(), conn);
    Flow flow(m_buffer, conn.state, templates);
    writeLeftOut(entry, flow, conn);
    flow.setOptions(m_options);
    if (entry.kind != RecordKind::Data) {
        writeEvent(entry, payload, flow, conn);
        return;
    }
    // More than one part only for records of others, which may be longer than ours can be.
    const qsizetype most = Flow::maximumRecord(info.transport, templates);
    do {
        const QByteArrayView part = payload.first(std::min(most, payload.size()));
        payload = payload.sliced(part.size());
        const RecordPlace place = info.transport == Transport::Udp
                                      ? flow.udpData(entry.direction, entry.timeNs, part)
                                      : flow.tcpData(entry.direction, entry.timeNs, part);
        m_interfaces.count(conn.interface, entry.timeNs, place.packets);
    } while (!payload.isEmpty());
}

void CaptureSaver::writeEvent(const RecordEntry& entry, QByteArrayView payload, Flow& flow,
                              const Connection& conn)
{
    const ConnectionInfo& info = m_source.connection(entry.connectionId()).info;
    const QString text = QString::fromUtf8(payload);
    const RecordPlace place = info.transport == Transport::Udp
                                  ? flow.udpEvent(entry.kind, entry.direction, entry.timeNs, text)
                                  : flow.tcpEvent(info.role, entry.kind, entry.direction, entry.timeNs, text);
    m_interfaces.count(conn.interface, entry.timeNs, place.packets);
    if (isEnd(entry.kind))
        m_mirrors.end(entry.connectionId(), info);
}

void CaptureSaver::writeLeftOut(const RecordEntry& entry, Flow& flow, const Connection& conn)
{
    if (m_leftOut.isEmpty())
        return;
    const std::array<quint64, 2> bytes = m_leftOut.take(entry.connectionId());
    for (const Direction direction : {Direction::Received, Direction::Sent}) {
        const quint64 packets = flow.leaveOut(direction, entry.timeNs, bytes[index(direction)]);
        if (packets > 0)
            m_interfaces.count(conn.interface, entry.timeNs, packets);
    }
}

} // namespace wl
