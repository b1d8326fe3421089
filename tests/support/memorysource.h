// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordnotes.h"
#include "capture/recordsource.h"

#include <QHostAddress>

#include <deque>
#include <mutex>

namespace wl::test {

/// Records in memory, whose entries do not lie side by side and which have no blocks: what a filter gives
/// here, it gives the slow way.
class MemorySource : public RecordSource
{
public:
    ConnectionId addConnection(const QString& label, const QString& local, const QString& peer,
                               Transport transport = Transport::Tcp, Role role = Role::Server)
    {
        const std::lock_guard lock(m_mutex);
        ConnectionRow& row = m_connections.emplace_back();
        row.info.label = label;
        row.info.transport = transport;
        row.info.role = role;
        row.info.local = address(local);
        row.info.peer = address(peer);
        row.since = Timestamp{m_time};
        return ConnectionId(quint32(m_connections.size() - 1));
    }
    /// A server's connection, of which little matters: its peer is a port of this machine.
    ConnectionId addConnection(const QString& label, quint16 peerPort, Transport transport = Transport::Tcp,
                               EndpointId endpoint = {})
    {
        const ConnectionId id =
            addConnection(label, QString(), QStringLiteral("127.0.0.1:%1").arg(peerPort), transport);
        const std::lock_guard lock(m_mutex);
        m_connections[id.value()].info.endpoint = endpoint;
        return id;
    }
    /// The address of ours.
    void setLocal(ConnectionId connection, const QString& host, quint16 port)
    {
        const std::lock_guard lock(m_mutex);
        m_connections[connection.value()].info.local = SocketAddress::from(QHostAddress(host), port);
    }

    RecordId append(ConnectionId connection, Direction direction, const QByteArray& bytes,
                    RecordKind kind = RecordKind::Data, qint64 stepNs = 1'000'000)
    {
        const std::lock_guard lock(m_mutex);
        RecordEntry entry;
        entry.timeNs = m_time;
        m_time += stepNs;
        entry.connection = connection.value();
        entry.length = quint32(bytes.size());
        entry.kind = kind;
        entry.direction = direction;
        entry.transport = m_connections[connection.value()].info.transport;
        m_records.push_back(entry);
        m_payloads.push_back(bytes);
        return RecordId(m_records.size() - 1);
    }

    void setTime(qint64 ns) { m_time = ns; }
    void setFirstKept(quint64 first) { m_firstKept = first; }
    void failPayload(quint64 id) { m_unreadable = id; }

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
        if (id.value() == m_unreadable)
            return fail(ErrorCode::FileFailed);
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

    /// "127.0.0.1:80", "[::1]:80"; "" is none.
    static SocketAddress address(const QString& text)
    {
        const qsizetype colon = text.lastIndexOf(u':');
        QString host = text.left(colon);
        host.remove(u'[').remove(u']');
        return text.isEmpty() ? SocketAddress()
                              : SocketAddress::from(QHostAddress(host), text.mid(colon + 1).toUShort());
    }

private:
    mutable std::mutex m_mutex;
    mutable RecordNotes m_notes;
    std::deque<RecordEntry> m_records;
    std::deque<QByteArray> m_payloads;
    std::deque<ConnectionRow> m_connections;
    std::atomic<quint64> m_firstKept{0};
    quint64 m_unreadable = ~quint64{0};
    qint64 m_time = 1'700'000'000'000'000'000; // 2023-11-14T22:13:20Z
};

} // namespace wl::test
