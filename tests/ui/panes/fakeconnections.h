// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <deque>

namespace wl {

/// A table of connections without records, for models: tests change its rows as a network thread would.
class FakeConnections : public RecordSource
{
public:
    ConnectionId add(EndpointId endpoint, quint16 peerPort)
    {
        ConnectionRow& row = m_rows.emplace_back();
        row.info.endpoint = endpoint;
        row.info.peer = SocketAddress::from(QHostAddress(QHostAddress::LocalHost), peerPort);
        row.since = Timestamp{1'700'000'000'000'000'000};
        row.state = ConnectionState::Open;
        return ConnectionId(quint32(m_rows.size() - 1));
    }
    ConnectionRow& row(ConnectionId id) { return m_rows[id.value()]; }

    [[nodiscard]] quint64 recordCount() const override { return 0; }
    [[nodiscard]] quint64 firstKept() const override { return 0; }
    [[nodiscard]] RecordEntry record(RecordId) const override { return {}; }
    [[nodiscard]] Result<QByteArray> payload(RecordId, qint64, qint64) const override
    {
        return fail(ErrorCode::FileNotFound);
    }
    [[nodiscard]] quint32 connectionCount() const override { return quint32(m_rows.size()); }
    [[nodiscard]] const ConnectionRow& connection(ConnectionId id) const override
    {
        ++m_looks;
        return m_rows[id.value()];
    }
    /// How often a row was looked at, to see that work does not grow with the rows.
    [[nodiscard]] quint64 looks() const { return m_looks; }

private:
    std::deque<ConnectionRow> m_rows;
    mutable quint64 m_looks = 0;
};

} // namespace wl
