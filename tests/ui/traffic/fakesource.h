// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <atomic>
#include <deque>
#include <mutex>
#include <vector>

namespace wl {

/// Records from memory for tests: append() publishes one, any thread may read.
class FakeSource : public RecordSource
{
public:
    ConnectionId addConnection(const QString& label, quint16 peerPort, Transport transport = Transport::Tcp,
                               EndpointId endpoint = {})
    {
        const std::lock_guard lock(m_mutex);
        ConnectionRow& row = m_connections.emplace_back();
        row.info.endpoint = endpoint;
        row.info.label = label;
        row.info.transport = transport;
        row.info.role = Role::Server;
        row.info.peer = SocketAddress::from(QHostAddress(QHostAddress::LocalHost), peerPort);
        row.since = Timestamp{m_time};
        return ConnectionId(quint32(m_connections.size() - 1));
    }

    /// The address of ours.
    void setLocal(ConnectionId connection, const QString& host, quint16 port)
    {
        const std::lock_guard lock(m_mutex);
        m_connections[connection.value()].info.local = SocketAddress::from(QHostAddress(host), port);
    }

    RecordId append(ConnectionId connection, Direction direction, const QByteArray& bytes,
                    RecordKind kind = RecordKind::Data)
    {
        const std::lock_guard lock(m_mutex);
        RecordEntry entry;
        entry.timeNs = m_time += 1'000'000;
        entry.connection = connection.value();
        entry.length = quint32(bytes.size());
        entry.kind = kind;
        entry.direction = direction;
        entry.transport = m_connections[connection.value()].info.transport;
        m_records.push_back(entry);
        m_payloads.push_back(bytes);
        return RecordId(m_records.size() - 1);
    }

    void setFirstKept(quint64 first) { m_firstKept = first; }

    [[nodiscard]] quint64 recordCount() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_records.size();
    }
    [[nodiscard]] quint64 firstKept() const override { return m_firstKept; }
    [[nodiscard]] RecordEntry record(RecordId id) const override
    {
        const std::lock_guard lock(m_mutex);
        return m_records.at(id.value());
    }
    [[nodiscard]] Result<QByteArray> payload(RecordId id, qint64 offset, qint64 maxBytes) const override
    {
        if (id.value() < m_firstKept)
            return fail(ErrorCode::FileNotFound);
        const std::lock_guard lock(m_mutex);
        return m_payloads.at(id.value()).mid(offset, maxBytes);
    }
    [[nodiscard]] RecordNotes* recordNotes() const override { return &m_notes; }
    [[nodiscard]] quint32 connectionCount() const override
    {
        const std::lock_guard lock(m_mutex);
        return quint32(m_connections.size());
    }
    [[nodiscard]] const ConnectionRow& connection(ConnectionId id) const override
    {
        const std::lock_guard lock(m_mutex);
        return m_connections.at(id.value());
    }

private:
    mutable std::mutex m_mutex;
    mutable RecordNotes m_notes;
    std::deque<RecordEntry> m_records;
    std::deque<QByteArray> m_payloads;
    std::deque<ConnectionRow> m_connections;
    std::atomic<quint64> m_firstKept{0};
    qint64 m_time = 1'700'000'000'000'000'000;
};

} // namespace wl
